package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.fierce.embed.Readout;
import org.fierce.evaluate.probe.HeadScore;
import org.fierce.experiment.FeatureChoice.Measured;
import org.fierce.files.Json;
import org.fierce.stats.PairedBootstrap;
import org.junit.jupiter.api.Test;

class FeatureChoiceTest {
  private static Measured measured(String name, double... losses) {
    HeadScore score = new HeadScore("key", new PairedBootstrap.Mean(losses), losses);
    return new Measured(
        new FeatureCandidates.Candidate(
            name, name, Json.MAPPER.createObjectNode(), Readout.RAW_ROW, false),
        1,
        score,
        score);
  }

  @Test
  void withinOneStandardErrorOfTheDifferencesIsAsGood() {
    Measured best = measured("best", 1, 0, 1, 0);
    // Differences -1, 1, 0, 1: mean 0.25, standard error sqrt(2.75 / 3 / 4) = 0.479.
    assertThat(FeatureChoice.isAsGood(measured("near", 0, 1, 1, 1), best)).isTrue();
    // Always worse by the same: no chance in it.
    assertThat(FeatureChoice.isAsGood(measured("far", 1.1, 0.1, 1.1, 0.1), best)).isFalse();
    assertThat(FeatureChoice.isAsGood(best, best)).isTrue();
  }
}
