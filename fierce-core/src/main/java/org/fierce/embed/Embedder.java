package org.fierce.embed;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.engine.Tensors;
import org.fierce.train.FrozenPass;

/** Computes the frozen features of a data set. */
public final class Embedder {
  private static final int WIDEST_LAYER = 2048;

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
    Gathered last = Gathered.of(backbone, inputs.size());
    FrozenPass.run(backbone, inputs, normalisation, batch, last::put);
    return last.embeddings();
  }

  /**
   * What every layer makes of every row, under the same conditions as {@link #embed}.
   *
   * @param cells maps are averaged over cells x cells parts of the picture, so that a map becomes
   *     cells x cells columns; at least 1; over fewer where a map has fewer rows or columns or the
   *     layer would become wider than 2048 columns
   * @throws IllegalArgumentException as {@link #embed}, or if cells is below 1
   */
  public static LayerEmbeddings embedLayers(
      Backbone backbone, Inputs inputs, Normalisation normalisation, int batch, int cells) {
    if (cells < 1) {
      throw new IllegalArgumentException("cells is %d, must be at least 1".formatted(cells));
    }
    List<FloatMatrix> earlier = new ArrayList<>();
    Gathered last = Gathered.of(backbone, inputs.size());
    FrozenPass.runLayers(
        backbone,
        inputs,
        normalisation,
        batch,
        (firstRow, layers) -> {
          for (int i = 0; i < layers.earlier().size(); i++) {
            Tensor vectors = vectors(layers.earlier().get(i), cells);
            if (firstRow == 0) {
              earlier.add(FloatMatrix.zeros(inputs.size(), (int) vectors.size(1)));
            }
            copy(vectors, earlier.get(i), firstRow);
          }
          last.put(firstRow, layers.output());
        });
    return new LayerEmbeddings(earlier, last.embeddings());
  }

  /** Maps as means of parts of the picture, in the order channel, row, column; vectors as such. */
  private static Tensor vectors(Tensor layer, int cells) {
    if (layer.dim() == 2) {
      return layer;
    }
    int side = cellSide(cells, layer.size(1), layer.size(2), layer.size(3));
    return side == 1
        ? layer.mean(2, 3)
        : torch.adaptive_avg_pool2d(layer, side, side).flatten(1, 3);
  }

  /** How many parts a side of the picture is cut into: cells, or fewer as {@link #embedLayers}. */
  static int cellSide(int cells, long channels, long height, long width) {
    int side = (int) Math.min(cells, Math.min(height, width));
    while (side > 1 && channels * side * side > WIDEST_LAYER) {
      side--;
    }
    return side;
  }

  private static void copy(Tensor rows, FloatMatrix target, int firstRow) {
    float[] values = Tensors.floats(rows);
    System.arraycopy(values, 0, target.values(), firstRow * target.columns(), values.length);
  }

  /** Features and logits of all rows, filled batch by batch. */
  private record Gathered(FloatMatrix features, FloatMatrix logits) {
    static Gathered of(Backbone backbone, int rows) {
      return new Gathered(
          FloatMatrix.zeros(rows, backbone.featureWidth()),
          FloatMatrix.zeros(rows, backbone.classes()));
    }

    void put(int firstRow, Backbone.Output output) {
      copy(output.features(), features, firstRow);
      copy(output.logits(), logits, firstRow);
    }

    Embeddings embeddings() {
      return new Embeddings(features, logits);
    }
  }
}
