package org.fierce.onnx;

/**
 * A network that cannot be written as ONNX: a layer or a readout does not say how, a weight is not
 * finite, or the file would be larger than the format allows.
 */
public final class UnwritableNetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong and what to do. */
  public UnwritableNetworkException(String message) {
    super(message);
  }
}
