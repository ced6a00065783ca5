package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Pattern KEY = Pattern.compile("`([a-zA-Z][a-zA-Z0-9]*(?:-[A-Z])*)`");

  /** What stands in the first column of a table of the page and is a part of a key only. */
  private static final Set<String> PARTS = Set.of("WithinTrue", "WithinPredicted", "Balanced");

  private static final Map<Measure.Unit, String> UNITS =
      Map.of(
          Measure.Unit.FRACTION, "fraction",
          Measure.Unit.BITS, "bits",
          Measure.Unit.NATS, "nats",
          Measure.Unit.TARGET, "unit of y",
          Measure.Unit.TARGET_SQUARED, "unit of y squared",
          Measure.Unit.PLAIN, "number");

  /** The keys of the page, each with what it says of unit and direction. */
  private static Map<String, String> page() throws IOException {
    Map<String, String> page = new TreeMap<>();
    boolean isKeys = false;
    for (String line : Files.readAllLines(Path.of("../docs/measures.md"))) {
      isKeys = line.startsWith("| key |") || (isKeys && line.startsWith("|"));
      if (isKeys) {
        List<String> cells = List.of(line.split("\\|", 4));
        KEY.matcher(cells.get(1))
            .results()
            .map(key -> key.group(1))
            .filter(key -> !PARTS.contains(key))
            .forEach(key -> page.put(key, cells.get(2).strip()));
      }
    }
    return page;
  }

  @Test
  void thePageOfMeasuresNamesEachKeyAndNoOther() throws IOException {
    Set<String> onPage = new TreeSet<>(page().keySet());
    Set<String> known = new TreeSet<>(Measure.keys());
    // Readings and means over classes are told in a section of their own.
    for (Set<String> keys : List.of(onPage, known)) {
      keys.removeIf(key -> key.matches(".*(WithinTrue|WithinPredicted|Balanced)(-S)?"));
    }

    assertThat(onPage).isEqualTo(known);
  }

  @Test
  void thePageOfMeasuresSaysTheUnitAndDirectionOfEachKey() throws IOException {
    assertThat(page())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            (key, said) -> {
              // A pattern stands for its keys.
              Measure measure =
                  Measure.of(key.replace("-W", "-5").replace("-S", "-1").replace("-K", "-4"));
              assertThat(measure.isKnown()).as(key).isTrue();
              assertThat(said)
                  .as(key)
                  .isEqualTo(
                      "%s, %s"
                          .formatted(
                              UNITS.get(measure.unit()),
                              measure.direction().name().toLowerCase(Locale.ROOT)));
            });
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
    assertThat(Measure.of("fewShotLogisticAccuracy-5-1").heading())
        .isEqualTo("5-way 1-shot by logistic regression");
    assertThat(Measure.of("fewShotAccuracyWithinTrue-1").isMain()).isFalse();
    assertThat(Measure.of("knnAccuracyWithinTrue").heading()).isEqualTo("kNN inside true coarse");
    assertThat(Measure.of("unheardOf"))
        .isEqualTo(
            new Measure(
                "unheardOf",
                "unheardOf",
                "unheardOf",
                Measure.Unit.PLAIN,
                Measure.Direction.LARGER,
                false,
                false));
  }

  @Test
  void thePageOfMeasuresHoldsTheSentenceThatReportsSayOfEachKey() throws IOException {
    List<String> page = Files.readAllLines(Path.of("../docs/measures.md"));
    List<String> keys = new ArrayList<>(Measure.keys());
    // Readings are put together of two sentences.
    keys.removeAll(List.of("knnAccuracyWithinTrue", "probeAccuracyWithinTrue"));
    for (String key : keys) {
      assertThat(page).contains("| `%s` | %s |".formatted(key, Measure.of(key).definition()));
    }
  }

  @Test
  void aDefinitionIsPutTogetherOfReadingsAndParameters() {
    assertThat(Measure.of("recallAtWithinTrueBalanced-5").definition())
        .isEqualTo(
            "Share of test rows with a row of their fine class among the K nearest other test rows. Only the fine classes of the row's true coarse class compete. Mean over classes, so that a rare one counts as much as a frequent one.");
    assertThat(Measure.of("probeR2WithinPredicted").definition())
        .endsWith(
            "Here against the mean of the row's predicted coarse class: what is explained inside classes.");
    assertThat(Measure.of("spearmanWithinTrue").definition())
        .endsWith("Here inside each true coarse class.");
    assertThat(Measure.of("fewShotLogisticAccuracyWithinPredicted-1").definition())
        .isEqualTo(
            Measure.of("fewShotAccuracy-W-S").definition()
                + " Only the fine classes of the predicted coarse class compete; a row sent to the wrong one is a miss.");
    assertThat(Measure.of("transferR2:grass").definition()).endsWith("Of this one component.");
    assertThat(Measure.of("labelsAccuracyWithinTrue-5").definition()).contains("K labelled");
    assertThat(Measure.of("unheardOfWithinTrue").definition()).isEmpty();
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
