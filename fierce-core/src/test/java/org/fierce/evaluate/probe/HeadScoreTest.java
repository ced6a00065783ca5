package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;
import org.junit.jupiter.api.Test;

class HeadScoreTest {
  private static LabelledRows rows(int[] coarse, FineTargets fine, float... features) {
    return new LabelledRows(new FloatMatrix(coarse.length, 1, features), coarse, coarse, fine);
  }

  private static FineTargets.Classes classes(int... labels) {
    return new FineTargets.Classes(labels, List.of("a", "b", "c"));
  }

  @Test
  void aHeadOfClassesIsScoredWhereThereIsAChoice() {
    // Class 0 holds a (left) and b (right); class 1 holds c alone.
    LabelledRows fitted =
        rows(new int[] {0, 0, 0, 0, 1, 1}, classes(0, 0, 1, 1, 2, 2), -2, -1, 1, 2, 5, -5);
    FeatureCentres centres = FeatureCentres.of(fitted.features(), fitted.coarse(), 2);
    FineHead head = new HeadFitter(centres, 2, 0).fit(HeadKind.NEAREST_MEAN, fitted, null);
    LabelledRows judged = rows(new int[] {0, 0, 0, 1}, classes(0, 0, 1, 2), -3, 3, 3, 0);

    HeadScore score = HeadScore.of(head, fitted, judged);

    assertThat(score.key()).isEqualTo("headAccuracyWithinTrue");
    assertThat(score.losses()).containsExactly(0, 1, 0, Double.NaN);
    assertThat(score.counted()).isEqualTo(3);
    assertThat(score.score(0).value()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void theCoarseClassAloneSaysTheCommonestClassOrTheMean() {
    LabelledRows fitted = rows(new int[] {0, 0, 0}, classes(1, 0, 1), 0, 0, 0);
    LabelledRows judged = rows(new int[] {0, 0}, classes(1, 0), 0, 0);
    assertThat(HeadScore.ofCoarseClass(fitted, judged, 1).losses()).containsExactly(0, 1);

    FineTargets known = new FineTargets.Scalars(new double[] {1, 3, 10}, "price");
    FineTargets asked = new FineTargets.Scalars(new double[] {0, 4, 12}, "price");
    // Means 2 and 10: squared errors 4, 4 and 4 of 224/3 around the mean 16/3.
    HeadScore numbers =
        HeadScore.ofCoarseClass(
            rows(new int[] {0, 0, 1}, known, 0, 0, 0),
            rows(new int[] {0, 0, 1}, asked, 0, 0, 0),
            2);
    assertThat(numbers.losses()).containsExactly(4, 4, 4);
    assertThat(numbers.score(0).value()).isCloseTo(1 - 12 / (224 / 3.0), within(1e-12));
  }

  @Test
  void partsAreJoinedInTheirOrder() {
    FineTargets known = new FineTargets.Scalars(new double[] {1, 3}, "price");
    LabelledRows both = rows(new int[] {0, 0}, known, 0, 0);
    HeadScore one = HeadScore.ofCoarseClass(both, both.select(new int[] {1}), 1);
    HeadScore other =
        HeadScore.ofCoarseClass(both.select(new int[] {1}), both.select(new int[] {0}), 1);

    HeadScore joined = HeadScore.joined(List.of(one, other));

    assertThat(joined.losses()).containsExactly(1, 4);
    // Squared distances from the mean 2 are 1 and 1.
    assertThat(joined.rows().ofAll()).isCloseTo(1 - 5 / 2.0, within(1e-12));
  }
}
