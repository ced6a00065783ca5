package org.fierce.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
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
    FloatMatrix query = evaluation.query().featureMatrix();
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
    try (PointerScope whole = new PointerScope()) {
      Tensor tensor = Matrices.floats(features, 0, features.length / width, width);
      draw(tensor, key, scopes, ways, shots, accuracies);
    }
    return Bootstrap.mean(key, accuracies, seed, "bootstrap-episodes");
  }

  private void draw(
      Tensor tensor, String key, int[][][] scopes, int ways, int shots, double[] accuracies) {
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
      accuracies[episode] = accuracy(tensor, classes, shots);
    }
  }

  /** Accuracy where the first rows of each class are its support and the others are asked. */
  private static double accuracy(Tensor features, int[][] classes, int shots) {
    int asked = 0;
    for (int[] rows : classes) {
      asked += rows.length - shots;
    }
    int[] support = new int[classes.length * shots];
    int[] rows = new int[asked];
    int[] labels = new int[asked];
    int next = 0;
    for (int c = 0; c < classes.length; c++) {
      System.arraycopy(classes[c], 0, support, c * shots, shots);
      for (int i = shots; i < classes[c].length; i++) {
        labels[next] = c;
        rows[next++] = classes[c][i];
      }
    }
    long[] winners = new long[asked];
    try (PointerScope scope = new PointerScope()) {
      Tensor means =
          features
              .index_select(0, Matrices.indices(support).view(support.length))
              .view(classes.length, shots, features.size(1))
              .mean(1);
      Tensor asks = features.index_select(0, Matrices.indices(rows).view(asked));
      // |q - m|^2 is least where <q, m> - |m|^2 / 2 is largest.
      Tensor half = means.mul(means).sum(1).mul_(new Scalar(0.5));
      Tensor products = torch.addmm(half, asks, means.t(), new Scalar(-1.0), new Scalar(1.0));
      torch.argmax(products, new LongOptional(1), false).data_ptr_long().get(winners);
    }
    int hits = 0;
    for (int i = 0; i < asked; i++) {
      hits += winners[i] == labels[i] ? 1 : 0;
    }
    return (double) hits / asked;
  }
}
