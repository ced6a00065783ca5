package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fierce.compare.PairedDifference;
import org.fierce.compare.PairedDifference.Call;
import org.fierce.compare.SeedsNeeded;
import org.fierce.report.Results;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
  private static final Terminal PLAIN = new Terminal(false, false, 100);

  private static Results results(Method... methods) {
    return new Results(
        "t",
        true,
        null,
        List.of("fierce wins."),
        List.of(),
        List.of(),
        2,
        null,
        List.of(methods),
        List.of(),
        List.of(),
        Map.of(),
        "",
        null);
  }

  private static Method method(
      String name, boolean isRival, double accuracy, Map<String, PairedDifference> differences) {
    return new Method(
        name,
        isRival,
        Map.of("coarseAccuracy", new Estimate(accuracy, accuracy - 0.01, accuracy + 0.01)),
        differences);
  }

  @Test
  void methodsRivalsDifferencesAndVerdictStandBelowEachOther() {
    PairedDifference difference =
        new PairedDifference("ce", -0.02, -0.03, -0.01, 0.012, null, null, null);
    PairedDifference sure = new PairedDifference("ce", 0.02, 0.01, 0.03, 0.0001, null, null, null);
    String text =
        ScoreTable.of(
            results(
                method("ce", false, 0.9, Map.of()),
                method("fierce", false, 0.88, Map.of("coarseAccuracy", difference)),
                method("sure", false, 0.92, Map.of("coarseAccuracy", sure)),
                method("untrained", true, 0.3, Map.of())),
            false,
            PLAIN);
    assertThat(text.lines())
        .containsExactly(
            "              coarse",
            "              accuracy",
            "ce            0.900 ±0.010",
            "fierce        0.880 ±0.010",
            "sure          0.920 ±0.010",
            "rivals",
            "  untrained   0.300 ±0.010",
            "",
            "mean over 2 seeds; after ±, half of the 95 % interval of what other training seeds would give.",
            "",
            "Against ce on coarse accuracy (larger is better), paired by seed",
            "         over training seeds       p (Holm)",
            "fierce   −0.020 [−0.030, −0.010]      0.012",
            "sure     +0.020 [0.010, 0.030]      < 0.001",
            "",
            "fierce wins.");
  }

  private static Results five() {
    SeedsNeeded needed =
        new SeedsNeeded(
            0.05,
            0.01,
            new SeedsNeeded.Size(0.02, 5, 3, 28),
            new SeedsNeeded.Size(0.01, 10, 5, 10_000));
    PairedDifference better =
        new PairedDifference(
            "ce",
            0.02,
            0.01,
            0.03,
            0.0001,
            Call.BETTER,
            new PairedDifference.OverExamples(0.005, 0.035, 0.02, 100),
            needed);
    PairedDifference worse =
        new PairedDifference(
            "ce",
            -0.02,
            -0.03,
            -0.01,
            0.012,
            Call.WORSE,
            new PairedDifference.OverExamples(-0.035, -0.005, 0.02, 100),
            null);
    return results(
        method("ce", false, 0.9, Map.of()),
        method("a-rather-long-name", false, 0.92, Map.of("coarseAccuracy", better)),
        method("worse", false, 0.88, Map.of("coarseAccuracy", worse)));
  }

  @Test
  void theCallSeedsRowsAndSeedsNeededFitEightyAndAHundredAndTwentyColumns() {
    for (int width : new int[] {80, 120}) {
      String text = ScoreTable.of(five(), false, new Terminal(false, false, width));
      assertThat(text)
          .contains("better", "worse", "+0.020 [0.010, 0.030]", "[0.005, 0.035]", "5 [3, 28]")
          .contains("10 [5, ≥10000]", "Over test rows:");
      assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
      assertThat(text).doesNotContain("\u001b");
    }
  }

  @Test
  void aCallHasItsColourOnATerminalOnly() {
    assertThat(TerminalWriter.shown(ScoreTable.of(five(), false, new Terminal(true, true, 100))))
        .contains("\u001b[32m better\u001b[0m", "\u001b[31m  worse\u001b[0m");
  }

  @Test
  void longVerdictsAreBrokenBetweenWords() {
    String verdict = "one two three four five six seven eight nine ten";
    Results one =
        new Results(
            "t",
            false,
            null,
            List.of(verdict),
            List.of(),
            List.of(),
            0,
            null,
            List.of(method("ce", false, 0.9, Map.of())),
            List.of(),
            List.of(),
            Map.of(),
            "",
            null);
    assertThat(ScoreTable.of(one, true, new Terminal(false, false, 40)).lines())
        .endsWith("one two three four five six seven", "  eight nine ten");
  }

  @Test
  void oneRunIsAListOfScores() {
    String text = ScoreTable.of(results(method("ce", false, 0.9, Map.of())), true, PLAIN);
    assertThat(text.lines().findFirst().orElseThrow())
        .isEqualTo("coarse accuracy   0.900 [0.890, 0.910]    coarseAccuracy");
  }

  @Test
  void withoutRoomForKeysNoNameIsToldTwice() {
    String text =
        ScoreTable.of(
            results(method("ce", false, 0.9, Map.of())), true, new Terminal(false, false, 50));
    assertThat(text.lines())
        .containsExactly(
            "coarse accuracy   0.900 [0.890, 0.910]",
            "",
            "mean over 2 seeds; in brackets the 95 % interval",
            "  of what other training seeds would give. Their",
            "  keys: --json.",
            "",
            "fierce wins.");
  }

  @Test
  void scoresOfLessInterestComeOnlyWhenAskedFor() {
    Map<String, Estimate> scores =
        Map.of(
            "coarseAccuracy", new Estimate(0.9, Double.NaN, Double.NaN),
            "knnAccuracyWithinTrue", new Estimate(0.5, Double.NaN, Double.NaN),
            "fewShotAccuracy-5-1", new Estimate(0.4, Double.NaN, Double.NaN),
            "effectiveRank", new Estimate(3, Double.NaN, Double.NaN));
    Results two =
        results(
            new Method("ce", false, scores, Map.of()), new Method("b", false, scores, Map.of()));

    assertThat(ScoreTable.of(two, false, PLAIN))
        .contains("kNN inside", "5-way 1-shot")
        .contains("3 of 4\n  scores; --all prints the others")
        .doesNotContain("effective rank");
    assertThat(ScoreTable.of(two, true, PLAIN)).contains("effective\n").doesNotContain("--all");
  }

  @Test
  void aMethodThatDidNotLearnIsMarked() {
    Map<String, Estimate> scores =
        Map.of("coarseAccuracy", new Estimate(0.5, Double.NaN, Double.NaN));
    String text =
        ScoreTable.of(
            results(
                new Method("ce", false, scores, Map.of()),
                new Method("stuck", false, scores, Map.of(), true)),
            false,
            PLAIN);

    assertThat(text.lines()).contains("ce           0.500", "stuck \u2020      0.500");
  }
}
