package org.fierce.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fierce.compare.Comparison;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.paper.PaperResults.Answer;
import org.fierce.paper.PaperResults.Claim;
import org.fierce.paper.PaperResults.Figure;
import org.fierce.paper.PaperResults.Judged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaperResultsTest {
  @ParameterizedTest
  @EnumSource
  void figuresAndClaimsNameMethodsThatEveryConfigurationHas(Reproduction experiment) {
    PaperResults paper = PaperResults.of(experiment);
    Set<String> named = new HashSet<>();
    paper.figures().forEach(figure -> named.add(figure.method()));
    paper.claims().forEach(claim -> named.addAll(List.of(claim.better(), claim.than())));
    for (Reproduction.Part part : experiment.parts()) {
      for (boolean isQuick : new boolean[] {false, true}) {
        Set<String> methods =
            part.config(List.of(), isQuick).methods().stream()
                .map(MethodConfig::label)
                .collect(Collectors.toSet());
        assertThat(methods).containsAll(named);
      }
    }
    assertThat(paper.keys()).doesNotHaveDuplicates();
    assertThat(paper.figures()).extracting(Figure::key).isSubsetOf(paper.keys());
    assertThat(paper.claims()).extracting(Claim::on).isSubsetOf(paper.keys());
  }

  @Test
  void figuresAreThoseOfTheStoredResults() {
    PaperResults paper = PaperResults.of(Reproduction.HYPERSPECTRAL);
    assertThat(paper.figures("cross-entropy", "authorsProbeMeanSquaredError"))
        .extracting(Figure::value, Figure::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0.512, "one run"),
            org.assertj.core.groups.Tuple.tuple(0.17, "average"));
    assertThat(paper.figures("fierce-4", "coarseAccuracy"))
        .extracting(Figure::value)
        .containsExactly(0.881);
    assertThat(paper.figures("fierce-1", "stability")).isEmpty();
    assertThat(paper.figures("raw-input", "coarseAccuracy")).isEmpty();
  }

  @Test
  void hyperspectralSettingsAreThePapers() {
    ExperimentConfig config =
        Reproduction.HYPERSPECTRAL.parts().get(1).config(List.of("seeds=3"), false);
    assertThat(config.seeds()).isEqualTo(3);
    assertThat(config.training().epochs()).isEqualTo(200);
    assertThat(config.training().batch()).isEqualTo(200);
    assertThat(config.yaml()).contains("blocks");
    assertThat(Reproduction.HYPERSPECTRAL.parts().get(0).config(List.of(), false).seeds())
        .isEqualTo(10);
  }

  @Test
  void aClaimHoldsTheOtherWayRoundOrIsNotToldApart() {
    // Differences of "a" to "b": -1, -1.1, -0.9: mean -1, t = -1 / (0.1 / sqrt 3) = -17.3, p =
    // .0033.
    Map<String, double[]> errors =
        Map.of(
            "a", new double[] {1, 2, 3},
            "b", new double[] {2, 3.1, 3.9},
            "c", new double[] {9, 2, 1});
    PaperResults paper =
        new PaperResults(
            "",
            "",
            List.of("xError"),
            List.of(),
            List.of(
                new Claim("a", "b", "xError"),
                new Claim("b", "a", "xError"),
                new Claim("a", "c", "xError"),
                new Claim("a", "missing", "xError")));

    List<Judged> judged = paper.judge(report(errors));

    assertThat(judged)
        .extracting(Judged::answer)
        .containsExactly(Answer.HOLDS, Answer.THE_OPPOSITE_HOLDS, Answer.NOT_TOLD_APART);
    assertThat(judged.get(0).difference()).isCloseTo(-1, within(1e-12));
    // Holm over three: the smallest p times 3.
    assertThat(judged.get(0).pHolm()).isCloseTo(3 * 0.00331, within(1e-4));
    assertThat(judged.get(0).low()).isCloseTo(-1 - 4.3027 * 0.1 / Math.sqrt(3), within(1e-4));
  }

  @Test
  void oneSeedTellsNothingApart() {
    PaperResults paper =
        new PaperResults(
            "", "", List.of(), List.of(), List.of(new Claim("a", "b", "coarseAccuracy")));
    List<Judged> judged =
        paper.judge(report(Map.of("a", new double[] {1}, "b", new double[] {0}), "coarseAccuracy"));
    assertThat(judged.get(0).answer()).isEqualTo(Answer.NOT_TOLD_APART);
    assertThat(judged.get(0).pHolm()).isNaN();
  }

  @Test
  void unknownWordsAreAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Reproduction.of("hyperspectal"))
        .hasMessageContaining("did you mean 'hyperspectral'");
    assertThatThrownBy(() -> Reproduction.HYPERSPECTRAL.parts(List.of("sampson")))
        .hasMessageContaining("did you mean 'samson'");
  }

  private static ComparisonReport report(Map<String, double[]> values) {
    return report(values, "xError");
  }

  private static ComparisonReport report(Map<String, double[]> values, String key) {
    int seeds = values.values().iterator().next().length;
    List<Summary> rows =
        values.entrySet().stream()
            .map(
                entry ->
                    new Summary(
                        entry.getKey(),
                        false,
                        Map.of(
                            key,
                            new SeedScore(
                                0,
                                0,
                                0,
                                java.util.Arrays.stream(entry.getValue()).boxed().toList())),
                        Map.of()))
            .toList();
    return new ComparisonReport(
        Comparison.firstSeeds(seeds), rows, Optional.empty(), List.of(), List.of(), null);
  }
}
