/** Frozen features of a data set, computed once and handed to the evaluators. */
@NullMarked
package org.fierce.embed;

import org.jspecify.annotations.NullMarked;
