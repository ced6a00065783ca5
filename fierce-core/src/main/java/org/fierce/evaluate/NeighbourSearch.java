package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.labels.CoarseLabels;

/**
 * Exact search for the k reference rows of largest cosine, by blocked matrix products. Reference
 * rows are kept in order of their coarse class, so that a search inside one reads a contiguous part
 * of each row of products. Memory beyond the reference and the queries: a block of 256 x 8192
 * products and one of 8192 reference rows, each twice; 4 bytes a reference row; and what is found,
 * 8 bytes for each query, neighbour and scope.
 */
final class NeighbourSearch {
  private static final int QUERY_BLOCK = 256;
  private static final int REFERENCE_BLOCK = 8192;

  private final Inputs reference;
  private final int neighbours;
  private final int[] order;
  private final int[] start;

  /**
   * What was found: for query row i the {@code counts[i]} nearest, at {@code i * width} on, in no
   * particular order.
   */
  record Nearest(int width, int[] counts, int[] rows, float[] cosines) {}

  /**
   * A search.
   *
   * @param reference read a block of rows at a time, so that a mapped file stays a file; in memory
   *     as a {@link FloatMatrix}
   */
  NeighbourSearch(Inputs reference, CoarseLabels coarse, int neighbours) {
    this.reference = reference;
    this.neighbours = Math.min(neighbours, reference.size());
    start = new int[coarse.classes() + 1];
    for (int label : coarse.labels()) {
      start[label + 1]++;
    }
    for (int c = 0; c < coarse.classes(); c++) {
      start[c + 1] += start[c];
    }
    order = new int[reference.size()];
    int[] next = start.clone();
    for (int row = 0; row < order.length; row++) {
      order[next[coarse.labels()[row]]++] = row;
    }
  }

  /**
   * The nearest among all reference rows, then, for each scope (a coarse class a query row), the
   * nearest among the reference rows of that class.
   */
  List<Nearest> find(Inputs query, List<int[]> scopes) {
    List<TopRows> tops = new ArrayList<>();
    for (int i = 0; i <= scopes.size(); i++) {
      tops.add(new TopRows(query.size(), neighbours));
    }
    try (PointerScope whole = new PointerScope()) {
      int columns = reference.shape().values();
      float[] rows = new float[Math.min(REFERENCE_BLOCK, order.length) * columns];
      float[] products = new float[QUERY_BLOCK * Math.min(REFERENCE_BLOCK, order.length)];
      for (int first = 0; first < order.length; first += REFERENCE_BLOCK) {
        int count = Math.min(REFERENCE_BLOCK, order.length - first);
        for (int i = 0; i < count; i++) {
          unit(reference, order[first + i], rows, i * columns);
        }
        try (PointerScope block = new PointerScope()) {
          Tensor transposed = Matrices.floats(rows, 0, count, columns).t();
          products(query, transposed, first, count, products, tops, scopes);
        }
      }
    }
    List<Nearest> found = new ArrayList<>();
    for (TopRows top : tops) {
      found.add(top.found());
    }
    return found;
  }

  private void products(
      Inputs query,
      Tensor transposed,
      int first,
      int count,
      float[] products,
      List<TopRows> tops,
      List<int[]> scopes) {
    int columns = query.shape().values();
    float[] rows = new float[Math.min(QUERY_BLOCK, query.size()) * columns];
    for (int q = 0; q < query.size(); q += QUERY_BLOCK) {
      int block = Math.min(QUERY_BLOCK, query.size() - q);
      for (int i = 0; i < block; i++) {
        unit(query, q + i, rows, i * columns);
      }
      try (PointerScope scope = new PointerScope()) {
        Tensor product = Matrices.empty(ScalarType.Float, block, count);
        torch.mm_out(product, Matrices.floats(rows, 0, block, columns), transposed);
        Matrices.read(product, products, 0, block * count);
      }
      for (int i = 0; i < block; i++) {
        int offset = i * count - first;
        tops.get(0).offer(q + i, products, offset, first, first + count, order);
        for (int s = 0; s < scopes.size(); s++) {
          int coarse = scopes.get(s)[q + i];
          int from = Math.max(start[coarse], first);
          int to = Math.min(start[coarse + 1], first + count);
          tops.get(s + 1).offer(q + i, products, offset, from, to, order);
        }
      }
    }
  }

  /** Writes a row at length 1; a row of zeros stays. */
  static void unit(Inputs matrix, int row, float[] target, int offset) {
    matrix.read(row, target, offset);
    double squares = 0;
    int columns = matrix.shape().values();
    for (int c = 0; c < columns; c++) {
      double value = target[offset + c];
      squares += value * value;
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int c = 0; c < columns; c++) {
      target[offset + c] = (float) (target[offset + c] * scale);
    }
  }
}
