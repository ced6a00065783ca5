package org.fierce.evaluate.probe;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.LimitedMemoryBfgs;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.HeldOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A linear layer and softmax, fitted on features and with a penalty chosen on held-out rows.
 *
 * @param features that it was fitted on
 * @param point weights [columns, outputs] of these row by row, then the bias [outputs]
 * @param scores of the query rows before softmax, [rows x outputs]
 * @param note what is to be said of the features, and that the fit did not converge; empty for
 *     nothing
 */
record SoftmaxFit(
    ProbeFeatures features,
    double[] point,
    double[] scores,
    double penalty,
    boolean converged,
    String note) {
  private static final Logger LOG = LoggerFactory.getLogger(SoftmaxFit.class);

  /** What is fitted, for any choice of reference rows. */
  public interface Target {
    /** The loss over the given reference rows. */
    LinearObjective.RowLoss loss(int[] rows);

    /** Error of scores [rows x outputs] of the given reference rows, smaller is better. */
    double error(double[] scores, int[] rows);
  }

  public static SoftmaxFit fit(
      LinearProbe options,
      List<ProbeFeatures> choices,
      HeldOut split,
      int outputs,
      ScalarType precision,
      Target target) {
    ProbeFeatures features = choices.get(0);
    PenaltyPath.Choice choice = choose(options, features, split, outputs, precision, target);
    for (ProbeFeatures other : choices.subList(1, choices.size())) {
      PenaltyPath.Choice tried = choose(options, other, split, outputs, precision, target);
      if (tried.error() < choice.error()) {
        features = other;
        choice = tried;
      }
    }
    FloatMatrix reference = features.reference();
    try (PointerScope scope = new PointerScope()) {
      Tensor all = Matrices.floats(reference).to(precision);
      int[] rows = new int[reference.rows()];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = row;
      }
      LimitedMemoryBfgs.Result result =
          minimise(
              new LinearObjective(all, outputs, target.loss(rows), choice.penalty()),
              choice.point(),
              tolerance(precision),
              options.iterations(),
              LinearObjective.inverseCurvature(features.variances(), outputs, choice.penalty()));
      String note = features.note();
      if (!result.converged()) {
        String unconverged =
            "the probe did not converge: gradient %.1e after %d iterations, penalty %s"
                .formatted(result.gradient(), result.iterations(), choice.penalty());
        LOG.warn(unconverged);
        note = note.isEmpty() ? unconverged : unconverged + "; " + note;
      }
      Tensor query = Matrices.floats(features.query()).to(precision);
      return new SoftmaxFit(
          features,
          result.point(),
          scores(query, result.point(), outputs),
          choice.penalty(),
          result.converged(),
          note);
    }
  }

  // 32 bits are for many classes, where the last digits cost much and move no decision.
  private static double tolerance(ScalarType precision) {
    return precision == ScalarType.Float ? 1e-5 : 1e-6;
  }

  private static PenaltyPath.Choice choose(
      LinearProbe options,
      ProbeFeatures features,
      HeldOut split,
      int outputs,
      ScalarType precision,
      Target target) {
    double[] start = new double[LinearObjective.size(features.reference().columns(), outputs)];
    if (options.penalties().size() == 1 || split.held().length == 0) {
      List<Double> penalties = options.penalties();
      return new PenaltyPath.Choice(
          penalties.get(penalties.size() / 2), start, Double.POSITIVE_INFINITY);
    }
    try (PointerScope scope = new PointerScope()) {
      FloatMatrix reference = features.reference();
      Tensor fitted = rows(reference, split.fit()).to(precision);
      Tensor held = rows(reference, split.held()).to(precision);
      LinearObjective.RowLoss loss = target.loss(split.fit());
      return PenaltyPath.choose(
          options.penalties(),
          start,
          (penalty, from) ->
              minimise(
                      new LinearObjective(fitted, outputs, loss, penalty),
                      from,
                      10 * tolerance(precision),
                      options.iterations(),
                      LinearObjective.inverseCurvature(features.variances(), outputs, penalty))
                  .point(),
          point -> target.error(scores(held, point, outputs), split.held()));
    }
  }

  private static LimitedMemoryBfgs.Result minimise(
      LinearObjective objective,
      double[] start,
      double tolerance,
      int iterations,
      double[] inverseCurvature) {
    return new LimitedMemoryBfgs(objective, start, tolerance, iterations, inverseCurvature)
        .minimise();
  }

  private static double[] scores(Tensor features, double[] point, int outputs) {
    double[] result = new double[(int) features.size(0) * outputs];
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = LinearObjective.logits(features, point, outputs).to(ScalarType.Double);
      Matrices.read(logits, result, 0, result.length);
    }
    return result;
  }

  private static Tensor rows(FloatMatrix matrix, int[] rows) {
    int columns = matrix.columns();
    float[] values = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(matrix.values(), rows[i] * columns, values, i * columns, columns);
    }
    return Matrices.floats(values, 0, rows.length, columns);
  }
}
