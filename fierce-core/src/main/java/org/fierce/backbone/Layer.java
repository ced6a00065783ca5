package org.fierce.backbone;

import org.bytedeco.pytorch.Tensor;
import org.fierce.onnx.OnnxGraph;
import org.fierce.onnx.UnwritableNetworkException;

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
   * Adds the step to a graph, as it is in evaluation.
   *
   * @param input what the step is given
   * @return what it gives
   * @throws UnwritableNetworkException if the step does not say how; {@link #of} makes one that
   *     does
   */
  default OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value input) {
    throw new UnwritableNetworkException(
        "a layer of this network does not say how it is written as ONNX; make it by Layer.of");
  }

  /** How a step is written to a graph. */
  @FunctionalInterface
  interface Written {
    /** Adds the step to a graph, as {@link Layer#write}. */
    OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value input);
  }

  /** A step that also says how it is written as ONNX. */
  static Layer of(Layer forward, Written written) {
    return new Layer() {
      @Override
      public Tensor forward(Tensor input, boolean training) {
        return forward.forward(input, training);
      }

      @Override
      public OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value input) {
        return written.write(graph, input);
      }
    };
  }

  /** Gives what it is given. */
  static Layer identity() {
    return of((input, training) -> input, (graph, input) -> input);
  }

  /**
   * This step, then the next. What passes between the two is let go at once, not at the end of the
   * scope: without a record of gradients its memory is free for the steps to come, with one for the
   * backward pass as it goes.
   */
  default Layer then(Layer next) {
    return of(
        (input, training) -> {
          Tensor between = forward(input, training);
          Tensor output = next.forward(between, training);
          release(between, input, output);
          return output;
        },
        (graph, input) -> next.write(graph, write(graph, input)));
  }

  /** Closes a tensor that is neither what a step was given nor what it gives. */
  @SuppressWarnings("ReferenceEquality") // the very objects
  static void release(Tensor between, Tensor input, Tensor output) {
    if (between != input && between != output) {
      between.close();
    }
  }
}
