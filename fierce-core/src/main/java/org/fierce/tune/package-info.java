/** Choosing a method from coarse labels alone. */
@NullMarked
package org.fierce.tune;

import org.jspecify.annotations.NullMarked;
