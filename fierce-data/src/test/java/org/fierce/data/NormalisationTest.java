package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalisationTest {
  @Test
  void columnsOfAHandWorkedMatrixGetMeanAndPopulationDeviation() {
    // Column 0: 1, 3 -> mean 2, deviation 1. Column 1: 10, 40 -> mean 25, deviation 15.
    Normalisation fitted = Normalisation.fit(new FloatMatrix(2, 2, new float[] {1, 10, 3, 40}));

    assertThat(fitted.mean()).containsExactly(2, 25);
    assertThat(fitted.deviation()).containsExactly(1, 15);
  }

  @Test
  void momentsOfImagesAreThoseOfAllPixelsOfAChannelTakenAtOnce() {
    InputShape shape = new InputShape(5, 4, 3);
    ArrayInputs images = ArrayInputs.random(shape, 30, 1);

    Normalisation fitted = Normalisation.fit(images);

    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (float[] row : images.rows()) {
        for (int i = c; i < row.length; i += 3) {
          sum += row[i];
        }
      }
      double mean = sum / (30 * 20);
      double squares = 0;
      for (float[] row : images.rows()) {
        for (int i = c; i < row.length; i += 3) {
          squares += (row[i] - mean) * (row[i] - mean);
        }
      }
      assertThat(fitted.mean()[c]).isCloseTo((float) mean, within(1e-6f));
      assertThat(fitted.deviation()[c])
          .isCloseTo((float) Math.sqrt(squares / (30 * 20)), within(1e-6f));
    }
  }

  @Test
  void aSmallDeviationOnALargeMeanIsNotLost() {
    // 1048576 +- 0.125: sums of squares in float, or E[x^2] - E[x]^2 in double, would lose it.
    float[] values = new float[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1048576 + (i % 2 == 0 ? 0.125f : -0.125f);
    }

    Normalisation fitted = Normalisation.fit(new FloatMatrix(2000, 1, values));

    assertThat(fitted.mean()[0]).isEqualTo(1048576f);
    assertThat(fitted.deviation()[0]).isCloseTo(0.125f, within(1e-6f));
  }

  @Test
  void aConstantChannelBecomesZero() {
    float[] values = {0.1f, 1, 0.1f, 2, 0.1f, 3};
    Normalisation fitted = Normalisation.fit(new FloatMatrix(3, 2, values));

    fitted.apply(values, 0, 3);

    assertThat(fitted.deviation()[0]).isEqualTo(1);
    assertThat(new float[] {values[0], values[2], values[4]}).containsExactly(0, 0, 0);
  }

  @Test
  void aValueOfAVectorEndsTenDeviationsBeyondTheTrainingRows() {
    // Mean 2, deviation 1: training rows lie at -1 and 1, so the bound is 11.
    Normalisation fitted = Normalisation.fit(new FloatMatrix(2, 1, new float[] {1, 3}));
    float[] values = {3, 12.5f, 13, 14, 1e38f, -500};

    fitted.apply(values, 0, 6);

    assertThat(values).containsExactly(1, 10.5f, 11, 11, 11, -11);
    assertThat(fitted.bounded(new FloatMatrix(3, 1, new float[] {3, 13, 14})))
        .isEqualTo(new Bounded(1, 1, 3));
    assertThat(fitted.bounded(new FloatMatrix(2, 1, new float[] {1e30f, 14})).note("input values"))
        .isEqualTo(
            "input values more than 10 deviations outside the training rows were put at that bound: 2, in 2 of 2 test rows");
    assertThat(fitted.bounded(new FloatMatrix(1, 1, new float[] {3})).note("x")).isEmpty();
  }

  @Test
  void nothingIsLeftOfAColumnThatIsConstantInTraining() {
    Normalisation fitted = Normalisation.fit(new FloatMatrix(2, 2, new float[] {5, 1, 5, 3}));
    float[] values = {7, 2, 5, 2};

    fitted.apply(values, 0, 2);

    assertThat(values).containsExactly(0, 0, 0, 0);
    assertThat(fitted.bounded(new FloatMatrix(2, 2, new float[] {7, 2, 5, 2})))
        .isEqualTo(new Bounded(1, 1, 2));
  }

  @Test
  void picturesAreNotBounded() {
    InputShape shape = new InputShape(1, 2, 1);
    Normalisation fitted = Normalisation.fit(ArrayInputs.random(shape, 3, 1));

    assertThat(fitted.reach()).containsExactly(Float.POSITIVE_INFINITY);
  }

  @Test
  void aRareCategoryIsNotScaledUp() {
    // 1 of 40 rows: 0.025 x 0.975 is below 0.05 x 0.95. 2 of 40 are not rare.
    float[] values = new float[120];
    values[0] = 1;
    values[1] = 1;
    values[4] = 1;
    values[2] = 2;
    Normalisation fitted = Normalisation.fit(new FloatMatrix(40, 3, values));

    assertThat(fitted.deviation()[0]).isEqualTo(1);
    assertThat(fitted.deviation()[1]).isCloseTo((float) Math.sqrt(0.05 * 0.95), within(1e-6f));
    assertThat(fitted.deviation()[2]).isCloseTo((float) Math.sqrt(4 / 40.0 * 0.975), within(1e-6f));
  }

  @Test
  void everyShapeIsNormalisedAsByTheFormulaAndNothingAroundIt() {
    for (InputShape shape :
        new InputShape[] {
          new InputShape(3, 2, 1),
          new InputShape(2, 3, 3),
          new InputShape(2, 2, 4),
          InputShape.vector(1),
          InputShape.vector(7)
        }) {
      ArrayInputs rows = ArrayInputs.random(shape, 2, 5);
      Normalisation fitted = Normalisation.fit(ArrayInputs.random(shape, 9, 6));
      int width = shape.values();
      float[] values = new float[2 * width + 2];
      values[0] = 77;
      values[2 * width + 1] = 78;
      rows.read(0, values, 1);
      rows.read(1, values, 1 + width);

      fitted.apply(values, 1, 2);

      assertThat(values[0]).isEqualTo(77);
      assertThat(values[2 * width + 1]).isEqualTo(78);
      for (int i = 0; i < 2 * width; i++) {
        int channel = i % shape.channels();
        double expected =
            (rows.rows()[i / width][i % width] - (double) fitted.mean()[channel])
                / fitted.deviation()[channel];
        assertThat(values[1 + i]).isCloseTo((float) expected, within(1e-5f));
      }
    }
  }

  @Test
  void identityChangesNothing() {
    float[] values = {0.25f, -3, 1e9f};

    Normalisation.identity(InputShape.vector(3)).apply(values, 0, 1);

    assertThat(values).containsExactly(0.25f, -3, 1e9f);
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWithTheirChannel() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Normalisation.fit(new FloatMatrix(2, 2, new float[] {1, 2, 3, Float.NaN})))
        .withMessageContaining("channel 1");
  }

  @Test
  void noRowsAndRowsOutsideTheArrayAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalisation.fit(new FloatMatrix(0, 2, new float[0])))
        .withMessageContaining("at least one row");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalisation.identity(InputShape.vector(2)).apply(new float[3], 0, 2))
        .withMessageContaining("2 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalisation(InputShape.vector(1), new float[1], new float[] {0}))
        .withMessageContaining("deviation 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalisation(InputShape.vector(2), new float[1], new float[] {1}))
        .withMessageContaining("1 means");
  }
}
