/** Frozen features of data sets, and the readouts that make them of a network's layers. */
@NullMarked
package org.fierce.embed;

import org.jspecify.annotations.NullMarked;
