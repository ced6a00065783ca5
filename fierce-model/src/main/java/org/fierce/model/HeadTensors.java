package org.fierce.model;

import java.util.Arrays;
import java.util.Map;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/**
 * The tensors of one head, as they were read, by the head's own names.
 *
 * @param file what messages call the place that they were read from
 * @param question whose head it is
 * @param tensors of all heads
 * @param centres of the features of the training rows
 */
public record HeadTensors(
    String file, FineQuestion question, Map<String, StoredTensor> tensors, FeatureCentres centres) {
  /**
   * A matrix.
   *
   * @throws CheckpointFormatException if it is missing, or of another shape
   */
  public FloatMatrix matrix(String name, int rows, int columns) throws CheckpointFormatException {
    return new FloatMatrix(rows, columns, floats(name, rows, columns));
  }

  /**
   * Numbers in a row.
   *
   * @throws CheckpointFormatException if it is missing, or of another length
   */
  public float[] vector(String name, int length) throws CheckpointFormatException {
    return floats(name, length);
  }

  private float[] floats(String name, long... shape) throws CheckpointFormatException {
    StoredTensor tensor = tensor(name, shape);
    if (tensor instanceof StoredTensor.Floats floats) {
      for (float value : floats.values()) {
        if (!Float.isFinite(value)) {
          throw refuse(name, "holds %s; every value must be finite".formatted(value));
        }
      }
      return floats.values();
    }
    throw refuse(name, "holds integers, expected floats");
  }

  /**
   * Indices in a row, each from 0 to below a limit.
   *
   * @throws CheckpointFormatException if it is missing, of another length, or holds another value
   */
  public int[] indices(String name, int length, int limit) throws CheckpointFormatException {
    if (!(tensor(name, length) instanceof StoredTensor.Longs longs)) {
      throw refuse(name, "holds floats, expected integers");
    }
    int[] indices = new int[length];
    for (int i = 0; i < length; i++) {
      long index = longs.values()[i];
      if (index < 0 || index >= limit) {
        throw refuse(name, "holds %d, expected 0 to %d".formatted(index, limit - 1));
      }
      indices[i] = (int) index;
    }
    return indices;
  }

  private StoredTensor tensor(String name, long... shape) throws CheckpointFormatException {
    StoredTensor tensor = tensors.get(FineHeads.tensorName(question, name));
    if (tensor == null) {
      throw refuse(name, "is missing");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw refuse(
          name,
          "has the shape %s, expected %s"
              .formatted(Arrays.toString(tensor.shape()), Arrays.toString(shape)));
    }
    return tensor;
  }

  private CheckpointFormatException refuse(String name, String problem) {
    return new CheckpointFormatException(
        "%s: the tensor %s %s. Fit the head again, or take the file that fierce wrote."
            .formatted(file, FineHeads.tensorName(question, name), problem));
  }
}
