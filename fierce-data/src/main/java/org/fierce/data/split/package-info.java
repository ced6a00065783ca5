/** Which columns are labels, and which rows are for training, validation and the test. */
@NullMarked
package org.fierce.data.split;

import org.jspecify.annotations.NullMarked;
