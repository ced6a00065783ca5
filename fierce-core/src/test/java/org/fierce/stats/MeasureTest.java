package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MeasureTest {
  /** What stands in the first column of a table of the page and is a part of a key only. */
  private static final Set<String> PARTS = Set.of("WithinTrue", "WithinPredicted", "Balanced");

  private static final Pattern KEY = Pattern.compile("`([a-zA-Z][a-zA-Z0-9]*(?:-[A-Z])*)`");

  @Test
  void thePageOfMeasuresNamesEachKeyAndNoOther() throws IOException {
    Set<String> onPage = new TreeSet<>();
    boolean isKeys = false;
    for (String line : Files.readAllLines(Path.of("../docs/measures.md"))) {
      isKeys = line.startsWith("| key |") || (isKeys && line.startsWith("|"));
      if (isKeys) {
        Matcher key = KEY.matcher(line.split("\\|", 3)[1]);
        while (key.find()) {
          onPage.add(key.group(1));
        }
      }
    }
    onPage.removeAll(PARTS);
    // Readings and means over classes are told in a section of their own.
    onPage.removeIf(key -> key.matches(".*(WithinTrue|WithinPredicted|Balanced)(-S)?"));
    Set<String> known = new TreeSet<>(Measure.keys());
    known.remove("viewAgreement");

    assertThat(onPage).isEqualTo(known);
  }

  @Test
  void whatDescribesIsNeverCalledBetter() {
    for (String key :
        List.of(
            "predictionTemperature",
            "stability",
            "featureEntropyBits",
            "predictionMutualInformationBits",
            "effectiveRank",
            "neuralCollapse1",
            "viewRatioWithin",
            "codebookInformationWithinBits")) {
      assertThat(Measure.of(key).isJudged()).as(key).isFalse();
    }
    for (String key :
        List.of(
            "coarseAccuracy",
            "knnAccuracyWithinTrueBalanced",
            "viewAgreementWithinTrue",
            "probeR2WithinPredicted",
            "brier",
            "scaledBrier")) {
      assertThat(Measure.of(key).isJudged()).as(key).isTrue();
    }
  }

  @Test
  void errorsAndLikelihoodsAreBetterSmall() {
    for (String key :
        List.of(
            "transferMeanSquaredError:grass",
            "probeRootMeanSquaredError",
            "brier",
            "scaledNegativeLogLikelihoodNats",
            "someError")) {
      assertThat(Measure.of(key).isLargerBetter()).as(key).isFalse();
    }
    assertThat(Measure.of("transferR2:grass").isLargerBetter()).isTrue();
    assertThat(Measure.of("recallAtWithinTrueBalanced-5").isLargerBetter()).isTrue();
    assertThat(Measure.of("brier").smallestThatMatters(0.4)).isEqualTo(0.05 * 0.4);
    assertThat(Measure.of("probeR2").smallestThatMatters(0.4)).isEqualTo(0.01);
  }

  @Test
  void wordsArePutTogetherOfReadingsAndParameters() {
    assertThat(Measure.of("transferR2:50% grass").words())
        .isEqualTo("R² of the transfer of 50% grass");
    assertThat(Measure.of("knnRecallAtWithinTrueBalanced-4").words())
        .isEqualTo(
            "recall at 4 among the training rows inside the true coarse class, mean over classes");
    assertThat(Measure.of("fewShotLogisticAccuracy-5-1").unit()).isEqualTo(Measure.Unit.FRACTION);
    assertThat(Measure.of("fewShotLogisticAccuracy-5-1").isFewShot()).isTrue();
    assertThat(Measure.of("unheardOf"))
        .isEqualTo(
            new Measure(
                "unheardOf", "unheardOf", Measure.Unit.PLAIN, Measure.Direction.LARGER, false));
  }

  @Test
  void thePrimaryScoreIsOneWithANumber() {
    assertThat(Measure.primary(List.of("knnAccuracyWithinTrue", "probeR2"))).hasValue("probeR2");
    Score missing = Score.undefined("knnAccuracyWithinTrue", 3, "no choice");
    Score there = Score.bare("fewShotAccuracy-5-1", 0.5, 3);
    assertThat(Measure.primaryOf(List.of(missing, there))).hasValue(there);
    assertThat(Measure.primaryOf(List.of(missing))).isEmpty();
  }
}
