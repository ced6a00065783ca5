package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.fierce.data.FloatMatrix;
import org.junit.jupiter.api.Test;

class LogisticHeadTest extends FineHeadContract {
  private static ClassExamples examples(String name, int coarse, float... rows) {
    return new ClassExamples(name, coarse, new FloatMatrix(rows.length / 2, 2, rows));
  }

  private static NearestMeanHead means() {
    return NearestMeanHead.empty(new FeatureCentres(new float[] {0, 0.25f}))
        .with(
            List.of(
                examples("a", 0, 1, 0.25f, 1, 0.2f, 1, 0.3f),
                examples("b", 1, -1, 0.25f),
                examples("c", 0, 0, 1.25f, 0.1f, 1.25f)));
  }

  private static BoundedLinear linear(int outputs) {
    float[] weights = new float[outputs * 2];
    weights[0] = 1;
    return new BoundedLinear(
        new float[2],
        new float[] {-9, -9},
        new float[] {9, 9},
        new FloatMatrix(outputs, 2, weights),
        new float[outputs]);
  }

  @Override
  protected FineHead head() {
    return new LogisticHead(6, 0.1, means(), linear(3));
  }

  private Prediction.FineClass fine(int coarse, float... row) {
    return Objects.requireNonNull(head().answer(row, coarse).fine());
  }

  @Test
  void onlyTheClassesOfTheCoarseClassCompete() {
    float two = (float) Math.log(2);
    assertThat(fine(0, two, 0).name()).isEqualTo("a");
    assertThat(fine(0, two, 0).probability()).isCloseTo(2 / 3.0, within(1e-7));
    assertThat(fine(0, -two, 0).name()).isEqualTo("c");
    assertThat(fine(1, two, 0).name()).isEqualTo("b");
    assertThat(fine(1, two, 0).probability()).isEqualTo(1);
    assertThat(head().answer(new float[] {1, 1}, 2)).isEqualTo(FineAnswer.NONE);
    assertThat(head().describe()).isEqualTo("logistic regression of 3 classes on 6 rows");
  }

  @Test
  void theMeansTellWhatIsOfNoneOfThem() {
    assertThat(fine(0, 1, 0.25f).isUnknown()).isFalse();
    assertThat(fine(0, -1, -1).isUnknown()).isTrue();
  }

  @Test
  void refusesAnotherNumberOfOutputs() {
    assertThatThrownBy(() -> new LogisticHead(6, 0.1, means(), linear(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 outputs do not fit 3 classes");
  }
}
