/** Linear algebra over rows: covariances, principal axes, whitening, minimising. */
@NullMarked
package org.fierce.algebra;

import org.jspecify.annotations.NullMarked;
