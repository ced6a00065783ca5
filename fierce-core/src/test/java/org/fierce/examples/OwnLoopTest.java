package org.fierce.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.engine.Tensors;
import org.fierce.entropy.EntropyTerm;
import org.fierce.entropy.KoLeo;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

/** Pieces of Fierce in a loop of one's own: examples that are run. */
class OwnLoopTest {
  @Test
  void anEntropyTermSpreadsRows() {
    float[] start = {1, 0.1f, 1, 0.2f, 1, 0.3f, 1, 0.4f};
    double before;
    double after = 0;
    try (Engine.Lease lease = Engine.threads(1);
        PointerScope scope = new PointerScope();
        EntropyTerm term = new KoLeo.Options().build(2, 0)) {
      Tensor features = Tensors.of(start, 4, 2).requires_grad_(true);
      Tensor coarse = Tensors.labels(new int[] {0, 0, 1, 1});
      before = term.reward(features, coarse, 0).item_double();
      for (int step = 0; step < 20; step++) {
        Tensor reward = term.reward(features, coarse, step);
        reward.neg().backward();
        Tensor moved = features.detach().sub(features.grad(), new Scalar(0.1));
        features = moved.requires_grad_(true);
        after = reward.item_double();
      }
    }
    assertThat(after).isGreaterThan(before + 1);
  }

  @Test
  void anEvaluatorScoresFeaturesMadeElsewhere() {
    float[][] known = {{1, 0}, {0.9f, 0.1f}, {0, 1}, {0.1f, 0.9f}};
    float[][] asked = {{1, 0.2f}, {0.2f, 1}};
    List<String> names = List.of("cat", "dog");
    NearestNeighbours evaluator = new NearestNeighbours(2, 0.07, List.of());
    Findings findings =
        evaluator.evaluate(
            new Evaluation(
                new Embeddings(FloatMatrix.of(known), null),
                new CoarseLabels(new int[] {0, 0, 0, 0}, List.of("animal")),
                new FineTargets.Classes(new int[] {0, 0, 1, 1}, names),
                new Embeddings(FloatMatrix.of(asked), null),
                new CoarseLabels(new int[] {0, 0}, List.of("animal")),
                new FineTargets.Classes(new int[] {0, 1}, names),
                0));

    assertThat(findings.value("knnAccuracyWithinTrue")).isEqualTo(1);
  }
}
