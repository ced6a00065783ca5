package org.fierce.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender;
import org.fierce.config.Contender.Rival;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Standing;
import org.fierce.run.Scores;
import org.fierce.stats.Score;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonAnswerTest {
  private static final String KEY = "knnAccuracyWithinTrue";

  @TempDir private Path folder;
  private ExperimentConfig config;
  private DataSplit split;
  private final Map<Contender, List<Scores>> scores = new LinkedHashMap<>();

  @BeforeEach
  void letters() throws IOException {
    StringBuilder table = new StringBuilder("width,height,alphabet,character\n");
    for (int row = 0; row < 40; row++) {
      table.append(
          "%d,%d,%s,c%d\n".formatted(row, row % 7, row % 2 == 0 ? "Greek" : "Latin", row % 4));
    }
    Files.writeString(folder.resolve("letters.csv"), table);
    config =
        new ConfigReader(List.of(), false)
            .parse(
                "a test",
                """
                formatVersion: 1
                data: {source: table, train: letters.csv, labels: {coarse: alphabet, fine: {classes: character}}, split: {fraction: 0.5}}
                methods:
                  - cross-entropy
                  - {name: koleo, label: ours, weight: 0.03, epsilon: 0.1, readout: layers}
                """);
    split = Experiment.open(config, new DataRoot(List.of(folder)), 0);
  }

  @Test
  void theSentenceHasTheNumbersWithTheirIntervals() {
    method(0, 0.56, 0.57, 0.58);
    method(1, 0.83, 0.84, 0.85);
    rival(Rival.RAW_INPUT, 0.46, 0.46, 0.46);
    rival(Rival.UNTRAINED_LAYERS, 0.6, 0.61, 0.62);

    Answer answer = answer();

    // Half a t interval of three values a hundredth apart: 4.303 * 0.01 / sqrt(3) = 0.0248.
    assertThat(answer.verdict())
        .isEqualTo(
            "Told only the alphabet, Fierce finds the character 84 times in 100 [82, 86]; a plain classifier 57 [55, 59], raw columns 46 [46, 46].");
    assertThat(answer.standing()).isEqualTo(Standing.PAID);
    assertThat(answer.question()).isEqualTo("Letters: told alphabet, what is character?");
    assertThat(answer.fine())
        .extracting(Answer.Bar::name)
        .containsExactly("ours", "cross-entropy", "raw-input", "untrained-layers");
    assertThat(answer.next()).containsExactly("fierce report ours");
    assertThat(answer.notes()).isEmpty();
  }

  @Test
  void twoSeedsClaimNothingThatTheirIntervalDoesNotHold() {
    method(0, 0.5, 0.6);
    method(1, 0.6, 0.65);
    rival(Rival.RAW_INPUT, 0.58, 0.58);

    Answer answer = answer();

    // 12.706 * 0.025 = 0.318 about 0.625; 12.706 * 0.05 = 0.635 about 0.55, cut at 0 and 1.
    assertThat(answer.verdict())
        .isEqualTo(
            "Cannot tell at this size whether training paid: told only the alphabet, Fierce finds the character 63 times in 100 [31, 94]; a plain classifier 55 [0, 100], raw columns 58 [58, 58].");
    assertThat(answer.standing()).isEqualTo(Standing.CANNOT_TELL);
  }

  @Test
  void anUntrainedNetworkReadAtEveryLayerCostsNothingEither() {
    method(0, 0.5, 0.51, 0.52);
    method(1, 0.6, 0.61, 0.62);
    rival(Rival.RAW_INPUT, 0.4, 0.4, 0.4);
    rival(Rival.UNTRAINED_LAYERS, 0.7, 0.71, 0.72);

    Answer answer = answer();

    assertThat(answer.verdict())
        .isEqualTo(
            "Training did not pay: told only the alphabet, an untrained network read at every layer finds the character 71 times in 100 [69, 73]; Fierce 61 [59, 63], a plain classifier 51 [49, 53].");
    assertThat(answer.standing()).isEqualTo(Standing.DID_NOT_PAY);
  }

  @Test
  void whatIsNotToldFromAPlainClassifierIsSaidSo() {
    method(0, 0.6, 0.62, 0.64);
    method(1, 0.63, 0.62, 0.65);
    rival(Rival.RAW_INPUT, 0.4, 0.4, 0.4);

    assertThat(answer().verdict())
        .startsWith(
            "Training paid, but not more than that of a plain classifier as far as can be told: told only the alphabet, Fierce finds the character 63 times in 100");
  }

  @Test
  void aPlainClassifierMayBeTheBest() {
    method(0, 0.7, 0.71, 0.72);
    method(1, 0.63, 0.62, 0.65);
    rival(Rival.RAW_INPUT, 0.4, 0.4, 0.4);

    assertThat(answer().verdict())
        .isEqualTo(
            "Training paid, and a plain classifier does best: told only the alphabet, a plain classifier finds the character 71 times in 100 [69, 73]; raw columns 40 [40, 40].");
  }

  @Test
  void oneSeedHasTheIntervalOfItsTestRowsAndSaysSo() {
    scores.put(
        new Contender.Method(config.methods().get(0)),
        List.of(
            Scores.of(
                List.of(new Score(KEY, 0.5, 0.4, 0.6, 0.95, "bootstrap-examples", 20)),
                List.of())));

    Answer answer = answer();

    assertThat(answer.verdict())
        .isEqualTo(
            "Told only the alphabet, a plain classifier finds the character 50 times in 100 [40, 60]; nothing untrained stands beside it.");
    assertThat(answer.notes())
        .containsExactly(
            "One seed: the intervals speak of other test rows under the same trained networks. Another training may turn it; run more with --seeds.");
  }

  @Test
  void withoutFineLabelsNobodyCanSay() {
    scores.put(
        new Contender.Method(config.methods().get(0)),
        List.of(Scores.of(List.of(Score.bare("coarseAccuracy", 0.9, 20)), List.of())));

    Answer answer = answer();

    assertThat(answer.verdict())
        .isEqualTo(
            "The alphabet is told right 90 times in 100 by a plain classifier. Nobody labelled anything finer, so nobody knows which features tell more.");
    assertThat(answer.standing()).isEqualTo(Standing.NOT_ASKED);
    assertThat(answer.question()).isEqualTo("Letters: what is alphabet?");
    assertThat(answer.fine()).isEmpty();
  }

  private void method(int index, double... values) {
    scores.put(new Contender.Method(config.methods().get(index)), of(values));
  }

  private void rival(Rival rival, double... values) {
    scores.put(rival, of(values));
  }

  private static List<Scores> of(double... values) {
    List<Scores> bySeed = new ArrayList<>();
    for (double value : values) {
      bySeed.add(Scores.of(List.of(Score.bare(KEY, value, 20)), List.of()));
    }
    return bySeed;
  }

  private Answer answer() {
    List<ComparisonReport.Outcome> outcomes = new ArrayList<>();
    scores.forEach(
        (contender, bySeed) ->
            outcomes.add(new ComparisonReport.Outcome(contender, bySeed, List.of())));
    int seeds = outcomes.get(0).bySeed().size();
    ComparisonReport report =
        ComparisonReport.of(Comparison.firstSeeds(seeds), outcomes, List.of());
    return new ComparisonAnswer(config, split, report, outcomes)
        .of((best, standing) -> List.of("fierce report " + best));
  }
}
