package org.fierce.evaluate.neighbour;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Lanes;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.labels.CoarseLabels;

/**
 * Exact search for the k reference rows of largest cosine, by blocked matrix products. Reference
 * rows are kept in order of their coarse class, so that a search inside one reads a contiguous part
 * of each row of products. Of each group of 64 products the largest is taken first; only groups
 * whose largest comes up to the k-th nearest found so far are looked into.
 *
 * <p>Memory beyond the reference and the queries, whatever their sizes: about {@code limits.bytes}
 * for the queries searched at a time and what is found for them, a block of products for each
 * thread of the engine, one of reference rows twice; and 4 bytes a reference row.
 */
public final class NeighbourSearch {
  private static final int GROUP = 64;

  private final Inputs reference;
  private final int neighbours;
  private final Limits limits;
  private final int[] order;
  private final int[] start;

  /**
   * How much is worked on at a time.
   *
   * @param queries rows of a block of products
   * @param references columns of a block of products
   * @param bytes for queries at length 1 and their nearest rows; more queries than fit are searched
   *     one part after the other
   */
  record Limits(int queries, int references, long bytes) {
    // Blocks by timing, docs/performance.md; a million reference rows are then read once for
    // 50,000 queries of width 256 and 100 neighbours in two scopes.
    static final Limits STANDARD = new Limits(512, 4096, 192L << 20);
  }

  /**
   * What was found: for query row i the {@code counts[i]} nearest, at {@code i * width} on, the
   * nearest first and of equal cosines the earlier row first.
   */
  public record Nearest(int width, int[] counts, int[] rows, float[] cosines) {}

  /** Takes what was found for some queries. */
  public interface Taker {
    /**
     * Takes a part.
     *
     * @param firstQuery the row among all queries that is row 0 of what was found
     * @param found among all reference rows, then of each scope
     */
    void take(int firstQuery, List<Nearest> found);
  }

  /**
   * A search.
   *
   * @param reference read a block of rows at a time, so that a mapped file stays a file; in memory
   *     as a {@link FloatMatrix}
   */
  public NeighbourSearch(Inputs reference, CoarseLabels coarse, int neighbours) {
    this(reference, coarse, neighbours, Limits.STANDARD);
  }

  public NeighbourSearch(Inputs reference, CoarseLabels coarse, int neighbours, Limits limits) {
    this.reference = reference;
    this.neighbours = Math.min(neighbours, reference.size());
    this.limits = limits;
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
   * nearest among the reference rows of that class. The taker gets every query once, in order, part
   * by part.
   */
  public void find(Inputs query, List<int[]> scopes, Taker taker) {
    long bytes =
        (scopes.size() + 1L) * neighbours * (Integer.BYTES + Float.BYTES)
            + (long) Float.BYTES * query.shape().values();
    int most = (int) Math.max(1, Math.min(query.size(), limits.bytes / bytes));
    for (int first = 0; first < query.size(); first += most) {
      int from = first;
      int count = Math.min(most, query.size() - first);
      List<int[]> part =
          scopes.stream().map(scope -> Arrays.copyOfRange(scope, from, from + count)).toList();
      taker.take(first, new Part(query, first, count, part).find());
    }
  }

  /** The search for some of the queries. */
  private final class Part {
    private final Inputs query;
    private final int first;
    private final int count;
    private final List<int[]> scopes;
    private final List<TopRows> tops = new ArrayList<>();
    private final float[] maxima;

    Part(Inputs query, int first, int count, List<int[]> scopes) {
      this.query = query;
      this.first = first;
      this.count = count;
      this.scopes = scopes;
      for (int i = 0; i <= scopes.size(); i++) {
        tops.add(new TopRows(count, neighbours));
      }
      maxima = new float[Math.min(limits.queries, count) * groups(blockColumns())];
    }

    private int blockColumns() {
      return Math.min(limits.references, order.length);
    }

    List<Nearest> find() {
      int columns = query.shape().values();
      try (Lanes lanes = Lanes.ofEngine();
          PointerScope whole = new PointerScope()) {
        Tensor queries = queries(columns);
        int widest = groups(blockColumns()) * GROUP;
        Tensor products =
            Matrices.empty(ScalarType.Float, Math.min(limits.queries, count), widest).view(-1);
        float[] rows = new float[widest * columns];
        for (int from = 0; from < order.length; from += limits.references) {
          int block = Math.min(limits.references, order.length - from);
          int padded = groups(block) * GROUP;
          read(lanes, rows, from, block);
          Arrays.fill(rows, block * columns, padded * columns, 0);
          try (PointerScope scope = new PointerScope()) {
            Tensor transposed = Matrices.floats(rows, 0, padded, columns).t();
            for (int q = 0; q < count; q += limits.queries) {
              int asked = Math.min(limits.queries, count - q);
              Tensor product = products.narrow(0, 0, (long) asked * padded).view(asked, padded);
              torch.mm_out(product, queries.narrow(0, q, asked), transposed);
              offer(lanes, product, q, asked, from, block);
            }
          }
        }
      }
      return tops.stream().map(TopRows::found).toList();
    }

    private void read(Lanes lanes, float[] rows, int from, int block) {
      int columns = query.shape().values();
      lanes.split(
          block,
          (begin, end) -> {
            for (int i = begin; i < end; i++) {
              unit(reference, order[from + i], rows, i * columns);
            }
          });
    }

    private Tensor queries(int columns) {
      Tensor queries = Matrices.empty(ScalarType.Float, count, columns);
      float[] row = new float[columns];
      try (FloatPointer data = queries.data_ptr_float()) {
        for (int i = 0; i < count; i++) {
          unit(query, first + i, row, 0);
          data.position((long) i * columns).put(row, 0, columns);
        }
      }
      return queries;
    }

    /** Offers the products of some queries with reference rows {@code from} on. */
    private void offer(Lanes lanes, Tensor products, int q, int asked, int from, int block) {
      int groups = groups(block);
      try (PointerScope scope = new PointerScope()) {
        Tensor largest = products.view(asked, groups, GROUP).amax(new long[] {2}, false);
        Matrices.read(largest, maxima, 0, asked * groups);
        FloatPointer data = products.data_ptr_float();
        FloatBuffer buffer = data.capacity((long) asked * groups * GROUP).asBuffer();
        lanes.split(
            asked,
            (begin, end) -> {
              float[] values = new float[GROUP];
              for (int i = begin; i < end; i++) {
                offerAll(buffer, values, q + i, i, from, block);
              }
            });
      }
    }

    private void offerAll(
        FloatBuffer products, float[] values, int row, int line, int from, int block) {
      int groups = groups(block);
      offer(tops.get(0), row, line, products, values, groups, from, from, from + block);
      for (int s = 0; s < scopes.size(); s++) {
        int coarse = scopes.get(s)[row];
        int begin = Math.max(start[coarse], from);
        int end = Math.min(start[coarse + 1], from + block);
        offer(tops.get(s + 1), row, line, products, values, groups, from, begin, end);
      }
    }

    private void offer(
        TopRows top,
        int row,
        int line,
        FloatBuffer products,
        float[] values,
        int groups,
        int from,
        int begin,
        int end) {
      if (begin >= end) {
        return;
      }
      for (int group = (begin - from) / GROUP; from + group * GROUP < end; group++) {
        if (maxima[line * groups + group] >= top.least(row)) {
          int low = Math.max(begin, from + group * GROUP);
          int high = Math.min(end, from + (group + 1) * GROUP);
          products.get(line * groups * GROUP + low - from, values, 0, high - low);
          top.offer(row, values, -low, low, high, order);
        }
      }
    }
  }

  private static int groups(int columns) {
    return (columns + GROUP - 1) / GROUP;
  }

  /** Writes a row at length 1; a row of zeros stays. */
  public static void unit(Inputs matrix, int row, float[] target, int offset) {
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
