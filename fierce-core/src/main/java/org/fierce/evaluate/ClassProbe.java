package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/** The linear probe of fine classes. Only classes that a reference row has are fitted. */
record ClassProbe(
    LinearProbe options,
    Evaluation evaluation,
    FineTargets.Classes referenceFine,
    FineTargets.Classes queryFine) {

  List<Score> scores(ProbeFeatures features) {
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
        SoftmaxFit.fit(options, features, split, present.length, ScalarType.Float, target(labels));
    return accuracies(fit, present);
  }

  private static SoftmaxFit.Target target(int[] labels) {
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

  private List<Score> accuracies(SoftmaxFit fit, int[] present) {
    CoarseLabels trueCoarse = evaluation.queryCoarse();
    int[] predictedCoarse = Softmax.coarseDecisions(evaluation.query().logits(), trueCoarse);
    FineWithinCoarse within = new FineWithinCoarse(evaluation.referenceCoarse(), referenceFine);
    int[] rows = within.rowsWithChoice(trueCoarse);
    long seed = evaluation.seed();
    String note = FineWithinCoarse.leftOut(trueCoarse.size(), rows.length);
    List<Score> scores = new ArrayList<>();
    double[] hits = hits(fit.scores(), present, (row, fine) -> true);
    scores.add(Bootstrap.mean("probeAccuracy", hits, seed).withNote(fit.note()));
    if (rows.length == 0) {
      return scores;
    }
    hits = hits(fit.scores(), present, (row, fine) -> within.has(trueCoarse.labels()[row], fine));
    scores.add(
        Bootstrap.mean("probeAccuracyWithinTrue", NearestNeighbours.select(hits, rows), seed)
            .withNote(fit.note())
            .withNote(note));
    if (predictedCoarse != null) {
      hits = hits(fit.scores(), present, (row, fine) -> within.has(predictedCoarse[row], fine));
      scores.add(
          Bootstrap.mean("probeAccuracyWithinPredicted", NearestNeighbours.select(hits, rows), seed)
              .withNote(fit.note())
              .withNote(note));
    }
    return scores;
  }

  private interface Competes {
    boolean at(int row, int fine);
  }

  /** 1 for each row whose best competing class is its own, first of ties; else 0. */
  private double[] hits(double[] scores, int[] present, Competes competes) {
    double[] hits = new double[queryFine.size()];
    for (int row = 0; row < hits.length; row++) {
      int winner = -1;
      double best = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < present.length; i++) {
        double score = scores[row * present.length + i];
        if (competes.at(row, present[i]) && (winner < 0 || score > best)) {
          winner = present[i];
          best = score;
        }
      }
      hits[row] = winner == queryFine.labels()[row] ? 1 : 0;
    }
    return hits;
  }
}
