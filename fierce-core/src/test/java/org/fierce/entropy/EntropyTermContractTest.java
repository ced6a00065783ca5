package org.fierce.entropy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BiFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** That terms which break a promise fail the contract. */
class EntropyTermContractTest {
  /** A term whose reward is a function of the features and the step, at most one. */
  private record Reward(BiFunction<Tensor, Long, Tensor> of) implements EntropySpec, EntropyTerm {
    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return this;
    }

    @Override
    public int views() {
      return 1;
    }

    @Override
    public Tensor reward(Tensor features, Tensor coarse, long step) {
      return of.apply(features, step);
    }

    @Override
    public double minimum(int rows) {
      return 0;
    }

    @Override
    public double maximum(int rows) {
      return 1;
    }

    @Override
    public void close() {}
  }

  private static EntropyTermContract of(BiFunction<Tensor, Long, Tensor> reward) {
    return new EntropyTermContract() {
      @Override
      protected EntropySpec spec() {
        return new Reward(reward);
      }
    };
  }

  @Test
  void aSmoothRewardOfAllRowsPasses() {
    EntropyTermContract contract = of((features, step) -> features.tanh().square().mean());

    assertThatCode(() -> contract.gradientAgreesWithCentralDifferences(false))
        .doesNotThrowAnyException();
    assertThatCode(() -> contract.theOrderOfRowsDoesNotMatter(false)).doesNotThrowAnyException();
    assertThatCode(() -> contract.valuesLieInTheRange(false)).doesNotThrowAnyException();
  }

  @Test
  void aGradientThatIsNotOfTheValueIsFound() {
    EntropyTermContract contract =
        of((features, step) -> features.detach().tanh().mul(features).mean());

    assertThatThrownBy(() -> contract.gradientAgreesWithCentralDifferences(false))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void lookingAtThePlaceOfARowIsFound() {
    EntropyTermContract contract = of((features, step) -> features.narrow(0, 0, 1).mean());

    assertThatThrownBy(() -> contract.theOrderOfRowsDoesNotMatter(false))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void zerosThatMakeTheRewardInfiniteAreFound() {
    EntropyTermContract contract = of((features, step) -> features.abs().log().mean());

    assertThatThrownBy(() -> contract.badBatchesLeaveValueAndGradientFinite(false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("value at");
  }

  @Test
  void valuesAboveTheLargestAreFound() {
    EntropyTermContract contract =
        of((features, step) -> features.square().mean().add(new Scalar(5.0)));

    assertThatThrownBy(() -> contract.valuesLieInTheRange(false))
        .isInstanceOf(AssertionError.class);
  }
}
