package org.fierce.evaluate;

import java.util.Arrays;
import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;

/**
 * Share of test rows whose largest logit is that of their coarse label, first of ties: {@code
 * coarseAccuracy}, between 0 and 1, and the mean over coarse classes of the share of their rows:
 * {@code coarseAccuracyBalanced}. No score where the embeddings come without logits.
 */
public record CoarseAccuracy() implements Evaluator {
  @Override
  public boolean needsLogits() {
    return true;
  }

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  /** Says {@code predictedCoarse} and {@code confidence}, its softmax probability, of each row. */
  @Override
  public Findings evaluate(Evaluation evaluation) {
    FloatMatrix logits = evaluation.query().logits();
    if (logits == null) {
      return Findings.NONE;
    }
    Softmax.checkCoarse(logits, evaluation.queryCoarse());
    int[] decisions = Softmax.decisions(logits);
    int[] labels = evaluation.queryCoarse().labels();
    double[] hits = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      hits[row] = decisions[row] == labels[row] ? 1 : 0;
    }
    long present = Arrays.stream(labels).distinct().count();
    String absent =
        present == logits.columns()
            ? ""
            : "%d of %d coarse classes have no test row"
                .formatted(logits.columns() - present, logits.columns());
    List<Score> scores =
        logits.columns() == 1
            ? List.of(
                Score.undefined("coarseAccuracy", hits.length, Softmax.ONE_CLASS),
                Score.undefined("coarseAccuracyBalanced", hits.length, Softmax.ONE_CLASS))
            : List.of(
                Bootstrap.share("coarseAccuracy", hits, evaluation.seed()),
                Bootstrap.balancedMean("coarseAccuracyBalanced", hits, labels, evaluation.seed())
                    .withNote(absent));
    return new Findings(
        scores,
        List.of(
            new ExampleColumn.Classes(
                "predictedCoarse", decisions, evaluation.queryCoarse().names()),
            new ExampleColumn.Numbers("confidence", confidence(logits, decisions))));
  }

  private static double[] confidence(FloatMatrix logits, int[] decisions) {
    double[] probabilities = Softmax.probabilities(logits);
    double[] confidence = new double[decisions.length];
    for (int row = 0; row < decisions.length; row++) {
      confidence[row] = probabilities[row * logits.columns() + decisions[row]];
    }
    return confidence;
  }
}
