package org.fierce.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.config.Contender;
import org.fierce.config.Contender.Rival;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataRoot;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.run.ExampleScores;
import org.fierce.run.Scores;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.Score;
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
    PairedDifference difference =
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
  void aScoreThatASeedDoesNotDefineIsLeftOutWithWords(@TempDir Path folder) throws Exception {
    ComparisonReport report =
        report(
            Map.of(BASE, new double[] {0.1, Double.NaN, 0.9}, NEW, new double[] {0.2, 0.6, 1.0}));

    assertThat(report.methods().get(0).scores()).doesNotContainKey(KEY);
    assertThat(report.methods().get(1).scores()).containsKey(KEY);
    assertThat(report.notes())
        .contains(
            "base is compared without knnAccuracyWithinTrue: not defined on the test rows of seed 1 (scores.json there says why).");
    report.write(folder.resolve("comparison.json"), new DataRoot(List.of(folder)));
    assertThat(folder.resolve("comparison.json")).content().doesNotContain("NaN");
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
                "transferMeanSquaredError"),
            List.of());

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

    DataRoot root = new DataRoot(List.of(folder));
    report.write(file, root);

    assertThat(ComparisonReport.read(file)).isEqualTo(report);
    ComparisonReport withRows =
        ComparisonReport.of(List.of(0L), List.of(rows(BASE, 200), rows(NEW, 240)), List.of());
    withRows.write(file, root);
    assertThat(ComparisonReport.read(file)).isEqualTo(withRows);
    assertThat(Files.readString(file)).contains("\"call\" : \"better\"", "\"rows\" : 400");
    ComparisonReport withSeeds =
        report(Map.of(BASE, new double[] {0.5, 0.6, 0.7}, NEW, new double[] {0.5, 0.61, 0.72}));
    withSeeds.write(file, root);
    assertThat(ComparisonReport.read(file)).isEqualTo(withSeeds);
  }

  @Test
  void oneSeedIsJudgedByItsTestRowsAndSaysSo() {
    // 400 rows: base right on the first 200, new on the first 240, same on all of base's.
    ComparisonReport report =
        ComparisonReport.of(
            List.of(0L),
            List.of(rows(BASE, 200), rows(NEW, 240), rows(method("same"), 201)),
            List.of());

    PairedDifference difference =
        requireNonNull(report.methods().get(1).pairedDifference().get(KEY));
    PairedDifference.OverExamples rows = requireNonNull(difference.examples());
    assertThat(difference.pHolm()).isNaN();
    // 0.1 +- 1.96 sqrt(0.1 x 0.9 / 400) = 0.0706 to 0.1294.
    assertThat(rows.low()).isCloseTo(0.0706, within(0.006));
    assertThat(rows.high()).isCloseTo(0.1294, within(0.006));
    assertThat(rows.rows()).isEqualTo(400);
    // No draw of 1,000 falls on the other side: 2 / 1001, doubled for the two methods.
    assertThat(rows.pHolm()).isCloseTo(4 / 1001.0, within(1e-12));
    assertThat(difference.call()).isEqualTo(PairedDifference.Call.BETTER);
    assertThat(report.verdict().get(0))
        .contains("new is better than base on " + KEY, "one seed, bootstrap of 400 test rows");
    assertThat(report.verdict().get(1)).contains("same against base", "cannot tell at this size");
    assertThat(report.verdict()).last().asString().contains("another training seed may turn it");
  }

  @Test
  void neededSeedsAreThoseOfThePairedTest() {
    // Differences 0, 0.01, 0.02: mean 0.01, deviation 0.01, so an effect of 1: 10 seeds at 0.05.
    ComparisonReport report =
        report(Map.of(BASE, new double[] {0.5, 0.6, 0.7}, NEW, new double[] {0.5, 0.61, 0.72}));

    SeedsNeeded needed =
        requireNonNull(
            requireNonNull(report.methods().get(1).pairedDifference().get(KEY)).seedsNeeded());
    assertThat(needed.observed().seeds()).isEqualTo(10);
    assertThat(needed.smallest().difference()).isEqualTo(0.01);
    assertThat(needed.smallest().seeds()).isEqualTo(10);
    assertThat(needed.observed().low()).isLessThan(10);
    assertThat(needed.observed().high()).isGreaterThan(100);
    assertThat(report.verdict().get(0)).contains("as large as seen takes about 10 seeds");
  }

  @Test
  void holmAsksForMoreSeedsAndTwoSeedsTellNone() {
    Contender third = method("third");
    ComparisonReport report =
        ComparisonReport.of(
            List.of(0L, 1L, 2L),
            List.of(
                outcome(BASE, 0.5, 0.6, 0.7),
                outcome(NEW, 0.5, 0.61, 0.72),
                outcome(third, 0.5, 0.61, 0.72)),
            List.of());

    SeedsNeeded needed =
        requireNonNull(
            requireNonNull(report.methods().get(1).pairedDifference().get(KEY)).seedsNeeded());
    assertThat(needed.level()).isEqualTo(0.025);
    assertThat(needed.observed().seeds()).isGreaterThan(10);
    ComparisonReport two =
        report(Map.of(BASE, new double[] {0.5, 0.6}, NEW, new double[] {0.5, 0.61}));
    assertThat(requireNonNull(two.methods().get(1).pairedDifference().get(KEY)).seedsNeeded())
        .isNull();
    assertThat(two.verdict().get(0)).contains("Two seeds do not say how many");
  }

  @Test
  void trainingPaidOnlyWhereEveryFreeRivalIsBeaten() {
    Map<Contender, double[]> values = new HashMap<>();
    values.put(BASE, new double[] {0.500, 0.501, 0.502, 0.503});
    values.put(NEW, new double[] {0.600, 0.602, 0.601, 0.603});
    values.put(Rival.RAW_INPUT, new double[] {0.3, 0.3, 0.3, 0.3});
    values.put(Rival.RAW_INPUT_PCA, new double[] {0.31, 0.31, 0.31, 0.31});
    values.put(Rival.UNTRAINED, new double[] {0.32, 0.3, 0.33, 0.31});

    assertThat(report(values).verdict())
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .startsWith("Training paid: the best method (new")
                    .contains("raw-input (0.3000), raw-input-pca (0.3100) and untrained (0.3150)"));

    values.put(Rival.UNTRAINED, new double[] {0.3, 0.9, 0.2, 0.8});
    assertThat(report(values).verdict())
        .noneMatch(sentence -> sentence.startsWith("Training paid"))
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .startsWith("Whether training paid cannot be told")
                    .contains("ahead of untrained (0.5500)"))
        .anySatisfy(
            sentence -> assertThat(sentence).startsWith("The best method").contains("beats raw"));

    values.put(Rival.RAW_INPUT_PCA, new double[] {0.7, 0.7, 0.7, 0.7});
    assertThat(report(values).verdict())
        .anySatisfy(
            sentence ->
                assertThat(sentence).contains("Training did not pay: raw-input-pca", "0.7000"));
  }

  @Test
  void methodsThatKnowNoMoreThanTheCoarseLabelAreToldSo() {
    Map<Contender, double[]> values = new HashMap<>();
    values.put(BASE, new double[] {0.5, 0.5});
    values.put(Rival.COARSE_MEAN, new double[] {0.6, 0.6});
    assertThat(report(values).verdict())
        .anySatisfy(s -> assertThat(s).startsWith("coarse-mean").contains("0.6000: no method"));
    values.put(Rival.COARSE_MEAN, new double[] {0.4, 0.4});
    assertThat(report(values).verdict()).noneMatch(s -> s.startsWith("coarse-mean"));
  }

  @Test
  void theWayToTheCeilingIsAShareWithItsInterval() {
    Map<Contender, double[]> values = new HashMap<>();
    values.put(BASE, new double[] {0.40, 0.41, 0.42});
    values.put(NEW, new double[] {0.50, 0.51, 0.52});
    values.put(Rival.RAW_INPUT, new double[] {0.30, 0.30, 0.30});
    values.put(Rival.FINE_CEILING, new double[] {0.71, 0.72, 0.70});

    // 0.21 of 0.41.
    assertThat(ceilingSentence(values))
        .contains("(new) has come 51 % [", "of the way there from raw-input (0.3000)");

    values.put(Rival.FINE_CEILING, new double[] {0.2, 0.2, 0.2});
    assertThat(ceilingSentence(values)).contains("no better than raw-input");
    values.put(Rival.FINE_CEILING, new double[] {0.2, 0.9, 0.4});
    assertThat(ceilingSentence(values)).contains("no share of the way is stated");
    values.put(Rival.FINE_CEILING, new double[] {0.45, 0.46, 0.47});
    assertThat(ceilingSentence(values)).contains("is there already");
    values.put(Rival.RAW_INPUT, new double[] {0.6, 0.6, 0.6});
    values.put(Rival.FINE_CEILING, new double[] {0.8, 0.81, 0.82});
    assertThat(ceilingSentence(values)).contains("(new) has come no part of the way");
    values.remove(Rival.RAW_INPUT);
    assertThat(ceilingSentence(values)).contains("of the way there from base (0.4100)");
  }

  private static String ceilingSentence(Map<Contender, double[]> values) {
    return report(values).verdict().stream()
        .filter(sentence -> sentence.startsWith("Trained on the fine targets"))
        .findFirst()
        .orElseThrow();
  }

  /** A run whose first test rows are right. */
  private static ComparisonReport.Outcome rows(Contender contender, int right) {
    double[] hits = new double[400];
    Arrays.fill(hits, 0, right, 1);
    List<String> ids = IntStream.range(0, 400).mapToObj(Integer::toString).toList();
    return new ComparisonReport.Outcome(
        contender,
        List.of(Scores.of(List.of(Score.bare(KEY, right / 400.0, 400)), List.of())),
        List.of(new ExampleScores(ids, Map.of(KEY, new PairedBootstrap.Mean(hits)))));
  }

  private static ComparisonReport.Outcome outcome(Contender contender, double... values) {
    return ordered(Map.of(BASE, values), KEY).stream()
        .map(same -> new ComparisonReport.Outcome(contender, same.bySeed(), List.of()))
        .findFirst()
        .orElseThrow();
  }

  private static ComparisonReport report(Map<Contender, double[]> values) {
    int seeds = values.values().iterator().next().length;
    return ComparisonReport.of(
        Comparison.firstSeeds(seeds), ordered(values, KEY), List.of("a note"));
  }

  private static List<ComparisonReport.Outcome> ordered(
      Map<Contender, double[]> values, String key) {
    List<ComparisonReport.Outcome> all = new ArrayList<>();
    for (Contender contender :
        List.of(
            BASE,
            NEW,
            Rival.RAW_INPUT,
            Rival.RAW_INPUT_PCA,
            Rival.UNTRAINED,
            Rival.COARSE_MEAN,
            Rival.FINE_CEILING)) {
      double[] list = values.get(contender);
      if (list != null) {
        List<Scores> bySeed = new ArrayList<>();
        for (double value : list) {
          bySeed.add(Scores.of(List.of(Score.bare(key, value, 10)), List.of()));
        }
        all.add(new ComparisonReport.Outcome(contender, bySeed, List.of()));
      }
    }
    return all;
  }

  private static Contender method(String label) {
    return new Contender.Method(new MethodConfig(label, null, new CrossEntropySpec()));
  }
}
