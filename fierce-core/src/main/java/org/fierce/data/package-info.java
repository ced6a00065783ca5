/**
 * From files to batches: readers that refuse what is not right, splits, augmentation, and the
 * simulated scene. Images and vectors are both rows of floats with an {@link
 * org.fierce.data.InputShape}; no tensor engine here.
 */
@NullMarked
package org.fierce.data;

import org.jspecify.annotations.NullMarked;
