package org.fierce.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fierce.app.report.Results;
import org.fierce.app.report.Results.Difference;
import org.fierce.app.report.Results.Estimate;
import org.fierce.app.report.Results.Method;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
  private static final Terminal PLAIN = new Terminal(false, false, 100);

  private static Results results(Method... methods) {
    return new Results(
        "t",
        true,
        List.of("fierce wins."),
        List.of(),
        "mean over 2 seeds",
        null,
        List.of(methods),
        List.of(),
        Map.of(),
        "");
  }

  private static Method method(
      String name, boolean free, double accuracy, Map<String, Difference> differences) {
    return new Method(
        name,
        free,
        Map.of("coarseAccuracy", new Estimate(accuracy, accuracy - 0.01, accuracy + 0.01)),
        differences);
  }

  @Test
  void methodsRivalsDifferencesAndVerdictStandBelowEachOther() {
    Difference difference = new Difference("ce", new Estimate(-0.02, -0.03, -0.01), 0.012);
    String text =
        ScoreTable.of(
            results(
                method("ce", false, 0.9, Map.of()),
                method("fierce", false, 0.88, Map.of("coarseAccuracy", difference)),
                method("untrained", true, 0.3, Map.of())),
            PLAIN);
    assertThat(text.lines())
        .containsExactly(
            "              coarse accuracy",
            "ce            0.900 [0.890, 0.910]",
            "fierce        0.880 [0.870, 0.890]",
            "untrained *   0.300 [0.290, 0.310]",
            "",
            "Difference to ce, paired by seed; p after Holm",
            "         coarse accuracy",
            "fierce   −0.020 [−0.030, −0.010] p = 0.012",
            "",
            "mean over 2 seeds.",
            "* rival, shown for comparison.",
            "",
            "fierce wins.");
  }

  @Test
  void oneRunIsAListOfScores() {
    String text = ScoreTable.of(results(method("ce", false, 0.9, Map.of())), PLAIN);
    assertThat(text.lines().findFirst().orElseThrow())
        .isEqualTo("coarse accuracy   0.900 [0.890, 0.910]    coarseAccuracy");
  }
}
