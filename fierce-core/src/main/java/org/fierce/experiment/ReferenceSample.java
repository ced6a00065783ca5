package org.fierce.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.files.Json;
import org.fierce.labels.FineTargets;
import org.fierce.labels.FineValue;
import org.fierce.model.ReferenceRows;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/** Picks the training rows that a model file holds: all, or as many by chance as there is room. */
final class ReferenceSample {
  /** Text stands in the header of the entry, which a reader takes whole. */
  private static final long MOST_TEXT_BYTES = 64L << 20;

  private ReferenceSample() {}

  /**
   * The rows, in their order.
   *
   * @param features of the training rows, [rows, width]
   * @param mostBytes at least 1
   */
  static ReferenceRows of(Dataset train, FloatMatrix features, long seed, long mostBytes)
      throws IOException {
    int size = train.size();
    FineTargets fine = train.fine();
    List<@Nullable FineValue> answers = new ArrayList<>();
    if (fine != null && fine.known().length > 0) {
      for (int row = 0; row < size; row++) {
        answers.add(fine.value(row));
      }
    }
    long text = bytes(train.ids()) + bytes(answers);
    double each = text / (double) size;
    double room = mostBytes / ((double) Float.BYTES * features.columns() + Long.BYTES + each);
    int kept =
        (int) Math.max(1, Math.min(size, Math.min(room, MOST_TEXT_BYTES / Math.max(1, each))));
    if (kept == size) {
      return new ReferenceRows(features, train.coarse(), train.ids(), answers);
    }
    int[] rows =
        Streams.generator(seed, "reference", 0)
            .ints(0, size)
            .distinct()
            .limit(kept)
            .sorted()
            .toArray();
    Inputs selected = features.select(rows);
    return new ReferenceRows(
        FloatMatrix.copyOf(selected),
        train.coarse().select(rows),
        IntStream.of(rows).mapToObj(train.ids()::get).toList(),
        answers.isEmpty() ? answers : pick(answers, rows));
  }

  private static List<@Nullable FineValue> pick(List<@Nullable FineValue> all, int[] rows) {
    List<@Nullable FineValue> picked = new ArrayList<>(rows.length);
    for (int row : rows) {
      picked.add(all.get(row));
    }
    return picked;
  }

  private static long bytes(List<?> values) {
    return Json.ofRecord(values).toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
