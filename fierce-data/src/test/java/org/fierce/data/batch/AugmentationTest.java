package org.fierce.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.ArrayInputs;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation.ColourJitter;
import org.fierce.data.batch.Augmentation.ColumnDropout;
import org.fierce.data.batch.Augmentation.GaussianNoise;
import org.fierce.data.batch.Augmentation.HorizontalFlip;
import org.fierce.data.batch.Augmentation.PadCrop;
import org.fierce.data.batch.Augmentation.ResizedCrop;
import org.fierce.data.batch.Augmentation.Step;
import org.fierce.kinds.Kinds;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final InputShape IMAGE = new InputShape(7, 5, 3);

  /** The pixel of an image in a row of floats, the slow way. */
  private static float at(float[] image, InputShape shape, int y, int x, int c) {
    return image[(y * shape.width() + x) * shape.channels() + c];
  }

  private static float[] after(
      Step step, ArrayInputs inputs, Normalisation normalisation, int row, long seed) {
    float[] values = inputs.rows()[row].clone();
    step.apply(values, 0, normalisation, new SplittableRandom(seed));
    return values;
  }

  /** Whether a crop of the naively padded image at (down, right) is the given image. */
  private static boolean isCropAt(
      float[] crop, float[] image, Normalisation n, int down, int right, PadCrop.Fill fill) {
    InputShape shape = n.shape();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          int sourceY = y + down;
          int sourceX = x + right;
          float expected;
          if (fill == PadCrop.Fill.MEAN
              && (sourceY < 0
                  || sourceY >= shape.height()
                  || sourceX < 0
                  || sourceX >= shape.width())) {
            expected = n.mean()[c];
          } else {
            sourceY = sourceY < 0 ? -sourceY : sourceY;
            sourceY = sourceY >= shape.height() ? 2 * (shape.height() - 1) - sourceY : sourceY;
            sourceX = sourceX < 0 ? -sourceX : sourceX;
            sourceX = sourceX >= shape.width() ? 2 * (shape.width() - 1) - sourceX : sourceX;
            expected = at(image, shape, sourceY, sourceX, c);
          }
          if (at(crop, shape, y, x, c) != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void padCropIsACropOfTheNaivelyPaddedImageAndEveryPlaceComes() {
    ArrayInputs images = ArrayInputs.random(IMAGE, 1, 1);
    Normalisation normalisation = Normalisation.fit(images);
    for (PadCrop.Fill fill : PadCrop.Fill.values()) {
      PadCrop step = new PadCrop(2, fill);
      int[][] places = new int[5][5];
      for (int seed = 0; seed < 500; seed++) {
        float[] crop = after(step, images, normalisation, 0, seed);
        int found = 0;
        for (int down = -2; down <= 2; down++) {
          for (int right = -2; right <= 2; right++) {
            if (isCropAt(crop, images.rows()[0], normalisation, down, right, fill)) {
              places[down + 2][right + 2]++;
              found++;
            }
          }
        }
        assertThat(found).isEqualTo(1);
      }
      for (int[] line : places) {
        for (int count : line) {
          assertThat(count).as("of 500 crops over 25 places").isBetween(5, 40);
        }
      }
    }
  }

  @Test
  void flipMirrorsEveryPixelInHalfOfTheDraws() {
    ArrayInputs images = ArrayInputs.random(IMAGE, 1, 2);
    Normalisation normalisation = Normalisation.identity(IMAGE);
    float[] mirrored = new float[IMAGE.values()];
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 5; x++) {
        for (int c = 0; c < 3; c++) {
          mirrored[(y * 5 + x) * 3 + c] = at(images.rows()[0], IMAGE, y, 4 - x, c);
        }
      }
    }
    int flips = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[] result = after(new HorizontalFlip(), images, normalisation, 0, seed);
      if (result[0] == mirrored[0]) {
        assertThat(result).containsExactly(mirrored);
        flips++;
      } else {
        assertThat(result).containsExactly(images.rows()[0]);
      }
    }
    assertThat(flips).isBetween(160, 240);
  }

  /** Bilinear value at a place of a window, pixel by pixel and in double. */
  private static double bilinear(
      float[] image, InputShape shape, int[] window, int y, int x, int c) {
    double py = Math.max(0, Math.min(window[2] - 1, (y + 0.5) * window[2] / shape.height() - 0.5));
    double px = Math.max(0, Math.min(window[3] - 1, (x + 0.5) * window[3] / shape.width() - 0.5));
    double sum = 0;
    for (int i = 0; i < window[2]; i++) {
      for (int j = 0; j < window[3]; j++) {
        double weight = Math.max(0, 1 - Math.abs(py - i)) * Math.max(0, 1 - Math.abs(px - j));
        sum += weight * at(image, shape, window[0] + i, window[1] + j, c);
      }
    }
    return sum;
  }

  @Test
  void stretchingAWindowIsBilinearInterpolationInsideIt() {
    float[] image = ArrayInputs.random(IMAGE, 1, 3).rows()[0];
    for (int[] window : new int[][] {{0, 0, 7, 5}, {2, 1, 3, 4}, {6, 4, 1, 1}, {0, 3, 6, 2}}) {
      float[] stretched = image.clone();
      ResizedCrop.stretch(stretched, 0, IMAGE, window[0], window[1], window[2], window[3]);
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 5; x++) {
          for (int c = 0; c < 3; c++) {
            assertThat((double) at(stretched, IMAGE, y, x, c))
                .isCloseTo(bilinear(image, IMAGE, window, y, x, c), within(1e-5));
          }
        }
      }
    }
  }

  @Test
  void resizedCropOfTheWholeAreaKeepsTheImageAndSmallerOnesStayInRange() {
    ArrayInputs images = ArrayInputs.random(IMAGE, 1, 4);
    Normalisation normalisation = Normalisation.identity(IMAGE);
    // 35 pixels at aspect 5/7 is the image itself.
    float[] whole = after(new ResizedCrop(1, 5.0 / 7, 5.0 / 7), images, normalisation, 0, 0);
    assertThat(whole).containsExactly(images.rows()[0]);

    int changed = 0;
    for (int seed = 0; seed < 50; seed++) {
      float[] crop = after(ResizedCrop.usual(), images, normalisation, 0, seed);
      for (float value : crop) {
        assertThat(value).isBetween(0f, 1f);
      }
      changed += crop[0] == images.rows()[0][0] ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(30);
  }

  @Test
  void aWindowThatNeverFitsKeepsTheImage() {
    ArrayInputs images = ArrayInputs.random(IMAGE, 1, 4);

    float[] kept = after(new ResizedCrop(1, 100, 100), images, Normalisation.identity(IMAGE), 0, 0);

    assertThat(kept).containsExactly(images.rows()[0]);
  }

  @Test
  void brightnessMultipliesAndCuts() {
    InputShape grey = new InputShape(1, 2, 1);
    float[] values = {0.25f, 0.9f};
    for (int seed = 0; seed < 50; seed++) {
      float[] result = values.clone();
      new ColourJitter(0.5, 0, 0)
          .apply(result, 0, Normalisation.identity(grey), new SplittableRandom(seed));
      float factor = result[0] / 0.25f;
      assertThat(factor).isBetween(0.5f, 1.5f);
      assertThat(result[1]).isCloseTo(Math.min(1, factor * 0.9f), within(1e-6f));
    }
  }

  @Test
  void contrastMovesAboutTheMeanGreyAndSaturationAboutTheGreyOfThePixel() {
    InputShape two = new InputShape(1, 2, 3);
    // Greys: pixel 0 all 0.4; pixel 1 (0.6, 0.6, 0.6). Mean grey 0.5.
    float[] greys = {0.4f, 0.4f, 0.4f, 0.6f, 0.6f, 0.6f};
    float[] contrasted = greys.clone();
    new ColourJitter(0, 0.5, 0)
        .apply(contrasted, 0, Normalisation.identity(two), new SplittableRandom(8));
    assertThat(contrasted[0]).isNotEqualTo(0.4f);
    assertThat(contrasted[0] + contrasted[3]).isCloseTo(1, within(1e-5f));

    float[] saturated = greys.clone();
    new ColourJitter(0, 0, 0.5)
        .apply(saturated, 0, Normalisation.identity(two), new SplittableRandom(8));
    for (int i = 0; i < 6; i++) {
      assertThat(saturated[i]).isCloseTo(greys[i], within(1e-6f));
    }

    // Pure red 0.5 has grey 0.1495: red - grey and grey - green grow by one factor.
    float[] red = {0.5f, 0, 0, 0.5f, 0.25f, 0.25f};
    new ColourJitter(0, 0, 0.5).apply(red, 0, Normalisation.identity(two), new SplittableRandom(9));
    float factor = (red[0] - 0.1495f) / (0.5f - 0.1495f);
    assertThat(factor).isBetween(0.5f, 1.5f).isNotEqualTo(1f);
    assertThat(red[1]).isCloseTo(Math.max(0, 0.1495f - factor * 0.1495f), within(1e-5f));
    // Grey of (0.5, 0.25, 0.25) is 0.25 + 0.299 * 0.25 = 0.32475.
    assertThat(red[3]).isCloseTo(0.32475f + factor * (0.5f - 0.32475f), within(1e-5f));
  }

  @Test
  void noiseHasTheAskedDeviationInUnitsOfTheColumn() {
    InputShape vector = InputShape.vector(2);
    Normalisation normalisation = new Normalisation(vector, new float[2], new float[] {1, 100});
    double[] squares = new double[2];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      float[] row = new float[2];
      new GaussianNoise(0.5).apply(row, 0, normalisation, random);
      squares[0] += row[0] * row[0];
      squares[1] += row[1] * row[1];
    }
    // Standard error of a deviation over 20,000 draws is 0.5 %.
    assertThat(Math.sqrt(squares[0] / 20_000)).isCloseTo(0.5, within(0.01));
    assertThat(Math.sqrt(squares[1] / 20_000)).isCloseTo(50, within(1.0));
  }

  @Test
  void columnDropoutPutsTheMeanAtTheAskedRate() {
    InputShape vector = InputShape.vector(1000);
    ArrayInputs rows = ArrayInputs.random(vector, 10, 1);
    Normalisation normalisation = Normalisation.fit(rows);
    int dropped = 0;
    for (int row = 0; row < 10; row++) {
      float[] result = after(new ColumnDropout(0.2), rows, normalisation, row, row);
      for (int c = 0; c < 1000; c++) {
        if (result[c] != rows.rows()[row][c]) {
          assertThat(result[c]).isEqualTo(normalisation.mean()[c]);
          dropped++;
        }
      }
    }
    assertThat(dropped).isBetween(1880, 2120);
  }

  @Test
  void aViewIsAPureFunctionOfSeedEpochRowAndView() {
    ArrayInputs images = ArrayInputs.random(IMAGE, 20, 5);
    Normalisation normalisation = Normalisation.fit(images);
    Augmentation augmentation =
        Augmentation.of(
            List.of(
                ResizedCrop.usual(),
                PadCrop.forSmallImages(),
                new HorizontalFlip(),
                ColourJitter.usual()));
    Inputs view = augmentation.view(images, normalisation, 1, 2, 3);
    float[] last = FloatMatrix.of(view).values();

    assertThat(view.shape()).isEqualTo(IMAGE);
    assertThat(FloatMatrix.of(view).values()).containsExactly(last);
    assertThat(FloatMatrix.of(augmentation.view(images, normalisation, 1, 2, 3)).values())
        .containsExactly(last);
    assertThat(FloatMatrix.of(augmentation.view(images, normalisation, 1, 2, 4)).values())
        .isNotEqualTo(last);
    assertThat(FloatMatrix.of(augmentation.view(images, normalisation, 1, 3, 3)).values())
        .isNotEqualTo(last);
    assertThat(FloatMatrix.of(augmentation.view(images, normalisation, 2, 2, 3)).values())
        .isNotEqualTo(last);
  }

  @Test
  void stepsForImagesRefuseVectorsAndTheReverse() {
    List<Step> imageSteps =
        List.of(
            PadCrop.forSmallImages(),
            ResizedCrop.usual(),
            new HorizontalFlip(),
            ColourJitter.usual());
    for (Step step : imageSteps) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Augmentation.of(List.of(step)).check(InputShape.vector(9)))
          .withMessageContaining("vectors of 9 values");
    }
    for (Step step : List.<Step>of(new GaussianNoise(1), new ColumnDropout(0.5))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Augmentation.of(List.of(step)).check(IMAGE))
          .withMessageContaining("images of 7 x 5 x 3");
    }
  }

  @Test
  void optionsOutOfRangeAreRefusedNamingTheValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PadCrop(0, PadCrop.Fill.MEAN))
        .withMessageContaining("0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PadCrop(5, PadCrop.Fill.MEAN).check(IMAGE))
        .withMessageContaining("by 4 pixels at most");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResizedCrop(1.5, 1, 1))
        .withMessageContaining("1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResizedCrop(0.5, 2, 1))
        .withMessageContaining("at least minimumAspect, 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColourJitter(-1, 0, 0))
        .withMessageContaining("-1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColourJitter(0, 0, 0.5).check(new InputShape(4, 4, 1)))
        .withMessageContaining("saturation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColourJitter(0, 0, 0.5).check(new InputShape(4, 4, 2)))
        .withMessageContaining("1 or 3 channels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GaussianNoise(Double.NaN))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColumnDropout(1))
        .withMessageContaining("1.0");
  }

  @Test
  void jsonListsOfStepsAreReadAndWrittenBack() throws Exception {
    String json =
        """
        [{"kind":"pad-crop","padding":4,"fill":"reflect"},\
        {"kind":"resized-crop","minimumArea":0.3,"minimumAspect":0.75,"maximumAspect":1.5},\
        {"kind":"flip"},\
        {"kind":"colour-jitter","brightness":0.4,"contrast":0.3,"saturation":0.2},\
        {"kind":"gaussian-noise","deviation":0.1},\
        {"kind":"column-dropout","rate":0.2}]""";
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());

    Augmentation read = mapper.readValue(json, Augmentation.class);

    assertThat(read.steps())
        .containsExactly(
            new PadCrop(4, PadCrop.Fill.REFLECT),
            new ResizedCrop(0.3, 0.75, 1.5),
            new HorizontalFlip(),
            new ColourJitter(0.4, 0.3, 0.2),
            new GaussianNoise(0.1),
            new ColumnDropout(0.2));
    assertThat(mapper.readTree(mapper.writeValueAsString(read))).isEqualTo(mapper.readTree(json));
  }

  @Test
  void anUnknownKindAndABadValueInJsonAreRefused() {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());

    assertThatExceptionOfType(InvalidTypeIdException.class)
        .isThrownBy(() -> mapper.readValue("[{\"kind\":\"spin\"}]", Augmentation.class));
    assertThatExceptionOfType(ValueInstantiationException.class)
        .isThrownBy(
            () ->
                mapper.readValue("[{\"kind\":\"column-dropout\",\"rate\":2}]", Augmentation.class))
        .withMessageContaining("2.0");
  }
}
