package org.fierce.evaluate.probe;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.RawPrediction;
import org.fierce.evaluate.ShareScores;
import org.fierce.evaluate.Softmax;
import org.fierce.labels.FineTargets;

/** The converged probe of shares: linear layer and softmax, squared error. */
record ShareProbe(LinearProbe options) implements FineEvaluator<FineTargets.Shares> {
  @Override
  public Class<FineTargets.Shares> target() {
    return FineTargets.Shares.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Shares referenceFine, FineTargets.Shares queryFine) {
    int components = referenceFine.components();
    HeldOut split =
        HeldOut.split(
            evaluation.referenceCoarse().labels(),
            evaluation.referenceCoarse().classes(),
            options.heldOut(),
            evaluation.seed());
    SoftmaxFit fit =
        SoftmaxFit.fit(
            options,
            ProbeFeatures.choices(evaluation),
            split,
            components,
            ScalarType.Double,
            target(referenceFine));
    double[] predicted = softmax(fit.scores(), components);
    return new Findings(
            ShareScores.of("transfer", predicted, queryFine, evaluation),
            ExampleColumn.of("probe", shares(predicted, queryFine.names())))
        .withNote(fit.note());
  }

  private static FineTargets.Shares shares(double[] predicted, List<String> names) {
    float[] values = new float[predicted.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) predicted[i];
    }
    return new FineTargets.Shares(values, names);
  }

  static SoftmaxFit.Target target(FineTargets.Shares referenceFine) {
    double unit = spread(referenceFine);
    return new SoftmaxFit.Target() {
      @Override
      public LinearObjective.RowLoss loss(int[] rows) {
        FineTargets.Shares chosen = referenceFine.select(rows);
        Tensor shares =
            Matrices.floats(chosen.values(), 0, rows.length, chosen.components())
                .to(ScalarType.Double);
        return new LinearObjective.SquaredError(shares, unit);
      }

      @Override
      public double error(double[] scores, int[] rows) {
        FineTargets.Shares chosen = referenceFine.select(rows);
        double sum = 0;
        for (double e : RawPrediction.squaredErrors(softmax(scores, chosen.components()), chosen)) {
          sum += e;
        }
        return sum / rows.length;
      }
    };
  }

  /** Squared error of the mean share, summed over components; 1 where the shares never change. */
  private static double spread(FineTargets.Shares shares) {
    int components = shares.components();
    double spread = 0;
    for (int c = 0; c < components; c++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < shares.size(); row++) {
        double value = shares.values()[row * components + c];
        sum += value;
        squares += value * value;
      }
      double mean = sum / shares.size();
      spread += squares / shares.size() - mean * mean;
    }
    return spread > 1e-12 ? spread : 1;
  }

  private static double[] softmax(double[] scores, int components) {
    double[] result = scores.clone();
    for (int offset = 0; offset < result.length; offset += components) {
      Softmax.inPlace(result, offset, components);
    }
    return result;
  }
}
