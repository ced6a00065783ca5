package org.fierce.loss;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.engine.Tensors;

/**
 * The loss of a network trained on targets of several numbers a row: the ceiling that fine targets
 * would allow. The labels handed to {@link #compute} are numbers of rows of the targets.
 */
public final class RowTargets implements Loss {
  /** How an output is held against its target. */
  public enum Kind {
    /** Cross-entropy with a distribution: {@code -sum_c t_c log softmax(logits)_c}, nats. */
    SHARES,
    /** Squared error, summed over the outputs, in the unit of the targets squared. */
    NUMBERS
  }

  private final Kind kind;
  private final Tensor targets;
  private boolean isClosed;

  /**
   * A loss against fixed targets.
   *
   * @param targets [rows, outputs]
   */
  public RowTargets(Kind kind, FloatMatrix targets) {
    this.kind = kind;
    try (PointerScope scope = new PointerScope()) {
      this.targets = Tensors.keep(Tensors.of(targets.values(), targets.rows(), targets.columns()));
    }
  }

  /**
   * Mean of the loss over the batch.
   *
   * @param rows number of the target row of each example, [n] 64-bit integers
   */
  @Override
  public LossValue compute(Backbone.Output output, Tensor rows, long step) {
    if (isClosed) {
      throw new IllegalStateException("the loss is closed");
    }
    Tensor target = targets.index_select(0, rows);
    Tensor perOutput =
        switch (kind) {
          case SHARES -> torch.log_softmax(output.logits(), 1).mul(target).neg();
          case NUMBERS -> output.logits().sub(target).square();
        };
    Tensor total = perOutput.sum(1L).mean();
    return new LossValue(total, total, null, Double.NaN);
  }

  @Override
  public boolean labelsAreCoarse() {
    return false;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      targets.close();
    }
  }
}
