package org.fierce.evaluate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Sample;
import org.fierce.labels.FineTargets;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;
import org.fierce.model.KnownClass;
import org.fierce.model.LogisticHead;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.NoneOfThese;
import org.fierce.model.Prediction;
import org.fierce.model.RidgeHead;
import org.junit.jupiter.api.Test;

class HeadFitterTest {
  private static final int WIDTH = 8;
  private static final HeadFitter FITTER =
      new HeadFitter(new FeatureCentres(new float[WIDTH]), 2, 0);

  private static float[] row(FloatMatrix features, int row) {
    return Arrays.copyOfRange(features.values(), row * WIDTH, (row + 1) * WIDTH);
  }

  private static LabelledRows rows(FloatMatrix features, int[] coarse, FineTargets fine) {
    return new LabelledRows(features, coarse, coarse, fine);
  }

  /** Numbers of two features with noise of deviation 1, or of 4 in the second coarse class. */
  private static LabelledRows numbers(int count, long seed) {
    FloatMatrix features = Sample.gaussian(count, WIDTH, seed);
    FloatMatrix noise = Sample.gaussian(count, 1, seed + 1000);
    int[] coarse = IntStream.range(0, count).map(row -> row % 2).toArray();
    double[] values =
        IntStream.range(0, count)
            .mapToDouble(
                row ->
                    100
                        + 5 * features.at(row, 0)
                        - 2 * features.at(row, 3)
                        + noise.at(row, 0) * (coarse[row] == 0 ? 1 : 4))
            .toArray();
    return rows(features, coarse, new FineTargets.Scalars(values, "price"));
  }

  private static Prediction.FineNumber number(FineHead head, LabelledRows rows, int row) {
    return Objects.requireNonNull(
        head.answer(row(rows.features(), row), rows.predicted()[row]).number());
  }

  private static double[] coverage(FineHead head, LabelledRows rows) {
    double[] inside = new double[2];
    double[] values = ((FineTargets.Scalars) rows.fine()).values();
    for (int row = 0; row < rows.size(); row++) {
      Prediction.FineNumber number = number(head, rows, row);
      inside[rows.coarse()[row]] +=
          values[row] >= number.low() && values[row] <= number.high() ? 2.0 / rows.size() : 0;
    }
    return inside;
  }

  @Test
  void nineOfTenNumbersLieInTheirIntervalInEachCoarseClass() {
    LabelledRows test = numbers(4000, 3);
    for (LabelledRows unseen : Arrays.asList(null, numbers(600, 2))) {
      RidgeHead head = (RidgeHead) FITTER.fit(HeadKind.RIDGE, numbers(600, 1), unseen);
      assertThat(head.facts().level()).isEqualTo(0.9);
      assertThat(head.facts().rows()).isEqualTo(600);
      assertThat(number(head, test, 0).value())
          .isCloseTo(
              100 + 5 * test.features().at(0, 0) - 2 * test.features().at(0, 3), within(0.6));
      double[] inside = coverage(head, test);
      // 300 residuals a class: the share inside has a deviation of about 2 points.
      assertThat(inside[0]).isBetween(0.86, 0.94);
      assertThat(inside[1]).isBetween(0.86, 0.94);
    }
  }

  @Test
  void fewRowsHaveAnIntervalOfALowerLevel() {
    RidgeHead head = (RidgeHead) FITTER.fit(HeadKind.RIDGE, numbers(9, 1), null);
    assertThat(head.facts().level()).isEqualTo(0.8);
    assertThatThrownBy(() -> FITTER.fit(HeadKind.RIDGE, numbers(2, 1), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 rows have a target; a head of kind ridge needs at least 3");
  }

  /** Two coarse classes of two fine ones; of those of one name in both, each is a class. */
  private static LabelledRows classes(int count, long seed) {
    FloatMatrix features = Sample.gaussian(count, WIDTH, seed);
    int[] coarse = IntStream.range(0, count).map(row -> row % 4 / 2).toArray();
    int[] fine =
        IntStream.range(0, count)
            .map(row -> row % 4 == 0 ? 0 : row % 4 == 1 ? 1 : row % 4 - 2 == 0 ? 0 : 2)
            .toArray();
    for (int row = 0; row < count; row++) {
      features.values()[row * WIDTH + row % 4] += 6;
    }
    return rows(features, coarse, new FineTargets.Classes(fine, List.of("small", "tall", "wide")));
  }

  @Test
  void bothHeadsOfClassesFindThemInsideTheirCoarseClass() {
    for (HeadKind kind : List.of(HeadKind.NEAREST_MEAN, HeadKind.LOGISTIC)) {
      FineHead head = FITTER.fit(kind, classes(400, 1), null);
      List<KnownClass> known =
          head instanceof LogisticHead logistic
              ? logistic.classes()
              : ((NearestMeanHead) head).classes();
      assertThat(known)
          .containsExactly(
              new KnownClass("small", 0, 100),
              new KnownClass("tall", 0, 100),
              new KnownClass("small", 1, 100),
              new KnownClass("wide", 1, 100));
      LabelledRows test = classes(200, 2);
      int right = 0;
      for (int row = 0; row < 200; row++) {
        Prediction.FineClass fine =
            Objects.requireNonNull(
                head.answer(row(test.features(), row), test.coarse()[row]).fine());
        right +=
            fine.name()
                    .equals(
                        test.fine().names().get(((FineTargets.Classes) test.fine()).labels()[row]))
                ? 1
                : 0;
      }
      assertThat(right).as(kind.key()).isGreaterThan(196);
    }
  }

  @Test
  void whatIsUsualIsLearntFromRowsThatTheNetworkDidNotSee() {
    LabelledRows seen = classes(400, 1);
    LabelledRows unseen = classes(40, 2);
    NearestMeanHead head = (NearestMeanHead) FITTER.fit(HeadKind.NEAREST_MEAN, seen, unseen);
    NoneOfThese limit = Objects.requireNonNull(head.noneOfThese());
    assertThat(limit.examples()).isEqualTo(40);
    assertThat(head.classes().get(0).examples()).isEqualTo(110);
    NearestMeanHead ofSeen = (NearestMeanHead) FITTER.fit(HeadKind.NEAREST_MEAN, seen, null);
    assertThat(Objects.requireNonNull(ofSeen.noneOfThese()).examples()).isEqualTo(40);
    assertThat(ofSeen.classes().get(0).examples()).isEqualTo(100);
  }

  @Test
  void sharesAreThoseOfASoftmaxOfTheFeatures() {
    FloatMatrix features = Sample.gaussian(300, WIDTH, 5);
    float[] shares = new float[600];
    for (int row = 0; row < 300; row++) {
      shares[2 * row] = (float) (1 / (1 + Math.exp(-features.at(row, 2))));
      shares[2 * row + 1] = 1 - shares[2 * row];
    }
    FineHead head =
        FITTER.fit(
            HeadKind.SHARES,
            rows(features, new int[300], new FineTargets.Shares(shares, List.of("a", "b"))),
            null);
    for (int row = 0; row < 20; row++) {
      assertThat(head.answer(row(features, row), 0).shares().get("a"))
          .isCloseTo(shares[2 * row], within(2e-3f * 1.0));
    }
  }

  @Test
  void rowsWithoutATargetArePassedOver() {
    LabelledRows all = numbers(60, 1);
    double[] values = ((FineTargets.Scalars) all.fine()).values();
    double[] some = values.clone();
    Arrays.fill(some, 30, 60, Double.NaN);
    RidgeHead head =
        (RidgeHead)
            FITTER.fit(
                HeadKind.RIDGE,
                rows(all.features(), all.coarse(), new FineTargets.Scalars(some, "price")),
                null);
    assertThat(head.facts().rows()).isEqualTo(30);
    double[] none = values.clone();
    Arrays.fill(none, Double.NaN);
    assertThatThrownBy(
            () ->
                FITTER.fit(
                    HeadKind.RIDGE,
                    rows(all.features(), all.coarse(), new FineTargets.Scalars(none, "price")),
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 rows have a target; a head of kind ridge needs at least 3");
  }

  @Test
  void refusesAKindForAnotherTarget() {
    assertThatThrownBy(() -> FITTER.fit(HeadKind.LOGISTIC, numbers(60, 1), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a head of kind logistic answers classes, but the fine target is price, ")
        .hasMessageEndingWith("; take the kind ridge");
  }
}
