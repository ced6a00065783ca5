package org.fierce.data;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a data set. Coarse and fine names agree between the parts.
 *
 * @param train rows to learn from
 * @param validation rows held out of the training rows, or null where none were asked for
 * @param test rows for the final score only
 */
public record DataSplit(Dataset train, @Nullable Dataset validation, Dataset test) {}
