package org.fierce.extension;

import java.util.Arrays;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Bootstrap;

/**
 * Share of test rows that lie nearest to the mean of the training rows of their own fine class.
 *
 * @param leastRows classes of fewer training rows have no mean; at least 1
 */
record CentreAccuracy(int leastRows) implements FineEvaluator<FineTargets.Classes> {
  @Override
  public Class<FineTargets.Classes> target() {
    return FineTargets.Classes.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes query) {
    FloatMatrix train = evaluation.reference().featureMatrix();
    FloatMatrix test = evaluation.query().featureMatrix();
    int width = train.columns();
    double[][] sums = new double[reference.names().size()][width];
    int[] counts = new int[sums.length];
    for (int row = 0; row < train.rows(); row++) {
      int own = reference.labels()[row];
      counts[own]++;
      for (int column = 0; column < width; column++) {
        sums[own][column] += train.values()[row * width + column];
      }
    }
    double[] hits = new double[test.rows()];
    for (int row = 0; row < test.rows(); row++) {
      float[] values = Arrays.copyOfRange(test.values(), row * width, (row + 1) * width);
      hits[row] = nearest(values, sums, counts) == query.labels()[row] ? 1 : 0;
    }
    return Findings.of(Bootstrap.share("centreAccuracy", hits, evaluation.seed()));
  }

  private int nearest(float[] row, double[][] sums, int[] counts) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sums.length; c++) {
      double distance = 0;
      for (int column = 0; column < row.length; column++) {
        double step = row[column] - sums[c][column] / counts[c];
        distance += step * step;
      }
      if (counts[c] >= leastRows && distance < least) {
        least = distance;
        nearest = c;
      }
    }
    return nearest;
  }
}
