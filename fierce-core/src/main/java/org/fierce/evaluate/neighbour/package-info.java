/** Scores by nearest neighbours. */
@NullMarked
package org.fierce.evaluate.neighbour;

import org.jspecify.annotations.NullMarked;
