package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class NearestMeanHeadTest extends FineHeadContract {
  private static final int WIDTH = 6;

  @Override
  protected FineHead head() {
    return NearestMeanHead.empty(new FeatureCentres(zeros(0.25f))).with(classes(1, 4, 5, 0));
  }

  private static float[] zeros(float step) {
    float[] centre = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      centre[i] = i * step;
    }
    return centre;
  }

  /** Classes round a direction each. */
  private static List<ClassExamples> classes(long seed, int classes, int examples, int coarse) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ClassExamples> all = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      float[][] rows = new float[examples][WIDTH];
      for (float[] row : rows) {
        for (int i = 0; i < WIDTH; i++) {
          row[i] = (float) (random.nextDouble() - 0.5 + (i == c % WIDTH ? 1.5 : 0));
        }
      }
      all.add(new ClassExamples("class " + c, coarse, FloatMatrix.of(rows)));
    }
    return all;
  }

  private static ClassExamples examples(String name, int coarse, float[]... rows) {
    return new ClassExamples(name, coarse, FloatMatrix.of(rows));
  }

  private static Prediction.FineClass fine(FineHead head, int coarse, float... row) {
    Prediction.FineClass fine = head.answer(row, coarse).fine();
    return Objects.requireNonNull(fine);
  }

  @Test
  void theNearestMeanByHand() {
    // Centre (1, 1). The examples lie at (3, 4) and (5, 0) from it: (0.6, 0.8) and (1, 0).
    NearestMeanHead head =
        NearestMeanHead.empty(new FeatureCentres(new float[] {1, 1}))
            .with(
                List.of(
                    examples("up", 0, new float[] {4, 5}),
                    examples("right", 0, new float[] {6, 1})));
    // (0, 2) from the centre: (0, 1), squared distances 0.36 + 0.04 and 2; the temperature is 1.
    Prediction.FineClass up = fine(head, 0, 1, 3);
    assertThat(up.name()).isEqualTo("up");
    assertThat(up.probability()).isCloseTo(1 / (1 + Math.exp(0.4 - 2)), within(1e-6));
    assertThat(up.isUnknown()).isFalse();
    assertThat(head.temperature()).isEqualTo(1);
    assertThat(head.noneOfThese()).isNull();
    assertThat(fine(head, 0, 3, 1).name()).isEqualTo("right");
  }

  @Test
  void onlyClassesOfTheCoarseClassCompete() {
    NearestMeanHead head =
        NearestMeanHead.empty(new FeatureCentres(new float[2]))
            .with(
                List.of(
                    examples("a", 0, new float[] {1, 0}),
                    examples("b", 2, new float[] {0, 1}),
                    examples("a", 2, new float[] {-1, 0})));
    assertThat(fine(head, 0, 0, 1).name()).isEqualTo("a");
    assertThat(fine(head, 0, 0, 1).probability()).isEqualTo(1);
    assertThat(fine(head, 2, 0, 1).name()).isEqualTo("b");
    assertThat(head.answer(new float[] {0, 1}, 1)).isEqualTo(FineAnswer.NONE);
    assertThat(head.answer(new float[] {0, 1}, 3)).isEqualTo(FineAnswer.NONE);
  }

  /** Slow and apart: every mean made again without the example. */
  @Test
  void leavingOneOutEqualsMakingTheMeansAgain() {
    List<ClassExamples> classes = classes(3, 5, 4, 0);
    NearestMeanHead whole = NearestMeanHead.empty(new FeatureCentres(zeros(0))).with(classes);
    int right = 0;
    List<Double> usual = new ArrayList<>();
    for (int c = 0; c < 5; c++) {
      for (int row = 0; row < 4; row++) {
        int left = row;
        FloatMatrix features = classes.get(c).features();
        int[] others = {0, 1, 2, 3};
        int[] rest = Arrays.stream(others).filter(i -> i != left).toArray();
        List<ClassExamples> without = new ArrayList<>(classes);
        without.set(
            c, new ClassExamples("class " + c, 0, FloatMatrix.copyOf(features.select(rest))));
        float[] asked = Arrays.copyOfRange(features.values(), row * WIDTH, (row + 1) * WIDTH);
        Prediction.FineClass answer =
            fine(NearestMeanHead.empty(new FeatureCentres(zeros(0))).with(without), 0, asked);
        right += answer.name().equals("class " + c) ? 1 : 0;
        usual.add(usual(classes, c, row));
      }
    }
    assertThat(whole.leaveOneOutAccuracies(1)[0]).isEqualTo(right / 20.0).isBetween(0.5, 1.0);
    // Rank 20 of 20 is the first with at most 5 % beyond: 1 of 21.
    NoneOfThese limit = Objects.requireNonNull(whole.noneOfThese());
    assertThat(limit.distance())
        .isCloseTo(usual.stream().mapToDouble(d -> d).max().orElseThrow(), within(1e-6));
    assertThat(limit.falseAlarmRate()).isEqualTo(0.05);
    assertThat(limit.examples()).isEqualTo(20);
  }

  /** Squared distance to the nearest mean; to the own one (n + 1) / (n - 1) times that. */
  private static double usual(List<ClassExamples> classes, int own, int row) {
    double least = Double.POSITIVE_INFINITY;
    double[] asked = unit(classes.get(own).features(), row);
    for (int c = 0; c < classes.size(); c++) {
      double[] mean = new double[WIDTH];
      for (int r = 0; r < 4; r++) {
        double[] unit = unit(classes.get(c).features(), r);
        for (int i = 0; i < WIDTH; i++) {
          mean[i] += unit[i] / 4;
        }
      }
      double distance = 0;
      for (int i = 0; i < WIDTH; i++) {
        distance += (asked[i] - mean[i]) * (asked[i] - mean[i]);
      }
      least = Math.min(least, c == own ? distance * 5 / 3 : distance);
    }
    return least;
  }

  private static double[] unit(FloatMatrix rows, int row) {
    double[] unit = new double[WIDTH];
    double squares = 0;
    for (int i = 0; i < WIDTH; i++) {
      unit[i] = rows.at(row, i);
      squares += unit[i] * unit[i];
    }
    for (int i = 0; i < WIDTH; i++) {
      unit[i] /= Math.sqrt(squares);
    }
    return unit;
  }

  @Test
  void aFewFarRowsAreOfNoneOfThese() {
    NearestMeanHead head =
        NearestMeanHead.empty(new FeatureCentres(zeros(0))).with(classes(5, 3, 40, 0));
    assertThat(fine(head, 0, 2, 0, 0, 0, 0, 0).isUnknown()).isFalse();
    assertThat(fine(head, 0, 0, 0, 0, 0, 0, -2).isUnknown()).isTrue();
    SplittableRandom random = new SplittableRandom(6);
    int alarms = 0;
    for (int i = 0; i < 3000; i++) {
      float[] row = new float[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        row[j] = (float) (random.nextDouble() - 0.5 + (j == i % 3 ? 1.5 : 0));
      }
      alarms += fine(head, 0, row).isUnknown() ? 1 : 0;
    }
    // 5 % stated from 30 kept examples: their own chance has a deviation of 4 points.
    assertThat(alarms / 3000.0).isBetween(0.005, 0.13);
  }

  /** The same row is usual or not by how far out rows of its coarse class lie. */
  @Test
  void whatIsUnknownIsMeasuredByTheDistanceToTheCoarseClass() {
    float[] along = new float[] {1, 0};
    FeatureCentres near =
        FeatureCentres.of(FloatMatrix.of(new float[][] {{2, 0}, {-2, 0}}), new int[] {0, 1}, 2);
    assertThat(near.all()).containsExactly(0, 0);
    assertThat(near.coarse().values()).containsExactly(1, 0, -1, 0);
    // Squared distances of (0, 1) to the coarse means (1, 0) and (0, 0): 2 and 1.
    FloatMatrix up = FloatMatrix.of(new float[][] {{0, 1}});
    assertThat(near.fromCoarse(up, 0, 0)).isEqualTo(2);
    assertThat(near.fromCoarse(up, 0, 7)).isEqualTo(1);
    List<ClassExamples> classes =
        List.of(examples("a", 0, along, new float[] {1, 1}), examples("b", 0, along, along));
    NoneOfThese limit =
        Objects.requireNonNull(NearestMeanHead.empty(near).with(classes).noneOfThese());
    NoneOfThese bare =
        Objects.requireNonNull(
            NearestMeanHead.empty(new FeatureCentres(new float[2])).with(classes).noneOfThese());
    // (1, 1) / sqrt(2) lies 2 - sqrt(2) from the coarse mean, a quarter of that from its own, which
    // counts three times for one of two.
    assertThat(limit.distance()).isCloseTo(0.75, within(1e-5));
    assertThat(bare.distance()).isCloseTo(0.75 * (2 - Math.sqrt(2)), within(1e-5));
  }

  @Test
  void addingClassesOneByOneOrTogetherIsTheSame() throws Exception {
    List<ClassExamples> classes = classes(7, 6, 3, 1);
    NearestMeanHead together = NearestMeanHead.empty(new FeatureCentres(zeros(0.1f))).with(classes);
    NearestMeanHead oneByOne = NearestMeanHead.empty(new FeatureCentres(zeros(0.1f)));
    for (ClassExamples each : classes) {
      oneByOne = oneByOne.with(List.of(each));
    }
    assertThat(bytes(oneByOne)).isEqualTo(bytes(together));
    assertThat(oneByOne.facts()).isEqualTo(together.facts());
    NearestMeanHead removed = together.without(1, 4);
    List<ClassExamples> rest = new ArrayList<>(classes);
    rest.remove(4);
    rest.remove(1);
    NearestMeanHead made = NearestMeanHead.empty(new FeatureCentres(zeros(0.1f))).with(rest);
    assertThat(bytes(removed)).isEqualTo(bytes(made));
    assertThat(removed.facts()).isEqualTo(made.facts());
  }

  private static byte[] bytes(NearestMeanHead head) throws Exception {
    return FineHeads.none(new FeatureCentres(zeros(0.1f))).with(head).toBytes();
  }

  @Test
  void fewExamplesNeverMakeForCertainty() {
    // Each of 4 examples is 2 * sqrt(2) from the other class, and 0 from its own.
    NearestMeanHead head =
        NearestMeanHead.empty(new FeatureCentres(new float[2]))
            .with(
                List.of(
                    examples("a", 0, new float[] {1, 0}, new float[] {1, 0}),
                    examples("b", 0, new float[] {-1, 0}, new float[] {-1, 0})));
    // 5 of 6 parts are given to the own class: exp(4 / T) = 5.
    assertThat(head.temperature()).isCloseTo(4 / Math.log(5), within(1e-9));
    assertThat(fine(head, 0, 1, 0).probability()).isCloseTo(5.0 / 6, within(1e-9));
  }

  @Test
  void refusesATakenNameAndExamplesOfAnotherWidth() {
    NearestMeanHead head =
        NearestMeanHead.empty(new FeatureCentres(new float[2]))
            .with(List.of(examples("a", 0, new float[] {1, 0})));
    assertThatThrownBy(() -> head.with(List.of(examples("a", 0, new float[] {0, 1}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the coarse class has a class \"a\" already, of 1 examples; choose another name, or remove it first");
    assertThatThrownBy(() -> head.with(List.of(examples("b", 0, new float[] {0, 1, 2}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "class \"b\" has examples of 3 features, but the head reads 2; give those of the head's own model");
    assertThatThrownBy(() -> examples("b", 0, new float[] {Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class \"b\" has an example with a feature of NaN; every one must be finite");
    assertThat(head.with(List.of(examples("a", 1, new float[] {0, 1}))).classes()).hasSize(2);
  }
}
