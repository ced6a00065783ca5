package org.fierce.embed;

import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Tensors;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.train.FrozenPass;

/** Computes the frozen features of a data set. */
public final class Embedder {
  private Embedder() {}

  /**
   * Features and logits of every row, in the order of the rows, without augmentation and with the
   * running statistics of batch norm. The backbone is left in the mode it was in.
   *
   * <p>The same call gives the same bits; another batch size may differ in the last ones.
   *
   * @param normalisation the training rows' own
   * @param batch rows at a time, at least 1
   * @throws IllegalArgumentException if {@code batch} is not positive or the inputs have another
   *     shape than the backbone takes
   * @throws IllegalStateException if the backbone is closed
   */
  public static Embeddings embed(
      Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
    FloatMatrix features = FloatMatrix.zeros(inputs.size(), backbone.featureWidth());
    FloatMatrix logits = FloatMatrix.zeros(inputs.size(), backbone.classes());
    FrozenPass.run(
        backbone,
        inputs,
        normalisation,
        batch,
        (firstRow, output) -> {
          copy(output.features(), features, firstRow);
          copy(output.logits(), logits, firstRow);
        });
    return new Embeddings(features, logits);
  }

  /**
   * Features of an earlier layer of every row, under the same conditions as {@link #embed}.
   *
   * @throws IllegalArgumentException as {@link #embed}
   * @throws IllegalStateException if the backbone has no earlier layer, or is closed
   */
  public static FloatMatrix embedEarlier(
      Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
    FloatMatrix features = FloatMatrix.zeros(inputs.size(), Math.max(1, backbone.earlierWidth()));
    FrozenPass.runEarlier(
        backbone, inputs, normalisation, batch, (firstRow, rows) -> copy(rows, features, firstRow));
    return features;
  }

  private static void copy(Tensor rows, FloatMatrix target, int firstRow) {
    float[] values = Tensors.floats(rows);
    System.arraycopy(values, 0, target.values(), firstRow * target.columns(), values.length);
  }
}
