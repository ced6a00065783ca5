package org.fierce.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.data.FloatMatrix;

/** Draws and scores few-shot episodes. */
final class Episodes {
  private final FewShot options;
  private final long seed;
  private final int width;
  private final float[] features;

  Episodes(FewShot options, Evaluation evaluation) {
    this.options = options;
    seed = evaluation.seed();
    FloatMatrix query = evaluation.query().features();
    width = query.columns();
    double[] centre =
        options.centre()
            ? Standardiser.means(evaluation.reference().features())
            : new double[width];
    float[] centred = new float[query.values().length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) (query.values()[i] - centre[i % width]);
    }
    features = centred;
    if (options.normalise()) {
      FloatMatrix matrix = new FloatMatrix(query.rows(), width, centred);
      for (int row = 0; row < query.rows(); row++) {
        NeighbourSearch.unit(matrix, row, centred, row * width);
      }
    }
  }

  /** Row numbers of each label. */
  static int[][] rowsOf(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[][] rows = new int[classes][];
    for (int c = 0; c < classes; c++) {
      rows[c] = new int[counts[c]];
    }
    for (int row = labels.length - 1; row >= 0; row--) {
      rows[labels[row]][--counts[labels[row]]] = row;
    }
    return rows;
  }

  static int[][] withRows(int[][] classes, int least) {
    return Arrays.stream(classes).filter(rows -> rows.length >= least).toArray(int[][]::new);
  }

  /** Mean accuracy of the episodes, each inside one of the scopes (the classes' row numbers). */
  Score score(String key, int[][][] scopes, int ways, int shots) {
    double[] accuracies = new double[options.episodes()];
    for (int episode = 0; episode < accuracies.length; episode++) {
      SplittableRandom random = Seeds.stream(seed, key, episode);
      int[][] scope = scopes[random.nextInt(scopes.length)];
      int drawn = ways == 0 ? scope.length : Math.min(ways, scope.length);
      int[] order = new int[scope.length];
      Arrays.setAll(order, i -> i);
      Seeds.shuffle(order, drawn, random);
      int[][] classes = new int[drawn][];
      for (int i = 0; i < drawn; i++) {
        int[] rows = scope[order[i]].clone();
        int used = Math.min(rows.length, shots + options.queries());
        Seeds.shuffle(rows, used, random);
        classes[i] = Arrays.copyOf(rows, used);
      }
      accuracies[episode] = accuracy(classes, shots);
    }
    return Bootstrap.mean(key, accuracies, seed, "bootstrap-episodes");
  }

  /** Accuracy where the first rows of each class are its support and the others are asked. */
  private double accuracy(int[][] classes, int shots) {
    int asked = 0;
    for (int[] rows : classes) {
      asked += rows.length - shots;
    }
    float[] means = new float[classes.length * width];
    double[] half = new double[classes.length];
    float[] rows = new float[asked * width];
    int next = 0;
    for (int c = 0; c < classes.length; c++) {
      mean(classes[c], shots, means, c * width);
      for (int k = 0; k < width; k++) {
        half[c] += means[c * width + k] * (double) means[c * width + k] / 2;
      }
      for (int i = shots; i < classes[c].length; i++) {
        System.arraycopy(features, classes[c][i] * width, rows, next++ * width, width);
      }
    }
    float[] products = new float[asked * classes.length];
    try (PointerScope scope = new PointerScope()) {
      Tensor left = Matrices.floats(rows, 0, asked, width);
      Tensor right = Matrices.floats(means, 0, classes.length, width);
      Matrices.read(torch.mm(left, right.t()), products, 0, products.length);
    }
    int hits = 0;
    next = 0;
    for (int c = 0; c < classes.length; c++) {
      for (int i = shots; i < classes[c].length; i++) {
        hits += nearest(products, next++ * classes.length, half) == c ? 1 : 0;
      }
    }
    return (double) hits / asked;
  }

  private void mean(int[] rows, int shots, float[] target, int offset) {
    for (int i = 0; i < shots; i++) {
      for (int k = 0; k < width; k++) {
        target[offset + k] += features[rows[i] * width + k] / shots;
      }
    }
  }

  // |q - m|^2 is least where <q, m> - |m|^2 / 2 is largest.
  private static int nearest(float[] products, int offset, double[] half) {
    int best = 0;
    for (int c = 1; c < half.length; c++) {
      if (products[offset + c] - half[c] > products[offset + best] - half[best]) {
        best = c;
      }
    }
    return best;
  }
}
