package org.fierce.evaluate.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.algebra.Covariance;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.probe.HeadFitter;
import org.fierce.evaluate.probe.HeadKind;
import org.fierce.evaluate.probe.LabelledRows;
import org.fierce.labels.FineTargets;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;
import org.junit.jupiter.api.Test;

/** The curve is that of the heads which a model file would have with so many labels. */
class SameAsFineHeadsTest {
  private static final int ROWS = 48;

  private static FloatMatrix features(int columns, long seed) {
    FloatMatrix noise = Sample.gaussian(ROWS, columns, seed);
    for (int row = 0; row < ROWS; row++) {
      // Six fine classes, two in each of three coarse ones; columns of unlike size.
      noise.values()[row * columns + row % 6 % columns] += 2;
      for (int c = 0; c < columns; c++) {
        noise.values()[row * columns + c] *= c + 1;
      }
    }
    return noise;
  }

  private static int[] coarse() {
    return IntStream.range(0, ROWS).map(row -> row % 6 / 2).toArray();
  }

  private static Evaluation evaluation(int columns, FineTargets fine) {
    return Sample.evaluation(
        features(columns, 1),
        Sample.coarse(3, coarse()),
        fine,
        features(columns, 2),
        null,
        Sample.coarse(3, coarse()),
        fine);
  }

  private static FineHead head(Evaluation evaluation, int[] rows, HeadKind kind) {
    FloatMatrix features = evaluation.reference().featureMatrix();
    double[] means = Covariance.means(features);
    float[] centre = new float[means.length];
    for (int c = 0; c < centre.length; c++) {
      centre[c] = (float) means[c];
    }
    int[] classes = evaluation.referenceCoarse().select(rows).labels();
    return new HeadFitter(new FeatureCentres(centre), 3, 0)
        .fit(
            kind,
            new LabelledRows(
                FloatMatrix.copyOf(features.select(rows)),
                classes,
                classes,
                evaluation.referenceFine().select(rows)),
            null);
  }

  private static float[] row(Evaluation evaluation, int row) {
    float[] features = new float[evaluation.query().features().shape().values()];
    evaluation.query().features().read(row, features, 0);
    return features;
  }

  @Test
  void classesAreToldAsByTheNearestMeanOfAModelFile() {
    int[] labels = IntStream.range(0, ROWS).map(row -> row % 6).toArray();
    FineTargets.Classes fine = Sample.fine(6, labels);
    Evaluation evaluation = evaluation(9, fine);
    ClassTask task = new ClassTask(evaluation, fine, fine);
    int[][] labelled = LabelDraws.first(task.pools(), 3);
    double[] errors;
    try (LabelHead head =
        task.head(evaluation.reference().features(), evaluation.query().features(), task.asked())) {
      errors = head.errors(labelled);
    }

    FineHead head =
        head(
            evaluation,
            Arrays.stream(labelled).flatMapToInt(Arrays::stream).toArray(),
            HeadKind.NEAREST_MEAN);
    for (int row = 0; row < ROWS; row++) {
      String name =
          Objects.requireNonNull(head.answer(row(evaluation, row), coarse()[row]).fine()).name();
      assertThat(errors[row]).isEqualTo(name.equals(fine.names().get(labels[row])) ? 0 : 1);
    }
    assertThat(Arrays.stream(errors).sum()).isBetween(1.0, 20.0);
  }

  @Test
  void numbersAreToldAsByTheRidgeOfAModelFile() {
    // Few columns, and more than labelled rows.
    for (int columns : new int[] {4, 30}) {
      SplittableRandom random = new SplittableRandom(columns);
      FineTargets.Scalars fine =
          Sample.scalars(
              IntStream.range(0, ROWS)
                  .mapToDouble(row -> 100 * (row % 6) + 20 * Sample.gaussian(random))
                  .toArray());
      Evaluation evaluation = evaluation(columns, fine);
      AmountTask task = AmountTask.of(evaluation, fine.values(), fine.values(), 1, false);
      int[][] labelled = LabelDraws.first(task.pools(), 5);
      double[] errors;
      try (LabelHead head =
          task.head(
              evaluation.reference().features(), evaluation.query().features(), task.asked())) {
        errors = head.errors(labelled);
      }

      FineHead head =
          head(
              evaluation,
              Arrays.stream(labelled).flatMapToInt(Arrays::stream).toArray(),
              HeadKind.RIDGE);
      for (int row = 0; row < ROWS; row++) {
        double answer =
            Objects.requireNonNull(head.answer(row(evaluation, row), coarse()[row]).number())
                .value();
        assertThat(Math.sqrt(errors[row]))
            .isCloseTo(Math.abs(answer - fine.values()[row]), within(0.1));
      }
    }
  }
}
