package org.fierce.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone.Parameter;

/**
 * Exponential moving average of the weights and of the running statistics of batch norm: {@code a
 * += (1 - d) * (w - a)} after step t (from 1), with {@code d = min(decay, (1 + t) / (10 + t))} so
 * that the first weights fade soon, as in TensorFlow's average of the same kind. The running
 * statistics are averaged alike, since those of the last weights do not fit the average.
 */
final class WeightAverage implements AutoCloseable {
  private final double decay;
  private final FlatParameters parameters;
  private final List<Parameter> buffers;
  private final Tensor average;
  private final List<Tensor> bufferAverages = new ArrayList<>();

  WeightAverage(double decay, FlatParameters parameters, List<Parameter> buffers) {
    this.decay = decay;
    this.parameters = parameters;
    this.buffers = buffers;
    this.average = parameters.zeros();
    try (PointerScope scope = new PointerScope()) {
      average.copy_(parameters.weights());
      for (Parameter buffer : buffers) {
        bufferAverages.add(buffer.tensor().clone().retainReference());
      }
    }
  }

  /** Takes in the weights after a step, the first being number 1. */
  void update(long step) {
    double share = 1 - Math.min(decay, (1.0 + step) / (10.0 + step));
    Scalar scalar = new Scalar(share);
    average.lerp_(parameters.weights(), scalar);
    for (int i = 0; i < bufferAverages.size(); i++) {
      bufferAverages.get(i).lerp_(buffers.get(i).tensor(), scalar);
    }
  }

  /** Puts the average into the network and the network's numbers here; twice changes nothing. */
  void exchange() {
    try (PointerScope scope = new PointerScope()) {
      exchange(parameters.weights(), average);
      for (int i = 0; i < bufferAverages.size(); i++) {
        exchange(buffers.get(i).tensor(), bufferAverages.get(i));
      }
    }
  }

  private static void exchange(Tensor one, Tensor other) {
    Tensor kept = one.clone();
    one.copy_(other);
    other.copy_(kept);
  }

  /** What a checkpoint must hold; in the caller's scope. */
  List<Parameter> state() {
    List<Parameter> state = new ArrayList<>(parameters.views("average.", average));
    for (int i = 0; i < bufferAverages.size(); i++) {
      state.add(new Parameter("average." + buffers.get(i).name(), bufferAverages.get(i), false));
    }
    return state;
  }

  @Override
  public void close() {
    average.close();
    bufferAverages.forEach(Tensor::close);
  }
}
