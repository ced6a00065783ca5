package org.fierce.backbone;

import org.bytedeco.pytorch.Tensor;

/**
 * One step of a forward pass; holds its own tensors. A step that works in place returns the very
 * object it was given.
 */
@FunctionalInterface
public interface Layer {
  /**
   * Runs the step.
   *
   * @param input belongs to the caller; changed where the step works in place
   * @param training whether statistics are of the batch and learnt, or those learnt
   * @return belongs to the caller's scope
   */
  Tensor forward(Tensor input, boolean training);

  /**
   * This step, then the next. What passes between the two is let go at once, not at the end of the
   * scope: without a record of gradients its memory is free for the steps to come, with one for the
   * backward pass as it goes.
   */
  default Layer then(Layer next) {
    return (input, training) -> {
      Tensor between = forward(input, training);
      Tensor output = next.forward(between, training);
      release(between, input, output);
      return output;
    };
  }

  /** Closes a tensor that is neither what a step was given nor what it gives. */
  @SuppressWarnings("ReferenceEquality") // the very objects
  static void release(Tensor between, Tensor input, Tensor output) {
    if (between != input && between != output) {
      between.close();
    }
  }
}
