/** Optimisers, schedules, checkpoints, and the loop that fits a backbone to coarse labels. */
@NullMarked
package org.fierce.train;

import org.jspecify.annotations.NullMarked;
