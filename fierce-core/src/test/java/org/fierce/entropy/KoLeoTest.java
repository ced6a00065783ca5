package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class KoLeoTest extends EntropyTermContract {
  @Override
  protected EntropySpec spec() {
    return new KoLeo.Options();
  }

  private final KoLeo term = new KoLeo();

  @Test
  void twoOppositeRowsReachTheMaximum() {
    assertThat(value(3, 0, -0.5, 0)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(term.maximum(2)).isEqualTo(Math.log(2));
  }

  @Test
  void aSquareOnTheCircleHasItsSideAsNearestDistance() {
    // (1,0), (0,1), (-1,0), (0,-1): nearest at sqrt 2; lengths do not matter.
    assertThat(value(1, 0, 0, 2, -3, 0, 0, -4)).isCloseTo(Math.log(2) / 2, within(1e-12));
  }

  @Test
  void meanOfLogDistancesToTheNearestIsHandWorked() {
    // Angles 0, 60 and 180 degrees: chords 2 sin(30) = 1 (0-60), 2 sin(60) = sqrt 3 (60-180).
    // Nearest: 1, 1, sqrt 3; mean log = ln(3) / 6.
    double c = 0.5;
    double s = Math.sqrt(3) / 2;
    assertThat(value(1, 0, c, s, -1, 0)).isCloseTo(Math.log(3) / 6, within(1e-12));
  }

  private double value(double... rows) {
    return Probe.value(term, rows, 2, 0);
  }
}
