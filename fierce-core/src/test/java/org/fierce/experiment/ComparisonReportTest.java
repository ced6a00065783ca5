package org.fierce.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fierce.data.DataRoot;
import org.fierce.evaluate.Score;
import org.fierce.experiment.Contender.Rival;
import org.fierce.loss.CrossEntropySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {
  private static final String KEY = "knnAccuracyWithinTrue";
  private static final Contender BASE = method("base");
  private static final Contender NEW = method("new");

  @Test
  void pairedDifferenceIsOfTheSameSeeds() {
    ComparisonReport report =
        report(Map.of(BASE, new double[] {0.1, 0.5, 0.9}, NEW, new double[] {0.2, 0.6, 1.0}));

    // Each seed gains exactly 0.1, though the methods' own spreads overlap.
    ComparisonReport.PairedDifference difference =
        requireNonNull(report.methods().get(1).pairedDifference().get(KEY));
    assertThat(difference.to()).isEqualTo("base");
    assertThat(difference.mean()).isCloseTo(0.1, within(1e-12));
    assertThat(difference.high() - difference.low()).isCloseTo(0, within(1e-9));
    assertThat(report.methods().get(0).pairedDifference()).isEmpty();
    assertThat(report.verdict().get(0)).contains("new is better than base on " + KEY);
  }

  @Test
  void smallDifferencesAreNotCalled() {
    ComparisonReport report =
        report(Map.of(BASE, new double[] {0.5, 0.6, 0.7}, NEW, new double[] {0.6, 0.5, 0.72}));

    assertThat(report.verdict().get(0)).contains("cannot tell");
  }

  @Test
  void oneSeedIsNoEvidence() {
    ComparisonReport report = report(Map.of(BASE, new double[] {0.5}, NEW, new double[] {0.9}));

    assertThat(report.verdict().get(0)).contains("+0.4000", "one seed cannot tell");
  }

  @Test
  void rawInputThatWinsIsSaidToWin() {
    ComparisonReport report =
        report(
            Map.of(
                BASE,
                new double[] {0.5, 0.6},
                NEW,
                new double[] {0.6, 0.7},
                Rival.RAW_INPUT,
                new double[] {0.8, 0.8},
                Rival.FINE_CEILING,
                new double[] {0.9, 0.9}));

    assertThat(report.verdict())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .contains("Training did not pay: raw-input", "0.8000", "(new) 0.6500"))
        .anySatisfy(sentence -> assertThat(sentence).contains("fine targets", "0.9000"));
  }

  @Test
  void rawInputThatLosesIsNotMentioned() {
    ComparisonReport report =
        report(Map.of(BASE, new double[] {0.5, 0.6}, Rival.RAW_INPUT, new double[] {0.3, 0.3}));

    assertThat(report.verdict()).noneMatch(sentence -> sentence.contains("did not pay"));
  }

  @Test
  void aSmallerErrorIsBetter() {
    ComparisonReport report =
        ComparisonReport.of(
            List.of(0L, 1L),
            ordered(
                Map.of(BASE, new double[] {0.5, 0.6}, NEW, new double[] {0.2, 0.3}),
                "transferMeanSquaredError"));

    assertThat(report.primary()).contains("transferMeanSquaredError");
    assertThat(report.verdict().get(0)).contains("new is better than base");
  }

  @Test
  void fileGivesTheReportBack(@TempDir Path folder) throws Exception {
    ComparisonReport report =
        report(
            Map.of(
                BASE,
                new double[] {0.5, 0.6},
                NEW,
                new double[] {0.6, 0.7},
                Rival.UNTRAINED,
                new double[] {0.1, 0.2}));
    Path file = folder.resolve("comparison.json");

    report.write(file, new DataRoot(List.of(folder)));

    assertThat(ComparisonReport.read(file)).isEqualTo(report);
  }

  private static ComparisonReport report(Map<Contender, double[]> values) {
    int seeds = values.values().iterator().next().length;
    return ComparisonReport.of(Comparison.firstSeeds(seeds), ordered(values, KEY));
  }

  private static List<ComparisonReport.Outcome> ordered(
      Map<Contender, double[]> values, String key) {
    List<ComparisonReport.Outcome> all = new ArrayList<>();
    for (Contender contender :
        List.of(BASE, NEW, Rival.RAW_INPUT, Rival.UNTRAINED, Rival.FINE_CEILING)) {
      double[] list = values.get(contender);
      if (list != null) {
        List<Scores> bySeed = new ArrayList<>();
        for (double value : list) {
          bySeed.add(Scores.of(List.of(Score.bare(key, value, 10))));
        }
        all.add(new ComparisonReport.Outcome(contender, bySeed));
      }
    }
    return all;
  }

  private static Contender method(String label) {
    return new Contender.Method(new MethodConfig(label, null, new CrossEntropySpec()));
  }
}
