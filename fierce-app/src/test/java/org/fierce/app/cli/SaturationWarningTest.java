package org.fierce.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.fierce.train.EpochMetrics;
import org.junit.jupiter.api.Test;

class SaturationWarningTest {
  private final StringWriter err = new StringWriter();

  private static EpochMetrics epoch(int number, double saturation) {
    return new EpochMetrics(number, number, 1, 1, 5, 0.5, Double.NaN, saturation, 0.1, 1);
  }

  private SaturationWarning warning() {
    PrintWriter out = new PrintWriter(err, true);
    Terminal plain = new Terminal(false, false, 100);
    return new SaturationWarning("fierce", new Streams(out, out, plain, plain));
  }

  @Test
  void aSaturatedTermIsToldOnce() {
    SaturationWarning warning = warning();
    warning.onEpoch(epoch(1, 0.914));
    warning.onEpoch(epoch(2, Double.NaN));
    warning.onEpoch(epoch(3, 0.9));
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("fierce: the entropy term is saturated (0.91 of its range")
        .contains("--set methods.N.temperature=0.1");
  }

  @Test
  void aWorkingTermAndNoTermAreNotMentioned() {
    SaturationWarning warning = warning();
    warning.onEpoch(epoch(1, 0.7));
    warning.onEpoch(epoch(2, Double.NaN));
    assertThat(err.toString()).isEmpty();
  }
}
