package org.fierce.loss;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.entropy.EntropyTerm;
import org.jspecify.annotations.Nullable;

/**
 * A loss that is told fine classes instead of coarse ones, so that accuracy on them is not taken
 * for coarse accuracy: for the ceiling that fine labels would allow.
 *
 * @param inner the loss itself; closed with this one
 */
public record FineLabels(Loss inner) implements Loss {
  @Override
  public LossValue compute(Backbone.Output output, Tensor fine, long step) {
    return inner.compute(output, fine, step);
  }

  @Override
  public int views() {
    return inner.views();
  }

  @Override
  public List<Backbone.Parameter> parameters() {
    return inner.parameters();
  }

  @Override
  public boolean isHeadDetached() {
    return inner.isHeadDetached();
  }

  @Override
  public List<Backbone.Parameter> state() {
    return inner.state();
  }

  @Override
  public boolean labelsAreCoarse() {
    return false;
  }

  @Override
  public @Nullable EntropyTerm term() {
    return inner.term();
  }

  @Override
  public TermHealth health(Tensor features, UnaryOperator<Tensor> head, Tensor fine, long step) {
    return inner.health(features, head, fine, step);
  }

  @Override
  public void close() {
    inner.close();
  }
}
