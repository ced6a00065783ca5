/** Downloads of the public data sets. */
@NullMarked
package org.fierce.data.fetch;

import org.jspecify.annotations.NullMarked;
