package org.fierce.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.fierce.data.EncodedRow;
import org.fierce.data.rows.NewRows;
import org.fierce.model.NearestRow;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;

/** Answers rows while they are read, and counts what there is to tell at the end. */
final class Answering {
  private final Predictor predictor;
  private final AnswerParts parts;
  private final AnswerWriter writer;
  private final Streams streams;
  private final RowTroubles troubles = new RowTroubles();
  private final AnswerCounts counts = new AnswerCounts();
  private boolean isStopped;

  /** Takes whole lines. */
  @FunctionalInterface
  interface Lines {
    /** Writes lines; false where nobody reads them any more. */
    boolean write(String lines) throws IOException;
  }

  Answering(Predictor predictor, AnswerParts parts, AnswerWriter writer, Streams streams) {
    this.predictor = predictor;
    this.parts = parts;
    this.writer = writer;
    this.streams = streams;
  }

  RowTroubles troubles() {
    return troubles;
  }

  AnswerCounts counts() {
    return counts;
  }

  /** Answers all rows, or as many as somebody reads. */
  void run(NewRows rows, int threads, boolean showsProgress, Lines out) throws IOException {
    try (StopNotice.Scope scope = streams.stop().say(this::stopped);
        ReadRows read = new ReadRows(rows, predictor::encode, threads);
        RowProgress progress = new RowProgress(rows.size(), streams)) {
      for (List<ReadRows.Row> batch = read.next(); !batch.isEmpty(); batch = read.next()) {
        if (!write(writer.rows(answered(batch)), out)) {
          return;
        }
        if (showsProgress) {
          progress.answered(troubles.rows());
        }
      }
    }
  }

  private List<Answered> answered(List<ReadRows.Row> batch) throws IOException {
    List<EncodedRow> encoded = new ArrayList<>(batch.size());
    for (ReadRows.Row row : batch) {
      troubles.add(row);
      if (row.encoded() != null) {
        encoded.add(row.encoded());
      }
    }
    Iterator<Prediction> predictions = predictor.answer(encoded).iterator();
    List<Answered> answered = new ArrayList<>(batch.size());
    for (ReadRows.Row row : batch) {
      Prediction prediction = row.encoded() == null ? null : predictions.next();
      if (prediction != null) {
        counts.add(prediction);
      }
      List<NearestRow> nearest =
          prediction == null || parts.nearest() == 0
              ? List.of()
              : predictor.nearest(prediction, parts.nearest());
      answered.add(new Answered(row, prediction, nearest));
    }
    return answered;
  }

  /** Whole lines, or none once the program is stopped. */
  private synchronized boolean write(String lines, Lines out) throws IOException {
    return !isStopped && out.write(lines);
  }

  private synchronized String stopped() {
    isStopped = true;
    return "%,d rows were answered; what was written are whole lines.".formatted(counts.rows());
  }
}
