package org.fierce.cli;

import org.fierce.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A row and what is answered.
 *
 * @param prediction null where the row cannot be read
 */
record Answered(ReadRows.Row row, @Nullable Prediction prediction) {}
