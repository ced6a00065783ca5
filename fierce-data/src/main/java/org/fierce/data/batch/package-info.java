/** Batches prepared ahead: an order, augmentation, normalisation. */
@NullMarked
package org.fierce.data.batch;

import org.jspecify.annotations.NullMarked;
