package org.fierce.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void nothingButANumberOrANoteGetsThrough() {
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Score score = new Score("k", value, 0, 1, 0.95, "bootstrap-examples", 3);

      assertThat(score.value()).isNaN();
      assertThat(score.isDefined()).isFalse();
      assertThat(score.interval()).isEqualTo("none");
      assertThat(score.low()).isNaN();
      assertThat(score.note()).isEqualTo("not defined on these rows");
    }
  }

  @Test
  void anIntervalWithoutAnEndIsNone() {
    Score score = new Score("k", 0.5, 0.1, Double.POSITIVE_INFINITY, 0.95, "t-episodes", 3);

    assertThat(score.interval()).isEqualTo("none");
    assertThat(score.high()).isNaN();
    assertThat(score.note()).isNull();
  }

  @Test
  void undefinedSaysWhy() {
    Score score = Score.undefined("k", 4, "all rows are equal");

    assertThat(score.isDefined()).isFalse();
    assertThat(score.note()).isEqualTo("not defined: all rows are equal");
    assertThat(Score.bare("k", 1, 4).orUndefined("x").isDefined()).isTrue();
    assertThat(Score.bare("k", Double.NaN, 4).orUndefined("all rows are equal")).isEqualTo(score);
  }
}
