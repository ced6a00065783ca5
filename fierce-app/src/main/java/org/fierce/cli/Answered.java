package org.fierce.cli;

import java.util.List;
import org.fierce.model.NearestRow;
import org.fierce.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A row and what is answered.
 *
 * @param prediction null where the row cannot be read
 * @param nearest the training rows most like it, the nearest first; none where none were asked for
 */
record Answered(ReadRows.Row row, @Nullable Prediction prediction, List<NearestRow> nearest) {}
