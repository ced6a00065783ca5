package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;

class CoarseLearningTest {
  @Test
  void answeringTheCommonestClassIsChance() {
    CoarseLearning learning = CoarseLearning.of("test", new int[100], labels(60, 40));

    assertThat(learning.accuracy()).isEqualTo(0.6);
    assertThat(learning.commonest()).isEqualTo("low");
    assertThat(learning.commonestShare()).isEqualTo(0.6);
    // Wilson (1927), equation for 60 of 100 as Newcombe (1998) prints such intervals.
    assertThat(learning.low()).isEqualTo(0.502, Offset.offset(0.0005));
    assertThat(learning.high()).isEqualTo(0.691, Offset.offset(0.0005));
    assertThat(learning.isNoBetterThanChance()).isTrue();
    assertThat(learning.warning())
        .startsWith(
            "Training did not learn the coarse classes: coarse accuracy is 0.600 (95 % interval"
                + " 0.502 to 0.691) on 100 test rows, and answering \"low\" every time gets 0.600.");
  }

  @Test
  void clearlyAboveIsLearnt() {
    int[] answers = new int[100];
    // 15 of the 40 rarer ones are found: 75 of 100, from 0.657.
    Arrays.fill(answers, 60, 75, 1);

    assertThat(CoarseLearning.of("test", answers, labels(60, 40)).isNoBetterThanChance()).isFalse();
  }

  @Test
  void littleAboveOnFewRowsIsSaidWithCare() {
    int[] answers = new int[20];
    Arrays.fill(answers, 12, 15, 1);

    assertThat(CoarseLearning.of("test", answers, labels(12, 8)).warning())
        .startsWith(
            "Training may not have learnt the coarse classes: coarse accuracy is 0.750 (95 %"
                + " interval 0.531 to 0.888) on 20 test rows,");
  }

  @Test
  void belowIsChanceToo() {
    int[] answers = new int[100];
    Arrays.fill(answers, 1);

    assertThat(CoarseLearning.of("test", answers, labels(60, 40)).isNoBetterThanChance()).isTrue();
  }

  @Test
  void fewRowsOrOneClassSayNothing() {
    // 3 of 3 right: from 0.438, and 2 of 3 are of one class.
    CoarseLearning few = CoarseLearning.of("test", new int[] {0, 0, 1}, labels(2, 1));
    CoarseLearning one = CoarseLearning.of("test", new int[50], labels(50, 0));

    assertThat(few.cannotTell()).isTrue();
    assertThat(few.isNoBetterThanChance()).isFalse();
    assertThat(one.cannotTell()).isTrue();
  }

  @Test
  void noRowsAreRefused() {
    assertThatThrownBy(() -> CoarseLearning.of("test", new int[0], labels(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 answers do not fit 0 test rows");
  }

  private static CoarseLabels labels(int low, int high) {
    int[] labels = new int[low + high];
    Arrays.fill(labels, low, low + high, 1);
    return new CoarseLabels(labels, List.of("low", "high"));
  }
}
