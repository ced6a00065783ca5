package org.fierce.loss;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.entropy.EntropyTerm;
import org.jspecify.annotations.Nullable;

/**
 * What training minimises, ready for one run. Owns its tensors until {@link #close}; what {@link
 * #compute} makes belongs to the caller's scope. Used by one thread at a time.
 */
public interface Loss extends AutoCloseable {
  /**
   * The loss of a batch.
   *
   * @param output features [n, featureWidth] and logits [n, classes]; with two {@link #views} the
   *     first n / 2 rows are one view of the batch and the others, in the same order, the second
   * @param coarse coarse labels, [n] 64-bit integers
   * @param step number of the training step, which noise is a pure function of
   * @throws IllegalStateException after {@link #close}
   */
  LossValue compute(Backbone.Output output, Tensor coarse, long step);

  /** How many augmented views of every row this loss wants at once: 1 or 2. */
  default int views() {
    return 1;
  }

  /**
   * Weights of the loss's own that train along with the network's (a projection): leaves that
   * require gradients, under names that none of {@link #state} has; empty where there are none.
   */
  default List<Backbone.Parameter> parameters() {
    return List.of();
  }

  /**
   * Whether the head is to learn on features held fixed: its cross-entropy then trains the head
   * alone and teaches the features nothing.
   */
  default boolean isHeadDetached() {
    return false;
  }

  /**
   * Tensors drawn at the start that a checkpoint must hold (anchors); empty where there are none.
   * They do not train; a checkpoint may be copied into them.
   */
  default List<Backbone.Parameter> state() {
    return List.of();
  }

  /**
   * Whether the labels handed to {@link #compute} are coarse classes, so that a largest logit can
   * be right about them.
   */
  default boolean labelsAreCoarse() {
    return true;
  }

  /** The entropy term this loss rewards, for diagnosis; null where it has none. */
  default @Nullable EntropyTerm term() {
    return null;
  }

  /**
   * How the entropy term stands on a batch. Nothing that training works on changes: neither the
   * features, nor a weight or the gradient it has gathered.
   *
   * @param features [n, featureWidth], n at least 2
   * @param head makes logits of features
   * @param coarse coarse labels, [n]
   * @param step as {@link #compute}'s
   * @return {@link TermHealth#NONE} where the loss has no entropy term
   */
  default TermHealth health(Tensor features, UnaryOperator<Tensor> head, Tensor coarse, long step) {
    return TermHealth.NONE;
  }

  /** Frees the loss's tensors. Closing twice does nothing more. */
  @Override
  void close();
}
