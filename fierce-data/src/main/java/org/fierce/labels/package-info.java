/**
 * The labels of rows: coarse labels, the hierarchy that groups fine classes into coarse ones, and
 * the fine target (classes, a number or shares) that only evaluation may look at.
 */
@NullMarked
package org.fierce.labels;

import org.jspecify.annotations.NullMarked;
