package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.labels.FineValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceRowsTest {
  private static final List<String> NAMES = List.of("< 30", "≥ 30");

  private static ReferenceRows rows(float[][] features, List<@Nullable FineValue> fine) {
    int size = features.length;
    return new ReferenceRows(
        FloatMatrix.of(features),
        new CoarseLabels(IntStream.range(0, size).map(row -> row % 2).toArray(), NAMES),
        IntStream.range(0, size).mapToObj(row -> "row \"" + row).toList(),
        fine);
  }

  /** The description of the golden file, whose features are 18. */
  private static ModelDescription model() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReferenceRowsTest.class.getResourceAsStream("model-1.json"))) {
      var tree = (com.fasterxml.jackson.databind.node.ObjectNode) Json.of("m", in.readAllBytes());
      tree.remove("formatVersion");
      return Json.toRecord("m", tree, ModelDescription.class);
    }
  }

  @Test
  void theNearestRowsAreThoseOfTheLargestCosineWithTheirLabels() {
    FineTargets.Scalars numbers = new FineTargets.Scalars(new double[] {1.5, Double.NaN, 3, 4}, "");
    List<@Nullable FineValue> fine = new ArrayList<>();
    for (int row = 0; row < 4; row++) {
      fine.add(numbers.value(row));
    }
    // Cosines with (1, 0): 1, 0, 0.6, -1, whatever the lengths.
    ReferenceRows.Search search =
        rows(new float[][] {{2, 0}, {0, 5}, {3, 4}, {-1, 0}}, fine).search();
    assertThat(search.nearest(new float[] {10, 0}, 2))
        .containsExactly(
            new NearestRow("row \"0", 1, "< 30", fine.get(0)),
            new NearestRow("row \"2", 0.6f, "< 30", fine.get(2)));
    assertThat(search.nearest(new float[] {10, 0}, 9))
        .extracting(NearestRow::id)
        .containsExactly("row \"0", "row \"2", "row \"1", "row \"3");
    assertThat(search.nearest(new float[] {10, 0}, 9).get(2).fine()).isNull();
  }

  @Test
  void ofEqualCosinesTheEarlierRowIsNearer() {
    ReferenceRows.Search search =
        rows(new float[][] {{0, 1}, {1, 1}, {0, 0}, {2, 2}, {3, 3}}, List.of()).search();
    assertThat(search.nearest(new float[] {1, 1}, 2))
        .extracting(NearestRow::id)
        .containsExactly("row \"1", "row \"3");
    // A row of zeros has cosine 0 with everything, and everything with it.
    assertThat(search.nearest(new float[] {1, -1}, 5).get(1).cosine()).isZero();
    assertThat(search.nearest(new float[] {0, 0}, 3))
        .extracting(NearestRow::id)
        .containsExactly("row \"0", "row \"1", "row \"2");
  }

  @Test
  void theSearchEqualsOneByDoublesOverAllRows() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] features = new float[500][37];
    for (float[] row : features) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) random.nextDouble(-1, 3);
      }
    }
    float[] asked = features[77].clone();
    asked[3] += 2;
    Integer[] order = IntStream.range(0, 500).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(row -> -cosine(features[row], asked)));
    double[] cosines =
        IntStream.range(0, 10).mapToDouble(i -> cosine(features[order[i]], asked)).toArray();

    List<NearestRow> nearest = rows(features, List.of()).search().nearest(asked, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(nearest.get(i).id()).isEqualTo("row \"" + order[i]);
      assertThat(nearest.get(i).cosine()).isCloseTo(cosines[i], within(1e-6));
    }
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }

  @Test
  void whatIsStoredIsReadBack() throws Exception {
    float[][] features = new float[3][18];
    features[1][4] = 1 / 3f;
    FineTargets.Shares shares =
        new FineTargets.Shares(
            new float[] {0.25f, 0.75f, Float.NaN, Float.NaN, 1, 0}, List.of("a", "b"));
    List<@Nullable FineValue> fine = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      fine.add(shares.value(row));
    }
    ReferenceRows rows = rows(features, fine);
    ReferenceRows read = ReferenceRows.of("r", Safetensors.of("r", rows.toBytes()), model());
    assertThat(read.features().values()).containsExactly(rows.features().values());
    assertThat(read.coarse().labels()).containsExactly(0, 1, 0);
    assertThat(read.ids()).isEqualTo(rows.ids());
    assertThat(read.fine()).isEqualTo(fine);
    assertThat(rows.toBytes()).isEqualTo(read.toBytes());
  }

  @Test
  void rowsOfAnotherModelAreRefused() throws Exception {
    String remedy = ". Write the model file again: fierce export RUN.";
    assertThatThrownBy(() -> read(rows(new float[3][7], List.of())))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "r holds no rows of this model: features have the shape [3, 7], but the model has 18 of a row"
                + remedy);
    Safetensors lacking =
        new Safetensors(
            Map.of("features", new StoredTensor.Floats(new long[] {0, 18}, new float[0])),
            Map.of());
    assertThatThrownBy(() -> ReferenceRows.of("r", lacking, model()))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage("r holds no rows of this model: coarse" + remedy);
    ReferenceRows third =
        new ReferenceRows(
            FloatMatrix.of(new float[1][18]),
            new CoarseLabels(new int[] {2}, List.of("a", "b", "c")),
            List.of("x"),
            List.of());
    assertThatThrownBy(() -> read(third))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "r holds no rows of this model: coarse label 2 of row 0 is outside 0..1" + remedy);
  }

  private static ReferenceRows read(ReferenceRows rows) throws IOException {
    return ReferenceRows.of("r", Safetensors.of("r", rows.toBytes()), model());
  }

  @Test
  void anExtentIsOfAtLeastOneRow() {
    assertThatThrownBy(() -> new ReferenceRows.Extent(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows is 3 of 2; expected 1 to all");
  }
}
