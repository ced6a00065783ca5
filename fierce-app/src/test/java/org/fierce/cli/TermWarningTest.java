package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.fierce.loss.TermHealth;
import org.fierce.train.EpochMetrics;
import org.junit.jupiter.api.Test;

class TermWarningTest {
  private final StringWriter err = new StringWriter();

  private static EpochMetrics epoch(int number, double saturation) {
    return new EpochMetrics(
        number, number, 1, 1, 5, 0.5, Double.NaN, new TermHealth(0.5, 1, saturation), 0.1, 1);
  }

  private TermWarning warning() {
    PrintWriter out = new PrintWriter(err, true);
    Terminal plain = new Terminal(false, false, 100);
    return new TermWarning("fierce", new Streams(out, out, plain, plain));
  }

  @Test
  void aSaturatedTermIsToldOnce() {
    TermWarning warning = warning();
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
    TermWarning warning = warning();
    warning.onEpoch(epoch(1, 0.7));
    warning.onEpoch(epoch(2, Double.NaN));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void eachFaultIsToldOnceWithTheOptionToChange() {
    TermWarning warning = warning();
    for (double ratio : new double[] {2e-5, 30, 40, 1e-5, 1}) {
      warning.onEpoch(
          new EpochMetrics(1, 1, 1, 1, 5, 0.5, Double.NaN, new TermHealth(0.5, ratio, 0), 0.1, 1));
    }
    assertThat(err.toString().lines())
        .satisfiesExactly(
            dead ->
                assertThat(dead)
                    .startsWith("fierce: the entropy term is dead")
                    .contains("2e-05 of cross-entropy's", "Raise its weight"),
            overwhelming ->
                assertThat(overwhelming)
                    .contains("is 30 times as large, with 50 % of the training rows right")
                    .contains("Lower its weight, --set methods.N.weight="));
  }
}
