package org.fierce.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.data.InputShape;
import org.fierce.engine.EngineSetup;
import org.fierce.engine.Tensors;
import org.fierce.onnx.OnnxGraph;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/**
 * The workbench on which a network is put together: makes layers, draws and owns their tensors,
 * counts multiply-adds.
 *
 * <p>Every tensor draws from a stream of the seed named after it, so two networks that share a
 * layer's name and shape share its weights whatever surrounds it.
 */
public final class Assembly implements AutoCloseable {
  private static final double NORM_EPSILON = 1e-5;
  private static final double NORM_MOMENTUM = 0.1;
  private static final double LEAK = 0.1;

  private final long seed;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Parameter> buffers = new ArrayList<>();
  private final List<Pointer> owned = new ArrayList<>();
  private long multiplyAdds;
  private long parameterCount;
  private boolean batchNorm;
  private int earlierLayers;
  private @Nullable List<Tensor> passing;
  private @Nullable List<OnnxGraph.Value> written;

  /**
   * An empty workbench.
   *
   * @param seed that all weights are drawn from
   */
  public Assembly(long seed) {
    EngineSetup.ensure();
    this.seed = seed;
  }

  /** Weights and biases uniform in +-1/sqrt(in), PyTorch's default for linear layers. */
  public Layer linear(String name, int in, int out) {
    Tensor weight = linearWeight(name, in, out);
    Tensor bias = parameter(name + ".bias", uniform(name + ".bias", out, in), false, out);
    return Layer.of(
        (input, training) -> torch.linear(input, weight, bias),
        (graph, input) -> graph.linear(input, Tensors.floats(weight), Tensors.floats(bias)));
  }

  private Tensor linearWeight(String name, int in, int out) {
    multiplyAdds += (long) in * out;
    return parameter(
        name + ".weight",
        uniform(name + ".weight", Math.multiplyExact(in, out), in),
        true,
        out,
        in);
  }

  private float[] uniform(String name, int count, int in) {
    double bound = 1 / Math.sqrt(in);
    return Streams.uniform(Streams.generator(seed, name), count, -bound, bound);
  }

  /**
   * A square convolution without bias, padded to keep the size at stride 1, and the batch norm of
   * its output.
   *
   * <p>Weights start uniform in +-1/sqrt(in k k), PyTorch's default. With batch norm behind them
   * only the size of the steps relative to the weights is felt: He's normal "fan out" weights, 2.4
   * times as large, learnt more slowly at the short budgets of the experiments
   * (docs/decisions/0003). The norm starts with scale 1 and shift 0; epsilon 1e-5 and momentum 0.1
   * are PyTorch's defaults.
   *
   * <p>In evaluation the norm is a fixed scale and shift of each map, which go into the weights:
   * the same map up to rounding, in one pass instead of two.
   */
  public Layer normedConvolution(
      String convolution, String norm, Maps in, int out, int kernel, int stride) {
    Tensor weight = convolutionWeight(convolution, in, out, kernel, stride);
    batchNorm = true;
    Tensor scale = parameter(norm + ".weight", filled(out, 1), false, out);
    Tensor shift = parameter(norm + ".bias", filled(out, 0), false, out);
    Tensor mean = buffer(norm + ".running_mean", filled(out, 0));
    Tensor variance = buffer(norm + ".running_var", filled(out, 1));
    TensorOptional[] normed = {
      optional(scale), optional(shift), optional(mean), optional(variance)
    };
    Convolution map = new Convolution(kernel, stride);
    return Layer.of(
        (input, training) -> {
          if (training) {
            try (Tensor maps = map.apply(input, weight, null)) {
              return torch.batch_norm(
                  maps,
                  normed[0],
                  normed[1],
                  normed[2],
                  normed[3],
                  true,
                  NORM_MOMENTUM,
                  NORM_EPSILON,
                  true);
            }
          }
          Folded folded = Folded.of(weight, scale, shift, mean, variance);
          return map.apply(input, folded.weight(), folded.bias());
        },
        (graph, input) -> {
          try (PointerScope scope = new PointerScope();
              NoGradGuard noGradient = new NoGradGuard()) {
            Folded folded = Folded.of(weight, scale, shift, mean, variance);
            return graph.convolution(
                input,
                Tensors.floats(folded.weight()),
                Tensors.floats(folded.bias()),
                kernel,
                stride);
          }
        });
  }

  /** A convolution and the norm of its output in evaluation, as one convolution. */
  private record Folded(Tensor weight, Tensor bias) {
    static Folded of(Tensor weight, Tensor scale, Tensor shift, Tensor mean, Tensor variance) {
      Tensor factor = scale.div(variance.add(new Scalar(NORM_EPSILON)).sqrt_());
      return new Folded(weight.mul(factor.view(-1, 1, 1, 1)), shift.sub(mean.mul(factor)));
    }
  }

  private Tensor convolutionWeight(String name, Maps in, int out, int kernel, int stride) {
    multiplyAdds += in.convolved(out, stride).positions() * in.channels() * out * kernel * kernel;
    int count = Math.multiplyExact(Math.multiplyExact(in.channels(), out), kernel * kernel);
    return parameter(
        name + ".weight",
        uniform(name + ".weight", count, in.channels() * kernel * kernel),
        true,
        out,
        in.channels(),
        kernel,
        kernel);
  }

  /** Rectifies in place: only after a layer whose gradient does not need its own output. */
  public static Layer relu() {
    return Layer.of(
        (input, training) -> {
          // The engine's answer is a second name of the same tensor, which does not own it.
          torch.relu_(input);
          return input;
        },
        OnnxGraph::relu);
  }

  /** LeakyReLU of slope 0.1, in place as {@link #relu}. */
  public static Layer leakyRelu() {
    return Layer.of(
        (input, training) -> {
          torch.leaky_relu_(input, new Scalar(LEAK));
          return input;
        },
        (graph, input) -> graph.leakyRelu(input, (float) LEAK));
  }

  /** Largest of 2 x 2 positions, stride 2; an odd last row or column is dropped. */
  public static Layer maxPool() {
    long[] two = {2, 2};
    long[] none = {0, 0};
    long[] one = {1, 1};
    return Layer.of(
        (input, training) -> torch.max_pool2d(input, two, two, none, one, false),
        OnnxGraph::maxPool);
  }

  /** Mean of each map over its positions: [n, channels]. */
  public static Layer globalMean() {
    return Layer.of((input, training) -> input.mean(2, 3), OnnxGraph::positionMean);
  }

  /** Mean of the pooled features, then a learned scale (starting at 1) and shift (at 0). */
  Layer scalarFeature() {
    Tensor scale = parameter("scalar.scale", filled(1, 1), false, 1);
    Tensor shift = parameter("scalar.shift", filled(1, 0), false, 1);
    return Layer.of(
        (input, training) ->
            torch.addcmul(shift, torch.mean(input, new long[] {1}, true, none()), scale),
        (graph, input) ->
            graph.plus(
                graph.times(graph.mean(input), Tensors.floats(scale)), Tensors.floats(shift)));
  }

  private static ScalarTypeOptional none() {
    return new ScalarTypeOptional();
  }

  /** The head, under the name {@code head}. Both kinds draw the same weights. */
  Layer head(Head head, int features, int classes) {
    if (head == Head.LINEAR) {
      return linear("head", features, classes);
    }
    Tensor weight = linearWeight("head", features, classes);
    Tensor scale = parameter("head.scale", filled(1, (float) Head.INITIAL_SCALE), false, 1);
    return Layer.of(
        (input, training) ->
            torch.linear(Tensors.onSphere(input), Tensors.onSphere(weight)).mul(scale),
        (graph, input) -> {
          try (PointerScope scope = new PointerScope();
              NoGradGuard noGradient = new NoGradGuard()) {
            float[] directions = Tensors.floats(Tensors.onSphere(weight).mul(scale));
            return graph.linear(
                graph.onSphere(input, (float) Tensors.SMALLEST_NORM),
                directions,
                new float[classes]);
          }
        });
  }

  /** A linear layer of the given width, under the name {@code projection}; none for width 0. */
  public Layer projection(Layer body, int in, int features) {
    return features == 0 ? body : body.then(linear("projection", in, features));
  }

  /**
   * Puts the scalar feature, where asked for, and the head on a body that ends in vectors. The
   * network owns what this workbench has made and closes it.
   *
   * @param takesVectors whether the body takes rows as vectors; else as maps
   * @param body gives [n, width]
   * @param scalarFeature whether the mean of the vector, scaled and shifted, is the only feature
   */
  public Backbone finish(
      InputShape shape,
      int classes,
      boolean takesVectors,
      Layer body,
      int width,
      boolean scalarFeature,
      Head head) {
    int features = scalarFeature ? 1 : width;
    Layer whole = scalarFeature ? body.then(scalarFeature()) : body;
    Layer top = head(head, features, classes);
    return new Backbone(shape, classes, features, takesVectors, this, whole, top);
  }

  /** A body whose output, on the way to the features, is that of an earlier layer. */
  public Layer earlier(Layer body) {
    earlierLayers++;
    return Layer.of(
        (input, training) -> {
          Tensor output = body.forward(input, training);
          if (passing != null) {
            passing.add(new Tensor(output));
          }
          return output;
        },
        (graph, input) -> {
          OnnxGraph.Value output = body.write(graph, input);
          if (written != null) {
            written.add(output);
          }
          return output;
        });
  }

  /** Number of earlier layers. */
  int earlierLayers() {
    return earlierLayers;
  }

  /** Runs a body and gathers what passes its earlier layers, first to last. */
  Tensor gather(Layer body, Tensor input, boolean training, List<Tensor> earlier) {
    passing = earlier;
    try {
      return body.forward(input, training);
    } finally {
      passing = null;
    }
  }

  /** Writes a body and gathers what its earlier layers give, first to last. */
  OnnxGraph.Value write(
      Layer body, OnnxGraph graph, OnnxGraph.Value input, List<OnnxGraph.Value> earlier) {
    written = earlier;
    try {
      return body.write(graph, input);
    } finally {
      written = null;
    }
  }

  List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  List<Parameter> buffers() {
    return Collections.unmodifiableList(buffers);
  }

  List<Parameter> all() {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(buffers);
    return all;
  }

  boolean hasBatchNorm() {
    return batchNorm;
  }

  long multiplyAdds() {
    return multiplyAdds;
  }

  long parameterCount() {
    return parameterCount;
  }

  /**
   * A tensor that trains, owned by the network.
   *
   * @param name unique within the network
   * @param values at the start, in row-major order
   * @param decays whether weight decay applies: not for biases and scales
   */
  public Tensor parameter(String name, float[] values, boolean decays, long... shape) {
    Tensor tensor = tensor(values, shape);
    tensor.set_requires_grad(true);
    parameterCount += values.length;
    parameters.add(new Parameter(name, tensor, decays));
    return tensor;
  }

  private Tensor buffer(String name, float[] values) {
    Tensor tensor = tensor(values, values.length);
    buffers.add(new Parameter(name, tensor, false));
    return tensor;
  }

  private Tensor tensor(float[] values, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      Tensor made = Tensors.of(values, shape);
      return own(shape.length == 4 ? made.contiguous(MemoryFormat.ChannelsLast) : made);
    }
  }

  private TensorOptional optional(Tensor tensor) {
    return own(new TensorOptional(tensor));
  }

  private <P extends Pointer> P own(P pointer) {
    pointer.retainReference();
    owned.add(pointer);
    return pointer;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::close);
    owned.clear();
    parameters.clear();
    buffers.clear();
  }
}
