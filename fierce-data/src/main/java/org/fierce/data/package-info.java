/**
 * Data sets as networks and evaluators see them: rows of numbers, their labels and targets, how
 * they are normalised.
 */
@NullMarked
package org.fierce.data;

import org.jspecify.annotations.NullMarked;
