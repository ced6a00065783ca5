package org.fierce.evaluate.neighbour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Groups;
import org.fierce.stats.Score;

/** One reading of retrieval: each query ranks the other rows of its group. */
final class RetrievalReading {
  private static final int PRODUCTS = 1 << 24;
  private static final int QUERY_BLOCK = 256;

  private final String name;
  private final List<Integer> recallAt;
  private final int[] groups;
  private final int[] others;
  private final int[] queries;
  private final int[] classes;
  private final String note;
  private final int[][] members;
  private final int[] position;
  private final double[][] recall;
  private final double[] precision;

  /**
   * A reading to be filled by {@link #rank}.
   *
   * @param groups of each row; only rows of the query's group are ranked
   * @param others R of each row
   * @param queries rows that ask, rising
   * @param classes the fine class of each query
   */
  RetrievalReading(
      String name,
      List<Integer> recallAt,
      int[] groups,
      int[] others,
      int[] queries,
      int[] classes,
      String note) {
    this.name = name;
    this.recallAt = recallAt;
    this.groups = groups;
    this.others = others;
    this.queries = queries;
    this.classes = classes;
    this.note = note;
    members = Groups.rowsOf(groups, Arrays.stream(groups).max().orElse(-1) + 1);
    position = new int[groups.length];
    Arrays.fill(position, -1);
    for (int i = 0; i < queries.length; i++) {
      position[queries[i]] = i;
    }
    recall = new double[recallAt.size()][queries.length];
    precision = new double[queries.length];
  }

  /** Fills the readings from blocks of products of the rows at length 1. */
  static void rank(FloatMatrix features, int[] labels, List<RetrievalReading> readings) {
    int rows = features.rows();
    int columns = features.columns();
    float[] unit = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      NeighbourSearch.unit(features, row, unit, row * columns);
    }
    int block = Math.max(1, Math.min(Math.min(QUERY_BLOCK, rows), PRODUCTS / rows));
    float[] products = new float[block * rows];
    float[] gathered = new float[rows];
    try (PointerScope scope = new PointerScope()) {
      Tensor transposed = Matrices.floats(unit, 0, rows, columns).t();
      for (int first = 0; first < rows; first += block) {
        int count = Math.min(block, rows - first);
        try (PointerScope inner = new PointerScope()) {
          Tensor product = Matrices.empty(ScalarType.Float, count, rows);
          torch.mm_out(product, Matrices.floats(unit, first * columns, count, columns), transposed);
          Matrices.read(product, products, 0, count * rows);
        }
        for (int i = 0; i < count; i++) {
          for (RetrievalReading reading : readings) {
            reading.rank(first + i, products, i * rows, labels, gathered);
          }
        }
      }
    }
  }

  private void rank(int row, float[] products, int offset, int[] labels, float[] gathered) {
    int query = position[row];
    if (query < 0) {
      return;
    }
    int[] group = members[groups[row]];
    for (int i = 0; i < group.length; i++) {
      gathered[i] = group[i] == row ? Float.NEGATIVE_INFINITY : products[offset + group[i]];
    }
    int asked = others[row];
    for (int k : recallAt) {
      asked = Math.max(asked, k);
    }
    // One less than the group, so that the row itself never fits in.
    int width = Math.min(asked, group.length - 1);
    if (width == 0) {
      return;
    }
    TopRows top = new TopRows(1, width);
    top.offer(0, gathered, 0, 0, group.length, group);
    int[] nearest = top.found().rows();
    int hits = 0;
    double sum = 0;
    for (int i = 0; i < nearest.length; i++) {
      if (labels[nearest[i]] != labels[row]) {
        continue;
      }
      if (hits == 0) {
        for (int k = 0; k < recall.length; k++) {
          recall[k][query] = i < recallAt.get(k) ? 1 : 0;
        }
      }
      hits++;
      if (i < others[row]) {
        sum += (double) hits / (i + 1);
      }
    }
    precision[query] = sum / others[row];
  }

  /** The scores; not defined where nobody asks. */
  List<Score> scores(long seed) {
    List<Score> scores = new ArrayList<>();
    for (int k = 0; k < recall.length; k++) {
      String key = "recallAt" + name;
      String suffix = "-" + recallAt.get(k);
      String balanced = key + "Balanced" + suffix;
      if (queries.length == 0) {
        scores.add(Score.undefined(key + suffix, 0, note));
        scores.add(Score.undefined(balanced, 0, note));
      } else {
        scores.add(Bootstrap.share(key + suffix, recall[k], seed).withNote(note));
        scores.add(Bootstrap.balancedMean(balanced, recall[k], classes, seed).withNote(note));
      }
    }
    String key = "meanAveragePrecisionAtR" + name;
    String balanced = key + "Balanced";
    if (queries.length == 0) {
      scores.add(Score.undefined(key, 0, note));
      scores.add(Score.undefined(balanced, 0, note));
    } else {
      scores.add(Bootstrap.mean(key, precision, seed).withNote(note));
      scores.add(Bootstrap.balancedMean(balanced, precision, classes, seed).withNote(note));
    }
    return scores;
  }
}
