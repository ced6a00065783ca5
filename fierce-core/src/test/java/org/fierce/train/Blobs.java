package org.fierce.train;

import java.util.List;
import java.util.SplittableRandom;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.labels.CoarseLabels;

/** Small made-up sets: in each row the column of its class stands out from uniform noise. */
public final class Blobs {
  private Blobs() {}

  /** So many rows of vectors in three classes. */
  public static Dataset vectors(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = random.nextInt(3);
      for (int c = 0; c < columns; c++) {
        values[row * columns + c] = random.nextFloat() + (c == labels[row] ? 1 : 0);
      }
    }
    return Dataset.numbered(
        "blobs",
        new FloatMatrix(rows, columns, values),
        new CoarseLabels(labels, List.of("a", "b", "c")),
        null);
  }

  /** Batches of a set, without augmentation or normalisation. */
  public static Batches batches(Dataset data, int size, long seed) {
    return new Batches(
        data, Normalisation.identity(data.shape()), new Augmentation(List.of()), size, seed);
  }

  /** A small perceptron for three classes. */
  public static Backbone perceptron(int columns, long seed) {
    return new MlpSpec(List.of(16, 8), Head.LINEAR, false)
        .build(InputShape.vector(columns), 3, seed);
  }
}
