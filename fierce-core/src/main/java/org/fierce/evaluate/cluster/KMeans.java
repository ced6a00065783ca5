package org.fierce.evaluate.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.random.Streams;

/**
 * k-means by Lloyd's iteration from the k-means++ start (Arthur and Vassilvitskii 2007), the best
 * of several starts by inertia (squared distances to the centres, summed). A start ends when no row
 * changes its cluster or the inertia no longer falls. A cluster that loses all its rows is given
 * the row farthest from its centre. Fewer distinct rows than clusters leave clusters empty.
 * Distances by matrix products, in blocks of rows.
 */
final class KMeans {
  private static final int BLOCK = 1024;
  // Below this share of a row's squared length a distance is rounding of 32-bit products.
  private static final double ROUNDING = 1e-6;

  private final float[] rows;
  private final int size;
  private final int columns;
  private final int clusters;
  private final double[] squares;
  private final int[] assigned;
  private final double[] distances;
  private final float[] products;

  /**
   * What was found.
   *
   * @param assigned cluster of each row
   * @param inertia squared distances to the centres, summed
   */
  public record Result(int[] assigned, double inertia) {}

  private KMeans(FloatMatrix matrix, int clusters) {
    this.rows = matrix.values();
    this.size = matrix.rows();
    this.columns = matrix.columns();
    this.clusters = clusters;
    squares = new double[size];
    for (int i = 0; i < rows.length; i++) {
      squares[i / columns] += (double) rows[i] * rows[i];
    }
    assigned = new int[size];
    distances = new double[size];
    products = new float[Math.min(BLOCK, size) * clusters];
  }

  /**
   * The best of the starts.
   *
   * @param name of the random streams
   * @throws IllegalArgumentException unless there is at least one cluster and a row for each
   */
  public static Result fit(
      FloatMatrix matrix, int clusters, int restarts, int iterations, long seed, String name) {
    if (clusters < 1 || clusters > matrix.rows()) {
      throw new IllegalArgumentException(
          "%d clusters of %d rows: must be from 1 to the number of rows"
              .formatted(clusters, matrix.rows()));
    }
    Result best = null;
    try (PointerScope scope = new PointerScope()) {
      KMeans means = new KMeans(matrix, clusters);
      Tensor tensor = Matrices.floats(matrix);
      for (int start = 0; start < restarts; start++) {
        double inertia = means.run(tensor, iterations, Streams.generator(seed, name, start));
        if (best == null || inertia < best.inertia()) {
          best = new Result(means.assigned.clone(), inertia);
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("restarts is %d, must be at least 1".formatted(restarts));
    }
    return best;
  }

  private double run(Tensor tensor, int iterations, SplittableRandom random) {
    Arrays.fill(assigned, -1);
    float[] centres = start(tensor, random);
    boolean changed = assign(tensor, centres);
    double inertia = inertia();
    for (int i = 0; i < iterations && changed; i++) {
      move(centres);
      changed = assign(tensor, centres);
      double now = inertia();
      if (now >= inertia) {
        return now;
      }
      inertia = now;
    }
    return inertia;
  }

  /** Each centre a row, drawn with chance proportional to the squared distance to the nearest. */
  private float[] start(Tensor tensor, SplittableRandom random) {
    float[] centres = new float[clusters * columns];
    float[] product = new float[size];
    double[] nearest = new double[size];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int chosen = random.nextInt(size);
    for (int c = 0; c < clusters; c++) {
      System.arraycopy(rows, chosen * columns, centres, c * columns, columns);
      try (PointerScope scope = new PointerScope()) {
        Tensor column = Matrices.floats(rows, chosen * columns, columns, 1);
        Matrices.read(torch.mm(tensor, column), product, 0, size);
      }
      double sum = 0;
      for (int row = 0; row < size; row++) {
        double distance = distance(row, squares[chosen] / 2 - product[row]);
        nearest[row] = Math.min(nearest[row], distance);
        sum += nearest[row];
      }
      nearest[chosen] = 0;
      double target = random.nextDouble() * sum;
      chosen = 0;
      for (double passed = nearest[0]; passed <= target && chosen < size - 1; ) {
        passed += nearest[++chosen];
      }
    }
    return centres;
  }

  /** Gives each row the nearest centre, first of ties; whether any changed. */
  private boolean assign(Tensor tensor, float[] centres) {
    double[] halves = new double[clusters];
    for (int i = 0; i < centres.length; i++) {
      halves[i / columns] += 0.5 * centres[i] * centres[i];
    }
    boolean changed = false;
    try (PointerScope scope = new PointerScope()) {
      Tensor transposed = Matrices.floats(centres, 0, clusters, columns).t();
      for (int first = 0; first < size; first += BLOCK) {
        int count = Math.min(BLOCK, size - first);
        try (PointerScope inner = new PointerScope()) {
          Tensor product = Matrices.empty(ScalarType.Float, count, clusters);
          torch.mm_out(product, tensor.narrow(0, first, count), transposed);
          Matrices.read(product, products, 0, count * clusters);
        }
        for (int i = 0; i < count; i++) {
          changed |= assign(first + i, i * clusters, halves);
        }
      }
    }
    return changed;
  }

  private boolean assign(int row, int offset, double[] halves) {
    int nearest = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < clusters; c++) {
      double closeness = products[offset + c] - halves[c];
      if (closeness > largest) {
        largest = closeness;
        nearest = c;
      }
    }
    distances[row] = distance(row, -largest);
    boolean changed = assigned[row] != nearest;
    assigned[row] = nearest;
    return changed;
  }

  /** Squared distance from half the centre's square less the product of row and centre. */
  private double distance(int row, double rest) {
    double distance = squares[row] + 2 * rest;
    return distance > ROUNDING * squares[row] ? distance : 0;
  }

  private double inertia() {
    double sum = 0;
    for (double distance : distances) {
      sum += distance;
    }
    return sum;
  }

  /** Moves each centre to the mean of its rows. */
  private void move(float[] centres) {
    int[] counts = new int[clusters];
    for (int cluster : assigned) {
      counts[cluster]++;
    }
    for (int c = 0; c < clusters; c++) {
      if (counts[c] == 0) {
        adopt(c, counts);
      }
    }
    double[] sums = new double[clusters * columns];
    for (int row = 0; row < size; row++) {
      int to = assigned[row] * columns;
      int from = row * columns;
      for (int c = 0; c < columns; c++) {
        sums[to + c] += rows[from + c];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      if (counts[i / columns] > 0) {
        centres[i] = (float) (sums[i] / counts[i / columns]);
      }
    }
  }

  /** Gives an empty cluster the farthest row of a cluster with others; none where all are near. */
  private void adopt(int cluster, int[] counts) {
    int farthest = -1;
    for (int row = 0; row < size; row++) {
      if (counts[assigned[row]] > 1 && distances[row] > (farthest < 0 ? 0 : distances[farthest])) {
        farthest = row;
      }
    }
    if (farthest >= 0) {
      counts[assigned[farthest]]--;
      counts[cluster] = 1;
      assigned[farthest] = cluster;
      distances[farthest] = 0;
    }
  }
}
