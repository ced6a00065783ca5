package org.fierce.evaluate.probe;

import java.util.Arrays;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Matrices;
import org.fierce.evaluate.ClassReadings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.FineWithinCoarse;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Softmax;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/** The linear probe of fine classes. Only classes that a reference row has are fitted. */
record ClassProbe(LinearProbe options) implements FineEvaluator<FineTargets.Classes> {
  @Override
  public Class<FineTargets.Classes> target() {
    return FineTargets.Classes.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Classes referenceFine, FineTargets.Classes queryFine) {
    int classes = referenceFine.names().size();
    int[] present = Arrays.stream(referenceFine.labels()).distinct().sorted().toArray();
    int[] position = new int[classes];
    Arrays.fill(position, -1);
    for (int i = 0; i < present.length; i++) {
      position[present[i]] = i;
    }
    int[] labels = HeldOut.select(position, referenceFine.labels());
    HeldOut split = HeldOut.split(labels, present.length, options.heldOut(), evaluation.seed());
    SoftmaxFit fit =
        SoftmaxFit.fit(
            options,
            ProbeFeatures.choices(evaluation),
            split,
            present.length,
            ScalarType.Float,
            target(labels));
    CoarseLabels trueCoarse = evaluation.queryCoarse();
    int[] predictedCoarse = Softmax.coarseDecisions(evaluation.query().logits(), trueCoarse);
    FineWithinCoarse within = new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine);
    ClassReadings readings = ClassReadings.of(evaluation, referenceFine, queryFine);
    Findings findings =
        readings.overall(
            "probe", decisions(fit.scores(), present, (row, fine) -> true), fit.note());
    int[] decisions =
        decisions(fit.scores(), present, (row, fine) -> within.has(trueCoarse.labels()[row], fine));
    findings = findings.and(readings.within("probe", "WithinTrue", decisions, fit.note()));
    if (predictedCoarse != null) {
      decisions =
          decisions(fit.scores(), present, (row, fine) -> within.has(predictedCoarse[row], fine));
      findings = findings.and(readings.within("probe", "WithinPredicted", decisions, fit.note()));
    }
    return findings;
  }

  static SoftmaxFit.Target target(int[] labels) {
    return new SoftmaxFit.Target() {
      @Override
      public LinearObjective.RowLoss loss(int[] rows) {
        return new LinearObjective.CrossEntropy(Matrices.indices(HeldOut.select(labels, rows)));
      }

      @Override
      public double error(double[] scores, int[] rows) {
        int outputs = scores.length / rows.length;
        int wrong = 0;
        for (int i = 0; i < rows.length; i++) {
          int best = 0;
          for (int c = 1; c < outputs; c++) {
            if (scores[i * outputs + c] > scores[i * outputs + best]) {
              best = c;
            }
          }
          wrong += best == labels[rows[i]] ? 0 : 1;
        }
        return (double) wrong / rows.length;
      }
    };
  }

  private interface Competes {
    boolean at(int row, int fine);
  }

  /** The best competing class of each row, first of ties; -1 where none competes. */
  private static int[] decisions(double[] scores, int[] present, Competes competes) {
    int[] winners = new int[scores.length / present.length];
    for (int row = 0; row < winners.length; row++) {
      winners[row] = -1;
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < present.length; i++) {
        double score = scores[row * present.length + i];
        if (competes.at(row, present[i]) && (winners[row] < 0 || score > best)) {
          winners[row] = present[i];
          best = score;
        }
      }
    }
    return winners;
  }
}
