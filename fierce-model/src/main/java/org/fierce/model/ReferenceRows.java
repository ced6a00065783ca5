package org.fierce.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineValue;
import org.jspecify.annotations.Nullable;

/**
 * Training rows as a model file keeps them, for nearest examples. In {@code reference.safetensors}
 * they are the tensors {@code features} (F32, [rows, width]) and {@code coarse} (I64, [rows]), and
 * in its metadata {@code ids} and {@code fine}, a JSON array each.
 *
 * @param features as the network gives them, [rows, width]
 * @param coarse of each row
 * @param ids of each row
 * @param fine class, number or shares of each row, null where not known; empty where no row has one
 */
public record ReferenceRows(
    FloatMatrix features, CoarseLabels coarse, List<String> ids, List<@Nullable FineValue> fine) {
  private static final String FEATURES = "features";
  private static final String COARSE = "coarse";
  private static final String IDS = "ids";
  private static final String FINE = "fine";

  /**
   * How many of the training rows a file holds.
   *
   * @param rows in the file
   * @param of rows that the network was trained on; more where there were too many to hold
   */
  public record Extent(int rows, int of) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is no row, or there are more than were trained on
     */
    public Extent {
      if (rows < 1 || of < rows) {
        throw new IllegalArgumentException(
            "rows is %d of %d; expected 1 to all".formatted(rows, of));
      }
    }
  }

  /**
   * Checks that all parts have as many rows.
   *
   * @throws IllegalArgumentException if they have not
   */
  public ReferenceRows {
    ids = List.copyOf(ids);
    fine = Collections.unmodifiableList(new ArrayList<>(fine));
    if (coarse.size() != features.rows()
        || ids.size() != features.rows()
        || !(fine.isEmpty() || fine.size() == features.rows())) {
      throw new IllegalArgumentException(
          "there are %d rows of features, %d coarse labels, %d names and %d fine targets"
              .formatted(features.rows(), coarse.size(), ids.size(), fine.size()));
    }
  }

  /** Number of rows. */
  public int size() {
    return ids.size();
  }

  /** The bytes of the entry. */
  public byte[] toBytes() throws IOException {
    long[] labels = Arrays.stream(coarse.labels()).asLongStream().toArray();
    long[] shape = {features.rows(), features.columns()};
    Map<String, String> metadata =
        fine.isEmpty()
            ? Map.of(IDS, Json.ofRecord(ids).toString())
            : Map.of(IDS, Json.ofRecord(ids).toString(), FINE, Json.ofRecord(fine).toString());
    return new Safetensors(
            Map.of(
                FEATURES,
                new StoredTensor.Floats(shape, features.values()),
                COARSE,
                new StoredTensor.Longs(new long[] {labels.length}, labels)),
            metadata)
        .toBytes();
  }

  /**
   * The rows that were stored.
   *
   * @param name what messages call the entry
   * @throws CheckpointFormatException if they do not fit together or to the model
   */
  static ReferenceRows of(String name, Safetensors stored, ModelDescription model)
      throws CheckpointFormatException {
    try {
      StoredTensor.Floats features =
          (StoredTensor.Floats) Objects.requireNonNull(stored.tensors().get(FEATURES), FEATURES);
      StoredTensor.Longs coarse =
          (StoredTensor.Longs) Objects.requireNonNull(stored.tensors().get(COARSE), COARSE);
      long[] shape = features.shape();
      if (shape.length != 2 || shape[1] != model.features()) {
        throw new IllegalArgumentException(
            "features have the shape %s, but the model has %d of a row"
                .formatted(Arrays.toString(shape), model.features()));
      }
      int[] labels = Arrays.stream(coarse.values()).mapToInt(Math::toIntExact).toArray();
      List<String> ids = new ArrayList<>();
      for (JsonNode id : array(stored, IDS)) {
        ids.add(id.asText());
      }
      List<@Nullable FineValue> fine = new ArrayList<>();
      if (stored.metadata().containsKey(FINE)) {
        for (JsonNode value : array(stored, FINE)) {
          fine.add(value.isNull() ? null : Json.toRecord(FINE, value, FineValue.class));
        }
      }
      return new ReferenceRows(
          new FloatMatrix((int) shape[0], (int) shape[1], features.values()),
          new CoarseLabels(labels, model.coarse()),
          ids,
          fine);
    } catch (IOException | RuntimeException e) {
      throw new CheckpointFormatException(
          "%s holds no rows of this model: %s. Write the model file again: fierce export RUN."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static JsonNode array(Safetensors stored, String key) throws JsonProcessingException {
    JsonNode array = Json.MAPPER.readTree(Objects.requireNonNull(stored.metadata().get(key), key));
    if (!array.isArray()) {
      throw new IllegalArgumentException("%s is no array".formatted(key));
    }
    return array;
  }

  /** Scales the features of these rows to length 1, in their place, to be searched. */
  Search search() {
    float[] values = features.values();
    int width = features.columns();
    for (int row = 0; row < features.rows(); row++) {
      unit(values, row * width, width);
    }
    return new Search();
  }

  /** Scales a vector to length 1; one of zeros stays as it is. */
  private static void unit(float[] values, int offset, int width) {
    double squares = 0;
    for (int c = offset; c < offset + width; c++) {
      squares += (double) values[c] * values[c];
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int c = offset; c < offset + width; c++) {
      values[c] = (float) (values[c] * scale);
    }
  }

  /** Exact search by cosine. Safe to use from several threads. */
  final class Search {
    private Search() {}

    /** The nearest rows, the nearest first and of equal cosines the earlier row first. */
    List<NearestRow> nearest(float[] asked, int most) {
      int width = features.columns();
      float[] query = asked.clone();
      unit(query, 0, width);
      int wanted = Math.min(most, size());
      int[] rows = new int[wanted];
      float[] cosines = new float[wanted];
      int found = 0;
      for (int row = 0; row < size(); row++) {
        float cosine = dot(query, features.values(), row * width);
        if (found == wanted && !(cosine > cosines[found - 1])) {
          continue;
        }
        int at = found == wanted ? found - 1 : found++;
        while (at > 0 && cosines[at - 1] < cosine) {
          cosines[at] = cosines[at - 1];
          rows[at] = rows[at - 1];
          at--;
        }
        cosines[at] = cosine;
        rows[at] = row;
      }
      List<NearestRow> nearest = new ArrayList<>(found);
      for (int i = 0; i < found; i++) {
        nearest.add(
            new NearestRow(
                ids.get(rows[i]),
                Math.max(-1, Math.min(1, cosines[i])),
                coarse.names().get(coarse.labels()[rows[i]]),
                fine.isEmpty() ? null : fine.get(rows[i])));
      }
      return nearest;
    }

    /** Sum of products; in four parts, which a processor adds side by side. */
    private static float dot(float[] query, float[] values, int offset) {
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      int i = 0;
      for (; i + 3 < query.length; i += 4) {
        a += query[i] * values[offset + i];
        b += query[i + 1] * values[offset + i + 1];
        c += query[i + 2] * values[offset + i + 2];
        d += query[i + 3] * values[offset + i + 3];
      }
      for (; i < query.length; i++) {
        a += query[i] * values[offset + i];
      }
      return a + b + (c + d);
    }
  }
}
