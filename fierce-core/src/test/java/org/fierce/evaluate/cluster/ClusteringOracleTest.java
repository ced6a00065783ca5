package org.fierce.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fierce.evaluate.Oracle.EXACT;
import static org.fierce.evaluate.Oracle.evaluation;
import static org.fierce.evaluate.Oracle.figure;
import static org.fierce.evaluate.Oracle.rows;

import java.util.List;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Sample;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

/** Clusters against those of scikit-learn. */
class ClusteringOracleTest {
  @Test
  void kMeansFindsTheSameClusters() {
    Evaluation evaluation = evaluation(rows(), 0, false);
    KMeans.Result result = KMeans.fit(Clustering.centred(evaluation), 6, 5000, 300, 1, "clusters");
    assertThat(result.inertia()).isCloseTo(figure("kMeansInertia"), within(1e-4));
    List<Score> scores = new Clustering(5000, 300).evaluate(evaluation).scores();
    assertThat(Sample.score(scores, "nmi").value()).isCloseTo(figure("kMeansNmi"), within(EXACT));
    assertThat(Sample.score(scores, "adjustedRand").value())
        .isCloseTo(figure("kMeansAdjustedRand"), within(EXACT));
  }
}
