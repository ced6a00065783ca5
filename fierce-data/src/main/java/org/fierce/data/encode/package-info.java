/** Encoders of rows: what they learn from training rows, and how they turn a row into numbers. */
@NullMarked
package org.fierce.data.encode;

import org.jspecify.annotations.NullMarked;
