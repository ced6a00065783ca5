package org.fierce.backbone;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.InputShape;
import org.fierce.onnx.OnnxGraph;
import org.fierce.onnx.UnwritableNetworkException;

/**
 * A network that turns a batch of inputs into features and coarse logits. Owns its tensors: they
 * live outside every scope until {@link #close}. Used by one thread at a time.
 *
 * <p>Starts in training mode. Tensors made by {@link #forward} belong to the caller's scope.
 */
public final class Backbone implements AutoCloseable {
  private final InputShape shape;
  private final int classes;
  private final int featureWidth;
  private final Assembly parts;
  private final boolean takesVectors;
  private final Layer body;
  private final Layer head;
  private boolean training = true;
  private boolean closed;

  Backbone(
      InputShape shape,
      int classes,
      int featureWidth,
      boolean takesVectors,
      Assembly parts,
      Layer body,
      Layer head) {
    this.shape = shape;
    this.classes = classes;
    this.featureWidth = featureWidth;
    this.takesVectors = takesVectors;
    this.parts = parts;
    this.body = body;
    this.head = head;
  }

  /**
   * What a forward pass gives.
   *
   * @param features [n, featureWidth], as the head receives them, not normalised
   * @param logits [n, classes]
   */
  public record Output(Tensor features, Tensor logits) {}

  /**
   * What every layer makes of a batch.
   *
   * @param earlier first to last, without the features: [n, width] of each hidden layer of an
   *     {@code mlp} but the last; maps [n, channels, height, width] at the end of each stage of a
   *     {@code resnet} but the last, and after each pooling of a {@code small-cnn}
   * @param output features and logits
   */
  public record Layers(List<Tensor> earlier, Output output) {}

  /**
   * A named tensor of a network.
   *
   * @param name unique within the network, as {@code stage1.block0.conv1.weight}
   * @param tensor owned by the network; may be written in place, not closed
   * @param decays whether weight decay applies: no for biases, norms, the cosine head's scale and
   *     the scalar feature's scale and shift
   */
  public record Parameter(String name, Tensor tensor, boolean decays) {}

  /**
   * Runs the network, recording gradients unless the caller turned that off.
   *
   * @param inputs images [n, channels, height, width], best in channels_last; or [n, d]. A network
   *     of vectors takes images too and flattens them in the order height, width, channel.
   * @throws IllegalArgumentException if the inputs have another shape than {@link #shape}, or if
   *     there is one row only while training with batch norm
   * @throws IllegalStateException after {@link #close}
   */
  public Output forward(Tensor inputs) {
    return forward(inputs, false);
  }

  /**
   * As {@link #forward(Tensor)}.
   *
   * @param isHeadDetached whether the logits' gradients end at the head, so that what is asked of
   *     the logits teaches the features nothing
   */
  public Output forward(Tensor inputs, boolean isHeadDetached) {
    requireOpen();
    long rows = checkedRows(inputs);
    if (training && rows < 2 && parts.hasBatchNorm()) {
      throw new IllegalArgumentException(
          "a batch of %d row cannot train a network with batch norm; give at least 2 rows, or drop the last incomplete batch"
              .formatted(rows));
    }
    Tensor features = body.forward(arranged(inputs, rows), training);
    Tensor seen = isHeadDetached ? features.detach() : features;
    return new Output(features, head.forward(seen, training));
  }

  /**
   * Logits that the head makes of features, [n, classes].
   *
   * @param features [n, {@link #featureWidth}]
   * @throws IllegalStateException after {@link #close}
   */
  public Tensor logits(Tensor features) {
    requireOpen();
    return head.forward(features, training);
  }

  /**
   * What every layer makes of the inputs.
   *
   * @param inputs as {@link #forward(Tensor)}'s
   * @throws IllegalStateException after {@link #close}
   */
  public Layers forwardLayers(Tensor inputs) {
    requireOpen();
    List<Tensor> earlier = new ArrayList<>();
    Tensor features = parts.gather(body, arranged(inputs, checkedRows(inputs)), training, earlier);
    return new Layers(earlier, new Output(features, head.forward(features, training)));
  }

  /**
   * What every layer makes of a row, in a graph.
   *
   * @param earlier as {@link Layers#earlier}
   * @param features [featureWidth]
   * @param logits [classes]
   */
  public record Written(
      List<OnnxGraph.Value> earlier, OnnxGraph.Value features, OnnxGraph.Value logits) {}

  /**
   * Adds the network, as it is in evaluation, to a graph: batch norms go into the weights.
   *
   * @param row normalised: [channels, height, width], or [columns] of vectors. A network of vectors
   *     takes pictures too, as {@link #forward(Tensor)} does.
   * @throws UnwritableNetworkException if a layer does not say how it is written
   * @throws IllegalStateException after {@link #close}
   */
  public Written write(OnnxGraph graph, OnnxGraph.Value row) {
    requireOpen();
    OnnxGraph.Value arranged =
        takesVectors && !shape.isVector() ? graph.flat(graph.mapsLast(row)) : row;
    List<OnnxGraph.Value> earlier = new ArrayList<>();
    OnnxGraph.Value features = parts.write(body, graph, arranged, earlier);
    return new Written(earlier, features, head.write(graph, features));
  }

  /** Number of {@link Layers#earlier} layers, at least 0. */
  public int earlierLayers() {
    return parts.earlierLayers();
  }

  private long checkedRows(Tensor inputs) {
    long dimensions = inputs.dim();
    boolean fits =
        (dimensions == 4
                && inputs.size(1) == shape.channels()
                && inputs.size(2) == shape.height()
                && inputs.size(3) == shape.width())
            || (dimensions == 2 && takesVectors && inputs.size(1) == shape.values());
    if (!fits) {
      StringBuilder found = new StringBuilder("[");
      for (int i = 0; i < dimensions; i++) {
        found.append(i == 0 ? "" : ", ").append(inputs.size(i));
      }
      throw new IllegalArgumentException(
          "inputs of shape %s] do not fit a network for rows of %s (%s expected)"
              .formatted(
                  found,
                  shape,
                  takesVectors
                      ? "[n, " + shape.values() + "]"
                      : "[n, %d, %d, %d]"
                          .formatted(shape.channels(), shape.height(), shape.width())));
    }
    return inputs.size(0);
  }

  private Tensor arranged(Tensor inputs, long rows) {
    if (!takesVectors) {
      return inputs.contiguous(MemoryFormat.ChannelsLast);
    }
    return inputs.dim() == 2
        ? inputs
        : inputs.permute(0, 2, 3, 1).reshape(rows, (long) shape.values());
  }

  /**
   * What gradients flow into, in a fixed order. The tensors are leaves that require gradients.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public List<Parameter> parameters() {
    requireOpen();
    return parts.parameters();
  }

  /**
   * Running means and variances of batch norm, in a fixed order; empty without batch norm.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public List<Parameter> buffers() {
    requireOpen();
    return parts.buffers();
  }

  /** Chooses between batch statistics (training, true) and running ones (false) in batch norm. */
  public void train(boolean isTraining) {
    requireOpen();
    training = isTraining;
  }

  /** Whether the network is in training mode. */
  public boolean isTraining() {
    return training;
  }

  /** Moves every tensor to a device; gradients held so far are dropped. */
  public void moveTo(Device device) {
    requireOpen();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter parameter : parts.all()) {
        Tensor tensor = parameter.tensor();
        tensor.mutable_grad().reset();
        tensor.set_data(tensor.detach().to(device, tensor.scalar_type()));
      }
    }
  }

  /** Turns every tensor into another type of number; the tests' way to double precision. */
  void convertTo(ScalarType type) {
    requireOpen();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter parameter : parts.all()) {
        parameter.tensor().set_data(parameter.tensor().detach().to(type));
      }
    }
  }

  /** Width of the features. */
  public int featureWidth() {
    return featureWidth;
  }

  /** Number of coarse classes. */
  public int classes() {
    return classes;
  }

  /** Shape of a row of input. */
  public InputShape shape() {
    return shape;
  }

  /** Whether the network has batch norm, and so needs batches of at least 2 rows in training. */
  public boolean hasBatchNorm() {
    return parts.hasBatchNorm();
  }

  /** Number of trainable numbers. */
  public long parameterCount() {
    return parts.parameterCount();
  }

  /**
   * Multiply-adds of a forward pass of one row in convolutions and matrix products, heads included,
   * each counted once: what papers on networks call its FLOPs. Norms, activations, pooling and
   * additions of residuals are not counted.
   */
  public long forwardFlops() {
    return parts.multiplyAdds();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the backbone is closed");
    }
  }

  /** Frees every tensor of the network. Closing twice does nothing more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      parts.close();
    }
  }
}
