/** Scores, what they mean, and how sure they are. */
@NullMarked
package org.fierce.stats;

import org.jspecify.annotations.NullMarked;
