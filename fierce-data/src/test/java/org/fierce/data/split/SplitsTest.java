package org.fierce.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.ScenePlaces;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;

class SplitsTest {
  /** Classes a, b, c with 60, 30 and 10 rows, interleaved. */
  private static CoarseLabels labels() {
    int[] labels = new int[100];
    for (int row = 0; row < 100; row++) {
      labels[row] = row % 10 == 9 ? 2 : row % 3 == 0 ? 1 : 0;
    }
    return new CoarseLabels(labels, List.of("a", "b", "c"));
  }

  private static long count(CoarseLabels labels, int[] rows, int label) {
    return Arrays.stream(rows).filter(row -> labels.labels()[row] == label).count();
  }

  @Test
  void partsTogetherAreAllRowsOnceAndAscending() {
    Splits.Parts parts = Splits.fraction(labels(), 0.25, 7);
    assertThat(parts.remaining()).isSorted().hasSize(75);
    assertThat(parts.drawn()).isSorted().hasSize(25);
    assertThat(
            IntStream.concat(Arrays.stream(parts.remaining()), Arrays.stream(parts.drawn()))
                .sorted())
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void eachClassGivesItsShare() {
    CoarseLabels labels = labels();
    Splits.Parts parts = Splits.fraction(labels, 0.2, 0);
    for (int label = 0; label < 3; label++) {
      double exact = 0.2 * count(labels, IntStream.range(0, 100).toArray(), label);
      assertThat((double) count(labels, parts.drawn(), label)).isBetween(exact - 1, exact + 1);
    }
  }

  @Test
  void theDrawIsAFunctionOfTheSeed() {
    assertThat(Splits.fraction(50, 0.5, 3).drawn()).isEqualTo(Splits.fraction(50, 0.5, 3).drawn());
    assertThat(Splits.fraction(50, 0.5, 3).drawn())
        .isNotEqualTo(Splits.fraction(50, 0.5, 4).drawn());
  }

  @Test
  void aClassOfOneRowStaysInTraining() {
    CoarseLabels labels = new CoarseLabels(new int[] {0, 0, 0, 0, 1}, List.of("a", "b"));
    assertThat(Splits.fraction(labels, 0.8, 1).remaining()).contains(4);
  }

  @Test
  void everyRowIsDrawnAboutEquallyOften() {
    int[] hits = new int[20];
    for (long seed = 0; seed < 2000; seed++) {
      for (int row : Splits.fraction(20, 0.25, seed).drawn()) {
        hits[row]++;
      }
    }
    // Expected 500 with a standard deviation of 19; five of them on each side.
    assertThat(Arrays.stream(hits).boxed()).allSatisfy(n -> assertThat(n).isBetween(400, 600));
  }

  @Test
  void aSampleKeepsEveryClassAndHasTheSizeAskedFor() {
    CoarseLabels labels = labels();
    int[] rows = Splits.sample(labels, 4, 0);
    assertThat(rows).hasSize(4);
    assertThat(Arrays.stream(rows).map(row -> labels.labels()[row]).toArray()).contains(0, 1, 2);
    assertThat(Splits.sample(labels, 1000, 0)).hasSize(100);
  }

  @Test
  void aSampleBelowTheNumberOfClassesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Splits.sample(labels(), 2, 0))
        .withMessageContaining("limit of 2 rows");
  }

  @Test
  void aFractionOutsideItsRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Splits.fraction(10, 1.0, 0))
        .withMessageContaining("1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Validation(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> SplitSpec.byFraction(-0.5, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new SplitSpec(null, null, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Splits.fraction(1, 0.5, 0));
  }

  @Test
  void validationRowsComeOutOfTheTrainingRows() {
    Dataset all = Dataset.numbered("rows", new FloatMatrix(100, 1, new float[100]), labels(), null);
    Splits.Parts parts = Splits.fraction(all.coarse(), 0.2, 0);
    DataSplit whole =
        new DataSplit(
            all.select(parts.remaining()),
            null,
            all.select(parts.drawn()),
            org.fierce.data.encode.VectorEncoder.of(1));
    DataSplit split = Splits.validation(Splits.limit(whole, 40, 10, 0), new Validation(0.25, 5));
    Dataset validation = Objects.requireNonNull(split.validation());
    assertThat(split.train().size()).isEqualTo(30);
    assertThat(validation.size()).isEqualTo(10);
    assertThat(split.test().size()).isEqualTo(10);
    assertThat(split.train().ids())
        .doesNotContainAnyElementsOf(validation.ids())
        .doesNotContainAnyElementsOf(split.test().ids());
    assertThat(Splits.validation(split, null)).isSameAs(split);
  }

  @Test
  void validationRowsAreLeftInTrainingWhereTheyWouldBeTooFew() {
    Dataset all = Dataset.numbered("rows", new FloatMatrix(100, 1, new float[100]), labels(), null);
    DataSplit whole = new DataSplit(all, null, all, org.fierce.data.encode.VectorEncoder.of(1));
    assertThat(Splits.validation(whole, new Validation(0.1, 0, 11))).isSameAs(whole);
    DataSplit split = Splits.validation(whole, new Validation(0.1, 0, 10));
    assertThat(Objects.requireNonNull(split.validation()).size()).isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Validation(0.1, 0, 0))
        .withMessage("validation atLeast is 0; it must be at least 1");
  }

  @Test
  void placesInASceneGoWithTheirTestRows() {
    Dataset all = Dataset.numbered("rows", new FloatMatrix(100, 1, new float[100]), labels(), null);
    DataSplit scene = new SceneSplit.RandomPixels(0.5).part(all, 10, 10, false, 1);

    DataSplit limited = Splits.validation(Splits.limit(scene, 30, 12, 0), new Validation(0.25, 5));

    ScenePlaces places = Objects.requireNonNull(limited.scene());
    assertThat(places.height()).isEqualTo(10);
    assertThat(Arrays.stream(places.test()).mapToObj(Integer::toString))
        .containsExactlyElementsOf(limited.test().ids());
  }
}
