package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;

/** Figures of scikit-learn on a small file; src/test/python/oracle.py made both. */
public final class Oracle {
  // Counts of the same rows: only the rounding of a mean.
  public static final double EXACT = 1e-12;
  // Features and logits are 32-bit floats here, 64-bit there.
  public static final double SINGLE = 1e-6;

  public static final JsonNode FIGURES = figures();
  private static final double[][] TABLE = table();
  public static final int REFERENCE = FIGURES.path("referenceRows").asInt();

  private Oracle() {}

  /** Number of rows of the file. */
  public static int rows() {
    return TABLE.length;
  }

  public static double figure(String key) {
    assertThat(FIGURES.has(key)).as(key).isTrue();
    return FIGURES.path(key).asDouble();
  }

  private static JsonNode figures() {
    try (InputStream in = open("oracle.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[][] table() {
    try (InputStream in = open("oracle.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble))
          .map(values -> values.toArray())
          .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Oracle.class.getResourceAsStream(name), name);
  }

  public static int[] labels(int column, int from, int to) {
    return IntStream.range(from, to).map(row -> (int) TABLE[row][column]).toArray();
  }

  public static FineTargets.Scalars targets(int from, int to) {
    return Sample.scalars(IntStream.range(from, to).mapToDouble(row -> TABLE[row][3]).toArray());
  }

  public static FloatMatrix matrix(int column, int columns, int from, int to) {
    float[] values = new float[(to - from) * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) TABLE[from + i / columns][column + i % columns];
    }
    return new FloatMatrix(to - from, columns, values);
  }

  public static Embeddings embeddings(int from, int to) {
    return new Embeddings(matrix(4, 6, from, to), matrix(10, 3, from, to));
  }

  public static Evaluation evaluation(int referenceTo, int queryFrom, boolean numbers) {
    int end = TABLE.length;
    return new Evaluation(
        embeddings(0, referenceTo),
        Sample.coarse(3, labels(0, 0, referenceTo)),
        numbers ? targets(0, referenceTo) : Sample.fine(6, labels(1, 0, referenceTo)),
        embeddings(queryFrom, end),
        Sample.coarse(3, labels(0, queryFrom, end)),
        numbers ? targets(queryFrom, end) : Sample.fine(6, labels(1, queryFrom, end)),
        1);
  }

  public static void agree(List<Score> scores, double tolerance, String... keys) {
    for (String key : keys) {
      assertThat(Sample.score(scores, key).value())
          .as(key)
          .isCloseTo(figure(key), within(tolerance));
    }
  }
}
