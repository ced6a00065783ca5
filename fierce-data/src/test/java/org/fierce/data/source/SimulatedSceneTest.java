package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.split.SceneSplit;
import org.fierce.kinds.Kinds;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

class SimulatedSceneTest extends DataSourceContract {
  private static final int LINES = SimulatedScene.LINES;
  private static final int COLUMNS = SimulatedScene.COLUMNS;
  private static final Dataset SCENE = SimulatedScene.of(0).scene();

  private static FineTargets.Shares shares(Dataset data) {
    return (FineTargets.Shares) Objects.requireNonNull(data.fine());
  }

  /** Mean product of a field with itself moved by some lines and columns round the torus. */
  private static double correlation(double[] field, int down, int right) {
    double sum = 0;
    for (int y = 0; y < LINES; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        sum += field[y * COLUMNS + x] * field[(y + down) % LINES * COLUMNS + (x + right) % COLUMNS];
      }
    }
    return sum / field.length;
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(Path.of(".")));
  }

  @Override
  protected DataSource source() throws IOException {
    return SimulatedScene.of(3);
  }

  @Test
  void fieldsAreStandardisedAndSmoothedRoundTheTorusBySixPixels() {
    double[] lag = new double[3];
    for (int seed = 0; seed < 20; seed++) {
      double[] field = SimulatedScene.field(new SplittableRandom(seed));
      assertThat(Arrays.stream(field).average().orElseThrow()).isCloseTo(0, within(1e-9));
      assertThat(correlation(field, 0, 0)).isCloseTo(1, within(1e-9));
      // The seam is as smooth as the inside.
      double seam = 0;
      double inside = 0;
      for (int y = 0; y < LINES; y++) {
        seam += Math.abs(field[y * COLUMNS] - field[y * COLUMNS + COLUMNS - 1]) / LINES;
        inside += Math.abs(field[y * COLUMNS + 64] - field[y * COLUMNS + 63]) / LINES;
      }
      assertThat(seam).isLessThan(4 * inside);
      lag[0] += correlation(field, 0, 1) / 20;
      lag[1] += correlation(field, 6, 0) / 20;
      lag[2] += correlation(field, 0, 12) / 20;
    }
    // White noise smoothed by a Gaussian of sigma has correlation exp(-d^2 / (4 sigma^2)).
    assertThat(lag[0]).isCloseTo(Math.exp(-1 / 144.0), within(0.003));
    assertThat(lag[1]).isCloseTo(Math.exp(-36 / 144.0), within(0.05));
    assertThat(lag[2]).isCloseTo(Math.exp(-144 / 144.0), within(0.1));
  }

  @Test
  void sharesAreSoftmaxOfThreeTimesUnitFields() {
    float[] values = shares(SCENE).values();
    double variance = 0;
    for (int pixel = 0; pixel < SCENE.size(); pixel++) {
      double sum = 0;
      double meanLog = 0;
      for (int k = 0; k < 4; k++) {
        assertThat(values[pixel * 4 + k]).isBetween(0f, 1f);
        sum += values[pixel * 4 + k];
        meanLog += Math.log(values[pixel * 4 + k]) / 4;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      for (int k = 0; k < 4; k++) {
        variance += Math.pow(Math.log(values[pixel * 4 + k]) - meanLog, 2);
      }
    }
    // Sum of squares about the mean of four independent values of variance 9: 3 * 9 = 27.
    assertThat(variance / SCENE.size()).isCloseTo(27, within(6.0));
  }

  @Test
  void theCoarseLabelIsTheMaterialWithTheLargestShareAndEachIsCommon() {
    FineTargets.Shares fine = shares(SCENE);
    int[] counts = new int[4];
    for (int pixel = 0; pixel < SCENE.size(); pixel++) {
      int label = SCENE.coarse().labels()[pixel];
      counts[label]++;
      for (int k = 0; k < 4; k++) {
        assertThat(fine.values()[pixel * 4 + k])
            .isLessThanOrEqualTo(fine.values()[pixel * 4 + label]);
      }
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 2000 && count < 5000);
    assertThat(SCENE.coarse().names())
        .containsExactly("vegetation", "red metallic roof", "concrete", "asphalt");
  }

  @Test
  void spectraLieInTheUnitIntervalAndAreFinite() {
    assertThat(SCENE.shape()).isEqualTo(InputShape.vector(144));
    float[] values = FloatMatrix.of(SCENE.inputs()).values();
    float least = 1;
    float most = 0;
    for (float value : values) {
      assertThat(value >= 0 && value <= 1).isTrue();
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    assertThat(least).isPositive();
    assertThat(most).isLessThan(0.8f);
  }

  @Test
  void pixelsOfNearlyOneMaterialHaveItsReflectanceOnAverage() {
    FineTargets.Shares fine = shares(SCENE);
    FloatMatrix spectra = FloatMatrix.of(SCENE.inputs());
    for (int k = 0; k < 4; k++) {
      int material = k;
      int[] pure =
          IntStream.range(0, SCENE.size())
              .filter(pixel -> fine.values()[pixel * 4 + material] > 0.99)
              .toArray();
      assertThat(pure).hasSizeGreaterThan(60);
      for (int band = 0; band < 144; band += 13) {
        double mean = 0;
        for (int pixel : pure) {
          mean += spectra.at(pixel, band) / pure.length;
        }
        double base = List.of(Reflectance.values()).get(k).at(SimulatedScene.wavelength(band));
        // Gain and variation have mean 1 and deviation 0.15 together.
        assertThat(mean / base).isCloseTo(1, within(4 * 0.15 / Math.sqrt(pure.length) + 0.04));
      }
    }
  }

  @Test
  void vegetationHasARedEdgeAndRoofsAreRed() {
    assertThat(Reflectance.VEGETATION.at(850) / Reflectance.VEGETATION.at(675)).isGreaterThan(8);
    assertThat(Reflectance.VEGETATION.at(550)).isGreaterThan(Reflectance.VEGETATION.at(450));
    assertThat(Reflectance.VEGETATION.at(550)).isGreaterThan(Reflectance.VEGETATION.at(675));
    assertThat(Reflectance.RED_METALLIC_ROOF.at(680))
        .isGreaterThan(4 * Reflectance.RED_METALLIC_ROOF.at(500));
    for (Reflectance material : Reflectance.values()) {
      for (int band = 0; band < 144; band++) {
        assertThat(material.at(SimulatedScene.wavelength(band))).isBetween(0.01, 0.6);
      }
    }
    assertThat(SimulatedScene.wavelength(0)).isEqualTo(380);
    assertThat(SimulatedScene.wavelength(143)).isEqualTo(1050);
  }

  @Test
  void theVariationHasMeanOneAndDeviationOneTwentieth() {
    SplittableRandom random = new SplittableRandom(4);
    double sum = 0;
    double squares = 0;
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      for (double value : SimulatedScene.variation(random)) {
        sum += value;
        squares += (value - 1) * (value - 1);
      }
    }
    assertThat(sum / (draws * 144)).isCloseTo(1, within(0.003));
    assertThat(Math.sqrt(squares / (draws * 144))).isCloseTo(0.05, within(0.001));
  }

  @Test
  void theRandomSplitHasThePapersCountsAndPartsEveryPixel() {
    DataSplit split = SimulatedScene.of(3).open();

    assertThat(split.train().size()).isEqualTo(9408);
    assertThat(split.test().size()).isEqualTo(4032);
    assertThat(split.validation()).isNull();
    assertThat(IntStream.concat(indices(split.train()), indices(split.test())).distinct().count())
        .isEqualTo(13_440);
  }

  private static IntStream indices(Dataset data) {
    return data.ids().stream()
        .mapToInt(
            id -> {
              int comma = id.indexOf(',');
              return Integer.parseInt(id.substring(0, comma)) * COLUMNS
                  + Integer.parseInt(id.substring(comma + 1));
            });
  }

  @Test
  void theSeedFixesSceneAndSplit() {
    DataSplit once = SimulatedScene.of(5).open();
    DataSplit again = SimulatedScene.of(5).open(new DataRoot(List.of(Path.of("."))), 0);
    DataSplit other = SimulatedScene.of(6).open();

    assertThat(again.test().ids()).isEqualTo(once.test().ids());
    assertThat(FloatMatrix.of(again.test().inputs()).values())
        .isEqualTo(FloatMatrix.of(once.test().inputs()).values());
    assertThat(shares(again.test()).values()).isEqualTo(shares(once.test()).values());
    assertThat(other.test().ids()).isNotEqualTo(once.test().ids());
    assertThat(shares(other.train()).values()).isNotEqualTo(shares(once.train()).values());
  }

  @Test
  void blocksAndValidationComeFromConfiguration() throws Exception {
    SimulatedScene source =
        Kinds.all()
            .register(new ObjectMapper())
            .readValue(
                """
                {"source": "scene", "seed": 1, "split": {"kind": "blocks", "side": 15, "gap": 2,
                 "testFraction": 0.3}, "validation": {"fraction": 0.1, "seed": 0}}""",
                SimulatedScene.class);

    DataSplit split = source.open();

    assertThat(source.split()).isEqualTo(new SceneSplit.Blocks(15, 2, 0.3));
    assertThat(split.test().size() / 13_440.0).isCloseTo(0.3, within(0.01));
    Dataset validation = Objects.requireNonNull(split.validation());
    assertThat(validation.size() / (double) (validation.size() + split.train().size()))
        .isCloseTo(0.1, within(0.001));
    assertThat(source.files(new DataRoot(List.of(Path.of("."))))).isEmpty();
  }
}
