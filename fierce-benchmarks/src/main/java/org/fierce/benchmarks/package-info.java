/**
 * Speed of what a run spends its time on: entropy terms, training steps, batches and the search for
 * neighbours. Run by hand with {@code fierce-benchmarks/run.sh}; every figure is of one engine
 * thread.
 */
@NullMarked
package org.fierce.benchmarks;

import org.jspecify.annotations.NullMarked;
