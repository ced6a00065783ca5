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
   * The reward of a batch, a scalar in the term's own unit that carries gradients to the features.
   *
   * <p>A batch of one row has no spread and is worth what collapsed features are. Neither equal
   * rows nor rows of zeros or of huge numbers make value or gradient NaN or infinite.
   *
   * @param features [n, featureWidth], as the backbone gives them
   * @param coarse coarse labels, [n] 64-bit integers, for terms that look inside classes
   * @param step number of the training step, which noise is a pure function of
   * @throws IllegalArgumentException if the features have another width, or there is no row
   * @throws IllegalStateException after {@link #close}
   */
  Tensor reward(Tensor features, Tensor coarse, long step);

  /**
   * What a value is multiplied by to be in bits: 1 for bits, 1 / ln 2 for nats. Every term but
   * FIERCE's is counted in nats, stand-ins that have no unit of their own too.
   */
  default double bitsPerUnit() {
    return 1 / Math.log(2);
  }

  /**
   * Floor of the range of a batch of that many rows, in the term's own unit: what features without
   * any spread are worth where the term tells them. Where nothing bounds a term from below, worse
   * features fall under it.
   */
  double minimum(int rows);

  /** Largest value a batch of that many rows can have, or a bound on it, in the term's own unit. */
  double maximum(int rows);

  /**
   * Place of a value in the range of a batch with those labels: 0 at the floor, 1 at the largest; 0
   * where the range is empty, as that of one row can be.
   *
   * @param coarse coarse labels, [n]
   */
  default double share(double value, Tensor coarse) {
    int rows = Math.toIntExact(coarse.size(0));
    double range = maximum(rows) - minimum(rows);
    return range > 0 ? (value - minimum(rows)) / range : 0;
  }

  /**
   * The features with the spread taken out that this term looks at: every row the mean of all.
   *
   * @param features [n, featureWidth], n at least 1
   * @param coarse coarse labels, [n]
   */
  default Tensor collapsed(Tensor features, Tensor coarse) {
    return features
        .mean(new long[] {0}, true, new ScalarTypeOptional())
        .expand_as(features)
        .contiguous();
  }

  /**
   * Share of the term's range that {@link #collapsed} features already reach: near 0 where the term
   * tells collapsed features from spread ones, near 1 where it is saturated (noise fills it, and
   * its gradient is noise too). As {@link CodebookEntropy} with cosine similarity and temperature
   * 1: about 0.9 hard, 1.0 soft. Not below 0.
   *
   * @param features [n, featureWidth], n at least 2
   * @param coarse coarse labels, [n]
   */
  default double saturation(Tensor features, Tensor coarse, long step) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor equal = collapsed(features, coarse);
      return Math.max(0, share(reward(equal, coarse, step).item_double(), coarse));
    }
  }

  /**
   * How many views of every row the term wants at once: 1, or 2, when the first half of the rows is
   * one view and the second half, in the same order, the other.
   */
  default int views() {
    return 1;
  }

  /** Weights of the term's own that train along with the network; empty where there are none. */
  default List<Backbone.Parameter> parameters() {
    return List.of();
  }

  /** Tensors drawn at the start that a checkpoint must hold; empty where there are none. */
  default List<Backbone.Parameter> state() {
    return List.of();
  }

  /** Frees the term's tensors. Closing twice does nothing more. */
  @Override
  void close();
}
