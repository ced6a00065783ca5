package org.fierce.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BinningTest {
  @Test
  void equalFrequencyCutsAtTheRankOfEachQuantile() {
    double[] values = {6, 1, 5, 2, 4, 3};
    assertThat(Binning.EQUAL_FREQUENCY.edges(values, 2)).isEqualTo(new BinEdges(new double[] {4}));
    assertThat(Binning.EQUAL_FREQUENCY.edges(values, 3))
        .isEqualTo(new BinEdges(new double[] {3, 5}));
  }

  @Test
  void aCutThroughEqualValuesMovesToTheNearerEndOfTheirRun() {
    assertThat(Binning.EQUAL_FREQUENCY.edges(new double[] {1, 1, 1, 2}, 2).interior())
        .containsExactly(2);
    assertThat(Binning.EQUAL_FREQUENCY.edges(new double[] {1, 2, 2, 2}, 2).interior())
        .containsExactly(2);
    assertThat(
            Binning.EQUAL_FREQUENCY
                .edges(new double[] {1, 2, 2, 2, 2, 2, 2, 3, 3, 3}, 2)
                .interior())
        .containsExactly(3);
  }

  @Test
  void equalFrequencyRefusesWhereTiesWouldEmptyABin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_FREQUENCY.edges(new double[] {5, 5, 5, 5, 5, 5, 7}, 3))
        .withMessageContaining("6 of one value")
        .withMessageContaining("fewer bins");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_FREQUENCY.edges(new double[] {5, 5, 5}, 2))
        .withMessageContaining("would be empty");
  }

  @Test
  void equalWidthCutsTheRangeEvenly() {
    assertThat(Binning.EQUAL_WIDTH.edges(new double[] {0, 3, 5, 8}, 4).interior())
        .containsExactly(2, 4, 6);
  }

  @Test
  void equalWidthRefusesAnEmptyBin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_WIDTH.edges(new double[] {0, 1, 2, 90}, 3))
        .withMessageContaining("equal-width bin 2 of 3 would be empty");
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWithTheirRow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_WIDTH.edges(new double[] {0, Double.NaN}, 2))
        .withMessageContaining("row 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_WIDTH.edges(new double[] {0, 1}, 1))
        .withMessageContaining("1 bins");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Binning.EQUAL_WIDTH.edges(new double[] {0}, 2));
  }

  @Test
  void aValueOnAnEdgeBelongsAbove() {
    BinEdges edges = new BinEdges(new double[] {0, 10});
    assertThat(edges.binOf(-1e300)).isZero();
    assertThat(edges.binOf(-0.0)).isEqualTo(1);
    assertThat(edges.binOf(9.99)).isEqualTo(1);
    assertThat(edges.binOf(10)).isEqualTo(2);
    assertThat(edges.labels(new double[] {-1, 5, 11}).labels()).containsExactly(0, 1, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> edges.binOf(Double.NaN));
  }

  @Test
  void namesOfBinsReadAsPlainNumbers() {
    assertThat(new BinEdges(new double[] {179700, 264725}).names())
        .containsExactly("< 179,700", "179,700 – 264,725", "≥ 264,725");
    assertThat(new BinEdges(new double[] {9.5}).names()).containsExactly("< 9.5", "≥ 9.5");
    assertThat(new BinEdges(new double[] {-0.12345, 0}).names())
        .containsExactly("< -0.12345", "-0.12345 – 0", "≥ 0");
    assertThat(new BinEdges(new double[] {1000.25, 1000.5}).names())
        .containsExactly("< 1,000.25", "1,000.25 – 1,000.5", "≥ 1,000.5");
    assertThat(new BinEdges(new double[] {2.5e-7, 3e15}).names())
        .containsExactly("< 2.5E-7", "2.5E-7 – 3E15", "≥ 3E15");
  }

  @Test
  void edgesMustAscend() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BinEdges(new double[] {2, 2}));
    assertThatIllegalArgumentException().isThrownBy(() -> new BinEdges(new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BinEdges(new double[] {Double.POSITIVE_INFINITY}));
  }

  @Test
  void edgesOfTrainingRowsStandForOtherRows() {
    BinEdges edges = Bins.of("price", 2).edges(new double[] {1, 2, 3, 4});
    assertThat(edges.labels(new double[] {100, -100, 3}).labels()).containsExactly(1, 0, 1);
  }

  @Test
  void rulesAreReadFromTheirText() {
    assertThat(Bins.parse("bins(price, 2)")).isEqualTo(Bins.of("price", 2));
    assertThat(Bins.parse(" bins( median house, 5 ,equal-width ) "))
        .isEqualTo(new Bins("median house", Binning.EQUAL_WIDTH, 5, null));
    assertThat(Bins.parse("bins(price, [1, 5.5])")).isEqualTo(Bins.at("price", 1, 5.5));
    assertThat(Bins.isBins("bins(price, 2")).isTrue();
    assertThat(Bins.isBins("bins")).isFalse();
  }

  @Test
  void rulesThatMakeNoSenseAreRefusedWithTheirText() {
    for (String text :
        new String[] {
          "bins(price)", "bins(price, 1)", "bins(price, x)", "bins(price, [5, 1])",
          "bins(price, [])", "bins(price, 2, log)", "bins(price, [1], equal-width)", "bins(price, 2"
        }) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Bins.parse(text))
          .withMessageContaining(text)
          .withMessageContaining("expected bins(column, 4)");
    }
  }

  @Test
  void givenEdgesThatLeaveABinEmptyAreRefusedNamingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bins.at("price", 1, 50).edges(new double[] {0, 2, 3}))
        .withMessageContaining("price")
        .withMessageContaining("≥ 50");
    assertThat(Bins.at("price", 1).edges(new double[] {0, 2}).interior()).containsExactly(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bins.of("price", 3).edges(new double[] {1, 1, 1, 1}))
        .withMessageContaining("price");
  }
}
