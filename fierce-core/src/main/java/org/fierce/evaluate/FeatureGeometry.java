package org.fierce.evaluate;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.algebra.Spectrum;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.labels.CoarseLabels;
import org.fierce.stats.Score;

/**
 * How the features of the test rows fill their space.
 *
 * <ul>
 *   <li>{@code effectiveRank}: exp of the entropy of the singular values of the feature matrix,
 *       each divided by their sum; 1 to the width (RankMe, 2210.02885; not centred);
 *   <li>{@code neuralCollapse1}: {@code trace(W pinv(B)) / C} with W the covariance of the rows
 *       about the mean of their coarse class, B that of the C class means about their mean; 0 where
 *       every class is one point (2008.08186). Not defined with fewer than two distinct class
 *       means, nor where no class has two rows: each is one point then, whatever the features are.
 * </ul>
 *
 * Without intervals. Not defined for features wider than 1024, nor the rank where all are 0.
 */
public record FeatureGeometry() implements Evaluator {
  private static final int WIDEST = 1024;
  private static final double ROUNDING = 1e-10;

  // Class means this near, as a share of the squared length of the rows, differ by rounding only.
  private static final double NOTHING = 1e-14;

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    Inputs all = evaluation.query().features();
    int width = all.shape().values();
    if (width > WIDEST) {
      String why = "features are %d columns wide, more than %d".formatted(width, WIDEST);
      return Findings.of(
          Score.undefined("effectiveRank", all.size(), why),
          Score.undefined("neuralCollapse1", all.size(), why));
    }
    FloatMatrix features = evaluation.query().featureMatrix();
    CoarseLabels coarse = evaluation.queryCoarse();
    double rank = effectiveRank(features);
    boolean isOneEach = Arrays.stream(coarse.labels()).distinct().count() == coarse.labels().length;
    return Findings.of(
        Score.bare("effectiveRank", rank > 0 ? rank : Double.NaN, features.rows())
            .orUndefined("all features are 0"),
        Score.bare(
                "neuralCollapse1",
                isOneEach ? Double.NaN : neuralCollapse(features, coarse),
                features.rows())
            .orUndefined(
                isOneEach
                    ? "no coarse class has two test rows"
                    : "the test rows have fewer than two coarse classes of distinct means"));
  }

  private static double effectiveRank(FloatMatrix features) {
    try (PointerScope scope = new PointerScope()) {
      Tensor second = Covariance.inDouble(features, new double[features.columns()]);
      return Spectrum.effectiveRankOfRoots(Spectrum.eigenvalues(second));
    }
  }

  /** The mean over the rows of what {@link #collapseByClass} says of their class. */
  private static double neuralCollapse(FloatMatrix features, CoarseLabels coarse) {
    double[] byClass = collapseByClass(features, coarse);
    double sum = 0;
    for (int label : coarse.labels()) {
      sum += byClass[label];
    }
    return sum / coarse.size();
  }

  /**
   * {@code trace(W_c pinv(B)) / C} of each class, W_c the covariance of its own rows; NaN for all
   * with fewer than two distinct class means, or for features too wide, and for a class without
   * rows.
   */
  public static double[] collapseByClass(FloatMatrix features, CoarseLabels coarse) {
    int columns = features.columns();
    double[] traces = new double[coarse.classes()];
    Arrays.fill(traces, Double.NaN);
    if (columns > WIDEST) {
      return traces;
    }
    double[] rows = new double[features.values().length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = features.values()[i];
    }
    double[] means = CoarseMean.means(coarse, rows, columns);
    int[] present = Arrays.stream(coarse.labels()).distinct().sorted().toArray();
    double[] vectors = new double[columns * columns];
    double[] values = new double[columns];
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(between(means, present, columns));
      Matrices.read(eigen.get0(), values, 0, columns);
      Matrices.read(eigen.get1(), vectors, 0, columns * columns);
    }
    double largest = values[columns - 1];
    double size = 0;
    for (double value : rows) {
      size += value * value / features.rows();
    }
    if (!(largest > NOTHING * size)) {
      return traces;
    }
    int[] counts = new int[coarse.classes()];
    for (int label : coarse.labels()) {
      counts[label]++;
      traces[label] = 0;
    }
    for (int k = columns - 1; k >= 0 && values[k] > ROUNDING * largest; k--) {
      for (int row = 0; row < features.rows(); row++) {
        int label = coarse.labels()[row];
        double along = 0;
        for (int c = 0; c < columns; c++) {
          along +=
              (rows[row * columns + c] - means[label * columns + c]) * vectors[c * columns + k];
        }
        traces[label] += along * along / values[k] / counts[label] / present.length;
      }
    }
    return traces;
  }

  private static Tensor between(double[] means, int[] present, int columns) {
    double[] centred = new double[present.length * columns];
    for (int c = 0; c < columns; c++) {
      double mean = 0;
      for (int label : present) {
        mean += means[label * columns + c] / present.length;
      }
      for (int i = 0; i < present.length; i++) {
        centred[i * columns + c] =
            (means[present[i] * columns + c] - mean) / Math.sqrt(present.length);
      }
    }
    Tensor matrix = Matrices.doubles(centred, 0, present.length, columns);
    return torch.mm(matrix.t(), matrix);
  }
}
