/** Scores by maps fitted on frozen features. */
@NullMarked
package org.fierce.evaluate.probe;

import org.jspecify.annotations.NullMarked;
