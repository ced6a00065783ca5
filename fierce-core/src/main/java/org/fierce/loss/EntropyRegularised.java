package org.fierce.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.entropy.EntropyTerm;

/**
 * A base loss less an entropy term: {@code baseFactor base - weight reward + constant}. Owns both.
 */
public final class EntropyRegularised implements Loss {
  private final Loss base;
  private final EntropyTerm term;
  private final double baseFactor;
  private final double weight;
  private final double constant;

  /** With any base loss and entropy term; the weight multiplies the term in its own unit. */
  public EntropyRegularised(Loss base, EntropyTerm term, double weight) {
    this(base, term, 1, weight, 0);
  }

  EntropyRegularised(
      Loss base, EntropyTerm term, double baseFactor, double weight, double constant) {
    this.base = base;
    this.term = term;
    this.baseFactor = baseFactor;
    this.weight = weight;
    this.constant = constant;
  }

  @Override
  public LossValue compute(Backbone.Output output, Tensor coarse, long step) {
    LossValue value = base.compute(output, coarse, step);
    Tensor reward = term.reward(output.features(), coarse, step);
    Tensor scaled = baseFactor == 1 ? value.total() : value.total().mul(new Scalar(baseFactor));
    Tensor total = scaled.sub(reward, new Scalar(weight));
    if (constant != 0) {
      total = total.add(new Scalar(constant));
    }
    return new LossValue(total, value.crossEntropy(), reward, term.bitsPerUnit());
  }

  @Override
  public int views() {
    return Math.max(base.views(), term.views());
  }

  @Override
  public List<Backbone.Parameter> parameters() {
    List<Backbone.Parameter> all = new ArrayList<>(base.parameters());
    all.addAll(term.parameters());
    return all;
  }

  @Override
  public boolean isHeadDetached() {
    return base.isHeadDetached();
  }

  @Override
  public EntropyTerm term() {
    return term;
  }

  /** The rest of the loss is the base loss with its factor. */
  @Override
  public TermHealth health(Tensor features, UnaryOperator<Tensor> head, Tensor coarse, long step) {
    try (PointerScope scope = new PointerScope()) {
      Tensor leaf = features.detach().requires_grad_(true);
      Tensor logits = head.apply(isHeadDetached() ? leaf.detach() : leaf);
      Tensor rest = base.compute(new Backbone.Output(leaf, logits), coarse, step).total();
      Tensor reward = term.reward(leaf, coarse, step);
      double pull = weight * gradientNorm(reward, leaf);
      double against = baseFactor * gradientNorm(rest, leaf);
      double ratio = pull / against;
      return new TermHealth(
          term.share(reward.item_double(), coarse),
          Double.isFinite(ratio) ? ratio : Double.NaN,
          term.saturation(leaf, coarse, step));
    }
  }

  /** Euclidean norm of the gradient of a scalar; weights on the way gather nothing. */
  private static double gradientNorm(Tensor value, Tensor leaf) {
    if (!value.requires_grad()) {
      return 0;
    }
    Tensor gradient =
        torch
            .grad(
                new TensorVector(value),
                new TensorVector(leaf),
                new TensorVector(),
                new BoolOptional(),
                false,
                true)
            .get(0);
    return gradient.defined() ? gradient.norm().item_double() : 0;
  }

  @Override
  public List<Backbone.Parameter> state() {
    return term.state();
  }

  @Override
  public void close() {
    base.close();
    term.close();
  }
}
