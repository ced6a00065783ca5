package org.fierce.evaluate.detail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

class ViewAgreementTest extends EvaluatorContract {
  @Override
  protected Evaluator evaluator() {
    return new ViewAgreement();
  }

  /** Unit vectors at the given angles, in degrees. */
  private static FloatMatrix at(double... degrees) {
    float[] values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
      values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
    }
    return new FloatMatrix(degrees.length, 2, values);
  }

  private static List<Score> scores(
      FloatMatrix first, FloatMatrix second, int[] labels, boolean hasViews) {
    CoarseLabels coarse = new CoarseLabels(labels, List.of("a", "b", "c"));
    FineTargets fine = new FineTargets.Classes(new int[labels.length], List.of("x"));
    Embeddings some = new Embeddings(first, null);
    Evaluation evaluation = new Evaluation(some, coarse, fine, some, coarse, fine, 0);
    return new ViewAgreement()
        .evaluate(
            hasViews ? evaluation.withAugmented(view -> view == 0 ? first : second) : evaluation)
        .scores();
  }

  @Test
  void rowsFoundAgainInsideTheirClassAreCounted() {
    // Class a: 0 finds 5 (itself), 20 finds 5 (the other: 24 is off by 15, its own at 50 by 30).
    // Class b: 21 has its own at 40, nearest of the class; 90 has 80. Row 2 of b at 40 would be
    // nearer to row 1 of a than its own, but is of another class. Class c has one row: left out.
    List<Score> scores =
        scores(at(0, 20, 21, 90, 200), at(5, 50, 40, 80, 0), new int[] {0, 0, 1, 1, 2}, true);

    assertThat(scores).hasSize(1);
    assertThat(scores.get(0).key()).isEqualTo("viewAgreementWithinTrue");
    assertThat(scores.get(0).value()).isEqualTo(3 / 4.0);
    assertThat(scores.get(0).n()).isEqualTo(4);
  }

  @Test
  void collapsedFeaturesFindOnlyTheFirstRow() {
    assertThat(scores(at(7, 7, 7, 7), at(7, 7, 7, 7), new int[] {0, 0, 0, 0}, true).get(0).value())
        .isEqualTo(0.25);
  }
}
