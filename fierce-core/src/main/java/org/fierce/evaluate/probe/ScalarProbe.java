package org.fierce.evaluate.probe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.ScalarScores;
import org.fierce.labels.FineTargets;

/** The linear probe of numbers: ridge regression by Cholesky decomposition. */
record ScalarProbe(LinearProbe options) implements FineEvaluator<FineTargets.Scalars> {

  private static final double TOLERANCE = 1e-6;

  @Override
  public Class<FineTargets.Scalars> target() {
    return FineTargets.Scalars.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Scalars referenceFine, FineTargets.Scalars queryFine) {
    double[] targets = referenceFine.values();
    double[] penalties =
        options.penalties().stream()
            .sorted(Comparator.reverseOrder())
            .mapToDouble(Double::doubleValue)
            .toArray();
    ProbeFeatures features = null;
    RidgePath.Choice choice = null;
    for (ProbeFeatures each : ProbeFeatures.choices(evaluation)) {
      RidgePath.Choice tried = RidgePath.of(each.reference(), targets).choose(penalties);
      if (features == null || choice == null || tried.error() < choice.error()) {
        features = each;
        choice = tried;
      }
    }
    if (features == null || choice == null) {
      throw new IllegalStateException("there is always a choice of features");
    }
    FloatMatrix reference = features.reference();
    int[] all = new int[reference.rows()];
    Arrays.setAll(all, row -> row);
    double[] predicted;
    String note;
    try (PointerScope scope = new PointerScope()) {
      Ridge ridge = new Ridge(reference, targets, all);
      double[] point = ridge.solve(choice.penalty());
      predicted = predict(features.query(), point);
      note = ridge.note(point, choice.penalty());
    }
    return new Findings(
            ScalarScores.of(predicted, queryFine, targets, evaluation),
            List.of(new ExampleColumn.Numbers("probe", predicted)))
        .withNote(note)
        .withNote(features.note());
  }

  /** Weights times features plus the bias, which stands last in the point. */
  public static double[] predict(FloatMatrix features, double[] point) {
    int columns = features.columns();
    double[] predicted = new double[features.rows()];
    for (int row = 0; row < predicted.length; row++) {
      double sum = point[columns];
      for (int c = 0; c < columns; c++) {
        sum += point[c] * features.values()[row * columns + c];
      }
      predicted[row] = sum;
    }
    return predicted;
  }

  private static FloatMatrix rows(FloatMatrix matrix, int[] rows) {
    int columns = matrix.columns();
    float[] values = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(matrix.values(), rows[i] * columns, values, i * columns, columns);
    }
    return new FloatMatrix(rows.length, columns, values);
  }

  /** The normal equations of some rows; made and used inside a scope of the caller. */
  public static final class Ridge {
    private final int columns;
    private final double[] mean;
    private final double targetMean;
    private final double targetDeviation;
    private final Tensor covariance;
    private final Tensor product;

    public Ridge(FloatMatrix features, double[] targets, int[] rows) {
      FloatMatrix chosen = ScalarProbe.rows(features, rows);
      columns = features.columns();
      mean = Covariance.means(chosen);
      targetMean = Arrays.stream(rows).mapToDouble(row -> targets[row]).average().orElseThrow();
      targetDeviation =
          Math.sqrt(
              Arrays.stream(rows)
                  .mapToDouble(row -> (targets[row] - targetMean) * (targets[row] - targetMean))
                  .average()
                  .orElseThrow());
      double[] cross = new double[columns];
      for (int i = 0; i < rows.length; i++) {
        double y = targets[rows[i]] - targetMean;
        for (int c = 0; c < columns; c++) {
          cross[c] += y * (chosen.values()[i * columns + c] - mean[c]) / rows.length;
        }
      }
      covariance = Covariance.of(chosen, mean);
      product = Matrices.doubles(cross, 0, columns, 1);
    }

    /**
     * Weights, then the bias. The penalty is on the weights of the standardised target, so that a
     * change of the target's unit changes the prediction by just that unit.
     */
    public double[] solve(double penalty) {
      double[] point = new double[columns + 1];
      try (PointerScope scope = new PointerScope()) {
        Tensor identity = torch.eye(columns, new TensorOptions(ScalarType.Double));
        Tensor left = covariance.add(identity.mul_(new Scalar(penalty)));
        Matrices.read(
            torch.cholesky_solve(product, torch.linalg_cholesky(left)), point, 0, columns);
      }
      point[columns] = targetMean;
      for (int c = 0; c < columns; c++) {
        point[columns] -= point[c] * mean[c];
      }
      return point;
    }

    /** Empty where the gradient at the point is as small as that of the other probes has to be. */
    String note(double[] point, double penalty) {
      double largest;
      try (PointerScope scope = new PointerScope()) {
        Tensor weights = Matrices.doubles(point, 0, columns, 1);
        Tensor gradient =
            torch.mm(covariance, weights).add_(weights.mul(new Scalar(penalty))).sub_(product);
        largest = 2 * gradient.abs_().max().item_double();
      }
      largest /= targetDeviation > 0 ? targetDeviation : 1;
      return largest <= TOLERANCE
          ? ""
          : "the probe is not solved to the last digits: gradient %.1e, penalty %s"
              .formatted(largest, penalty);
    }
  }
}
