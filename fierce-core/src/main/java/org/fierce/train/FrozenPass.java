package org.fierce.train;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.data.Dataset;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.engine.Tensors;

/** Runs a frozen backbone over inputs, batch by batch: no augmentation, no gradients. */
public final class FrozenPass {
  private FrozenPass() {}

  /** Takes what the backbone says of a batch. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Takes one batch.
     *
     * @param firstRow row of the inputs that the first row of the output belongs to
     * @param output belongs to the scope of this call
     */
    void accept(int firstRow, Backbone.Output output);
  }

  /** Takes what every layer makes of a batch. */
  @FunctionalInterface
  public interface LayersReceiver {
    /**
     * Takes one batch.
     *
     * @param firstRow row of the inputs that the first row of the layers belongs to
     * @param layers belong to the scope of this call
     */
    void accept(int firstRow, Backbone.Layers layers);
  }

  @FunctionalInterface
  private interface BatchReceiver {
    void accept(int firstRow, Tensor inputs);
  }

  /**
   * Runs the backbone in evaluation mode and then sets back the mode it was in.
   *
   * @param batch rows at a time, at least 1
   * @throws IllegalArgumentException if {@code batch} is not positive
   */
  public static void run(
      Backbone backbone, Inputs inputs, Normalisation normalisation, int batch, Receiver receiver) {
    eachBatch(
        backbone,
        inputs,
        normalisation,
        batch,
        (firstRow, rows) -> receiver.accept(firstRow, backbone.forward(rows)));
  }

  /**
   * As {@link #run}, with every layer.
   *
   * @throws IllegalArgumentException if {@code batch} is not positive
   */
  public static void runLayers(
      Backbone backbone,
      Inputs inputs,
      Normalisation normalisation,
      int batch,
      LayersReceiver receiver) {
    eachBatch(
        backbone,
        inputs,
        normalisation,
        batch,
        (firstRow, rows) -> receiver.accept(firstRow, backbone.forwardLayers(rows)));
  }

  private static void eachBatch(
      Backbone backbone,
      Inputs inputs,
      Normalisation normalisation,
      int batch,
      BatchReceiver receiver) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is %d, must be at least 1".formatted(batch));
    }
    InputShape shape = inputs.shape();
    Tensor anyWeight = backbone.parameters().get(0).tensor();
    float[] values = new float[Math.multiplyExact(Math.min(batch, inputs.size()), shape.values())];
    boolean wasTraining = backbone.isTraining();
    backbone.train(false);
    try (NoGradGuard noGradient = new NoGradGuard()) {
      for (int first = 0; first < inputs.size(); first += batch) {
        int rows = Math.min(batch, inputs.size() - first);
        for (int row = 0; row < rows; row++) {
          inputs.read(first + row, values, row * shape.values());
        }
        normalisation.apply(values, 0, rows);
        try (PointerScope scope = new PointerScope()) {
          receiver.accept(first, tensor(values, rows, shape, anyWeight.device()));
        }
      }
    } finally {
      backbone.train(wasTraining);
    }
  }

  /**
   * Share of the rows whose largest logit is that of their coarse label, in [0, 1].
   *
   * @throws IllegalArgumentException if there are no rows
   */
  public static double coarseAccuracy(
      Backbone backbone, Dataset data, Normalisation normalisation, int batch) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("%s has no rows".formatted(data.name()));
    }
    int[] labels = data.coarse().labels();
    int[] right = {0};
    run(
        backbone,
        data.inputs(),
        normalisation,
        batch,
        (firstRow, output) -> {
          int rows = (int) output.logits().size(0);
          Tensor coarse = Tensors.labels(Arrays.copyOfRange(labels, firstRow, firstRow + rows));
          right[0] += countRight(output, coarse.to(output.logits().device(), coarse.scalar_type()));
        });
    return (double) right[0] / data.size();
  }

  /** Number of rows whose largest logit is that of their label. */
  static int countRight(Backbone.Output output, Tensor coarse) {
    return (int)
        torch.argmax(output.logits(), new LongOptional(1), false).eq(coarse).sum().item_long();
  }

  /**
   * Rows of input as the backbone takes them: vectors as [n, d], images as [n, channels, height,
   * width] in channels_last, which is how they lie in memory already. Values beyond the rows are
   * not read.
   */
  static Tensor tensor(
      float[] values, int rows, InputShape shape, org.bytedeco.pytorch.Device device) {
    Tensor tensor =
        shape.isVector()
            ? Tensors.first(values, rows, shape.values())
            : Tensors.first(values, rows, shape.height(), shape.width(), shape.channels())
                .permute(0, 3, 1, 2);
    return device.is_cpu() ? tensor : tensor.to(device, tensor.scalar_type());
  }
}
