package org.fierce.engine;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Moves numbers between Java arrays and tensors, and lets a tensor outlive its scope. */
public final class Tensors {
  /** Norms below this are treated as this by {@link #onSphere}. */
  public static final double SMALLEST_NORM = 1e-6;

  private Tensors() {}

  /** A tensor of 32-bit floats on the CPU holding a copy of {@code values} in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    check(values.length, shape);
    return first(values, shape);
  }

  /** As {@link #of}, of the first values of a longer array; as many as the shape holds. */
  public static Tensor first(float[] values, long... shape) {
    Tensor tensor = torch.empty(shape);
    try (FloatPointer data = tensor.data_ptr_float()) {
      data.put(values, 0, Math.toIntExact(tensor.numel()));
    }
    return tensor;
  }

  /** A tensor of class labels, 64-bit integers on the CPU. */
  public static Tensor labels(int[] labels) {
    long[] wide = new long[labels.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = labels[i];
    }
    Tensor tensor = torch.empty(new long[] {wide.length}, options(ScalarType.Long), null);
    try (LongPointer data = tensor.data_ptr_long()) {
      data.put(wide, 0, wide.length);
    }
    return tensor;
  }

  /** The elements of a tensor of floats or doubles, in row-major order of its logical shape. */
  public static double[] doubles(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor dense = tensor.detach().cpu().to(ScalarType.Double).contiguous();
      double[] values = new double[Math.toIntExact(dense.numel())];
      dense.data_ptr_double().get(values, 0, values.length);
      return values;
    }
  }

  /** The elements of a tensor of floats, in row-major order of its logical shape. */
  public static float[] floats(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor dense = tensor.detach().cpu().to(ScalarType.Float).contiguous();
      float[] values = new float[Math.toIntExact(dense.numel())];
      dense.data_ptr_float().get(values, 0, values.length);
      return values;
    }
  }

  /**
   * Makes a tensor independent of the scope it was made in: it lives until {@code close()} is
   * called on it. Call once, right after making it.
   */
  public static Tensor keep(Tensor tensor) {
    return tensor.retainReference();
  }

  /**
   * Rows divided by their Euclidean norm; a row shorter than {@link #SMALLEST_NORM} is divided by
   * that instead, so that a row of zeros stays zero and has a finite gradient.
   *
   * @param rows [n, d]
   */
  public static Tensor onSphere(Tensor rows) {
    return rows.div(norms(rows).clamp_min(new Scalar(SMALLEST_NORM)));
  }

  /** Euclidean norm of every row, [n, 1]; its gradient at a row of zeros is zero. */
  public static Tensor norms(Tensor rows) {
    return torch.linalg_vector_norm(
        rows, new Scalar(2.0), new long[] {1}, true, new ScalarTypeOptional());
  }

  static TensorOptions options(ScalarType type) {
    return new TensorOptions(type);
  }

  private static void check(int length, long[] shape) {
    long product = 1;
    for (long side : shape) {
      product = Math.multiplyExact(product, side);
    }
    if (product != length) {
      throw new IllegalArgumentException(
          length + " values do not fill a tensor of " + product + " elements");
    }
  }
}
