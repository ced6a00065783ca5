package org.fierce.algebra;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;

/**
 * Moves arrays to and from the tensor engine. Callers hold a {@code PointerScope}, which frees what
 * is made here.
 */
public final class Matrices {
  private Matrices() {}

  /** A tensor [rows, columns] of 32-bit floats, copied from an array. */
  public static Tensor floats(float[] values, int offset, int rows, int columns) {
    Tensor tensor = empty(ScalarType.Float, rows, columns);
    try (FloatPointer data = tensor.data_ptr_float()) {
      data.put(values, offset, rows * columns);
    }
    return tensor;
  }

  public static Tensor floats(FloatMatrix matrix) {
    return floats(matrix.values(), 0, matrix.rows(), matrix.columns());
  }

  /** A tensor [rows, columns] of 64-bit floats, copied from an array. */
  public static Tensor doubles(double[] values, int offset, int rows, int columns) {
    Tensor tensor = empty(ScalarType.Double, rows, columns);
    try (DoublePointer data = tensor.data_ptr_double()) {
      data.put(values, offset, rows * columns);
    }
    return tensor;
  }

  /** A tensor [n, 1] of class indices. */
  public static Tensor indices(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    Tensor tensor = empty(ScalarType.Long, values.length, 1);
    try (LongPointer data = tensor.data_ptr_long()) {
      data.put(wide, 0, wide.length);
    }
    return tensor;
  }

  public static Tensor empty(ScalarType type, long rows, long columns) {
    return torch.empty(
        new long[] {rows, columns}, new TensorOptions(type), new MemoryFormatOptional());
  }

  /** Copies a contiguous tensor of 32-bit floats out. */
  public static void read(Tensor tensor, float[] target, int offset, int length) {
    try (FloatPointer data = tensor.data_ptr_float()) {
      data.get(target, offset, length);
    }
  }

  /** Copies a tensor of 64-bit floats out, row by row. */
  public static void read(Tensor tensor, double[] target, int offset, int length) {
    Tensor whole = tensor.contiguous();
    try (DoublePointer data = whole.data_ptr_double()) {
      data.get(target, offset, length);
    }
  }
}
