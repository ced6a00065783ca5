package org.fierce.evaluate.labelling;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.data.Inputs;

/**
 * The nearest class mean, as few-shot episodes and the fine heads of a model file have it: rows
 * less the mean of all training rows, brought to length 1; the first of equally near means.
 */
final class NearestMeans implements AutoCloseable {
  private final Inputs reference;
  private final double[] centre;
  private final int width;
  private final int asked;
  private final List<Group> groups;
  private final Tensor[] queries;
  private final PointerScope scope = new PointerScope();

  /**
   * Rows that are answered with the same classes.
   *
   * @param rows positions among the asked rows
   * @param classes positions among the labelled classes, at least one
   */
  record Group(int[] rows, int[] classes) {}

  NearestMeans(Inputs reference, Inputs query, int[] asked, List<Group> groups) {
    this.reference = reference;
    this.groups = groups;
    this.asked = asked.length;
    centre = Covariance.means(reference);
    width = centre.length;
    queries = new Tensor[groups.size()];
    for (int g = 0; g < queries.length; g++) {
      int[] rows = groups.get(g).rows();
      float[] values = new float[Math.multiplyExact(rows.length, width)];
      for (int i = 0; i < rows.length; i++) {
        unit(query, asked[rows[i]], values, i * width);
      }
      queries[g] = Matrices.floats(values, 0, rows.length, width);
    }
  }

  /** Writes a row, centred and of length 1; a row of zeros stays. */
  private void unit(Inputs rows, int row, float[] target, int offset) {
    rows.read(row, target, offset);
    double squares = 0;
    for (int i = 0; i < width; i++) {
      target[offset + i] = (float) (target[offset + i] - centre[i]);
      squares += (double) target[offset + i] * target[offset + i];
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int i = 0; i < width; i++) {
      target[offset + i] = (float) (target[offset + i] * scale);
    }
  }

  /** The class of each asked row, by its position among the labelled classes. */
  int[] nearest(int[][] labelled) {
    int[] winners = new int[asked];
    float[] row = new float[width];
    for (int g = 0; g < queries.length; g++) {
      Group group = groups.get(g);
      int classes = group.classes().length;
      float[] means = new float[Math.multiplyExact(classes, width)];
      float[] halves = new float[classes];
      for (int c = 0; c < classes; c++) {
        int[] rows = labelled[group.classes()[c]];
        double[] sum = new double[width];
        for (int each : rows) {
          unit(reference, each, row, 0);
          for (int i = 0; i < width; i++) {
            sum[i] += row[i];
          }
        }
        double squares = 0;
        for (int i = 0; i < width; i++) {
          means[c * width + i] = (float) (sum[i] / rows.length);
          squares += (double) means[c * width + i] * means[c * width + i];
        }
        halves[c] = (float) (squares / 2);
      }
      long[] nearest = new long[group.rows().length];
      try (PointerScope inner = new PointerScope()) {
        // |q - m|^2 is least where <q, m> - |m|^2 / 2 is largest.
        Tensor products =
            torch.addmm(
                Matrices.floats(halves, 0, 1, classes),
                queries[g],
                Matrices.floats(means, 0, classes, width).t(),
                new Scalar(-1.0),
                new Scalar(1.0));
        torch.argmax(products, new LongOptional(1), false).data_ptr_long().get(nearest);
      }
      for (int i = 0; i < nearest.length; i++) {
        winners[group.rows()[i]] = group.classes()[(int) nearest[i]];
      }
    }
    return winners;
  }

  @Override
  public void close() {
    scope.close();
  }
}
