/** The sources of data that Fierce reads. */
@NullMarked
package org.fierce.data.source;

import org.jspecify.annotations.NullMarked;
