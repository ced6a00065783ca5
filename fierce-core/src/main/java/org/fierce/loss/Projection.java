package org.fierce.loss;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;

/**
 * What contrastive losses see of the features: a perceptron {@code W2 relu(W1 f + b1) + b2} whose
 * hidden layer is as wide as the features, as in SimCLR. It trains with the network and is dropped
 * after training: frozen features are those before it. Weights and biases start uniform in
 * +-1/sqrt(in).
 */
final class Projection implements AutoCloseable {
  private final List<Backbone.Parameter> parameters;

  Projection(int in, int out, long seed) {
    parameters =
        List.of(
            parameter("projection.hidden.weight", seed, in, true, in, in),
            parameter("projection.hidden.bias", seed, in, false, in),
            parameter("projection.out.weight", seed, in, true, out, in),
            parameter("projection.out.bias", seed, in, false, out));
  }

  private static Backbone.Parameter parameter(
      String name, long seed, int in, boolean decays, int... shape) {
    int count = shape.length == 1 ? shape[0] : Math.multiplyExact(shape[0], shape[1]);
    long[] sides = shape.length == 1 ? new long[] {shape[0]} : new long[] {shape[0], shape[1]};
    double bound = 1 / Math.sqrt(in);
    float[] values = Streams.uniform(Streams.generator(seed, name), count, -bound, bound);
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = Tensors.keep(Tensors.of(values, sides));
      tensor.set_requires_grad(true);
      return new Backbone.Parameter(name, tensor, decays);
    }
  }

  /** Features [n, in] as points [n, out]. */
  Tensor forward(Tensor features) {
    Tensor hidden =
        torch.relu(torch.linear(features, parameters.get(0).tensor(), parameters.get(1).tensor()));
    return torch.linear(hidden, parameters.get(2).tensor(), parameters.get(3).tensor());
  }

  List<Backbone.Parameter> parameters() {
    return parameters;
  }

  @Override
  public void close() {
    parameters.forEach(parameter -> parameter.tensor().close());
  }
}
