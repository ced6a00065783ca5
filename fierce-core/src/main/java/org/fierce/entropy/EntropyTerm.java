package org.fierce.entropy;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;

/**
 * An estimate of the entropy of a batch of features, or a stand-in for it, to be rewarded: larger
 * means more spread. Owns its tensors until {@link #close}; what {@link #reward} makes belongs to
 * the caller's scope. Used by one thread at a time.
 */
public interface EntropyTerm extends AutoCloseable {
  /**
   * Saturation above which a term deserves a warning. Cosine similarity at temperature 1 reaches
   * 0.88 to 0.94 with hard and more than 0.99 with soft assignment; KoLeo reaches 0.
   */
  double SATURATED = 0.85;

  /**
   * The reward of a batch, a scalar in the term's own unit that carries gradients to the features.
   *
   * @param features [n, featureWidth], as the backbone gives them
   * @param coarse coarse labels, [n] 64-bit integers, for terms that look inside classes
   * @param step number of the training step, which noise is a pure function of
   * @throws IllegalArgumentException if the features have another width, or there are too few rows
   * @throws IllegalStateException after {@link #close}
   */
  Tensor reward(Tensor features, Tensor coarse, long step);

  /** What a value is multiplied by to be in bits: 1 for bits, 1 / ln 2 for nats. */
  double bitsPerUnit();

  /** Smallest value a batch of that many rows can have, in the term's own unit. */
  double minimum(int rows);

  /** Largest value a batch of that many rows can have, or a bound on it, in the term's own unit. */
  double maximum(int rows);

  /**
   * Share of the term's range that a batch of equal rows, each the mean of the given ones, already
   * reaches: near 0 where the term tells collapsed features from spread ones, near 1 where it is
   * saturated (noise fills it, and its gradient is noise too). As {@link CodebookEntropy} with
   * cosine similarity and temperature 1: about 0.9 hard, 1.0 soft.
   *
   * @param features [n, featureWidth], n at least 2
   * @param coarse coarse labels, [n]
   */
  default double saturation(Tensor features, Tensor coarse, long step) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      int rows = Math.toIntExact(features.size(0));
      Tensor equal =
          features
              .mean(new long[] {0}, true, new ScalarTypeOptional())
              .expand_as(features)
              .contiguous();
      double reached = reward(equal, coarse, step).item_double();
      return (reached - minimum(rows)) / (maximum(rows) - minimum(rows));
    }
  }

  /** Tensors drawn at the start that a checkpoint must hold; empty where there are none. */
  List<Backbone.Parameter> state();

  /** Frees the term's tensors. Closing twice does nothing more. */
  @Override
  void close();
}
