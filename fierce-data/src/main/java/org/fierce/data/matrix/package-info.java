/** Matrices in files of every kind: one reader for all that take vectors. */
@NullMarked
package org.fierce.data.matrix;

import org.jspecify.annotations.NullMarked;
