package org.fierce.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/**
 * A linear map of features, each first put between two bounds: {@code bias + weights * min(high,
 * max(low, x - centre))}. The bounds keep a feature that hardly varied where the map was fitted
 * from ruling what is said of a strange row.
 *
 * @param centre of each feature
 * @param low lower bound of each, from the centre
 * @param high upper bound of each, from the centre
 * @param weights [outputs, features]
 * @param bias of each output
 */
public record BoundedLinear(
    float[] centre, float[] low, float[] high, FloatMatrix weights, float[] bias) {
  private static final String NAME = "linear.";

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they do not fit together
   */
  public BoundedLinear {
    int width = centre.length;
    if (low.length != width
        || high.length != width
        || weights.columns() != width
        || weights.rows() != bias.length) {
      throw new IllegalArgumentException(
          "centre has %d features, low %d, high %d, weights %d for %d outputs, bias %d"
              .formatted(
                  width, low.length, high.length, weights.columns(), weights.rows(), bias.length));
    }
  }

  /** Number of features that it reads. */
  public int features() {
    return centre.length;
  }

  /** One output of a row. */
  double apply(float[] row, int output) {
    double sum = bias[output];
    for (int i = 0; i < row.length; i++) {
      float bounded = Math.min(high[i], Math.max(low[i], row[i] - centre[i]));
      sum += (double) weights.at(output, i) * bounded;
    }
    return sum;
  }

  /** Outputs of a row. */
  public double[] apply(float[] row) {
    double[] outputs = new double[bias.length];
    for (int output = 0; output < outputs.length; output++) {
      outputs[output] = apply(row, output);
    }
    return outputs;
  }

  /** Probabilities that are proportional to the exponential of scores. */
  static double[] softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double[] shares = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(scores[i] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  Map<String, StoredTensor> tensors() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put(NAME + "centre", row(centre));
    tensors.put(NAME + "low", row(low));
    tensors.put(NAME + "high", row(high));
    tensors.put(
        NAME + "weights",
        new StoredTensor.Floats(new long[] {weights.rows(), weights.columns()}, weights.values()));
    tensors.put(NAME + "bias", row(bias));
    return tensors;
  }

  static StoredTensor row(float[] values) {
    return new StoredTensor.Floats(new long[] {values.length}, values);
  }

  static BoundedLinear of(HeadTensors tensors, int outputs) throws CheckpointFormatException {
    int width = tensors.centres().features();
    return new BoundedLinear(
        tensors.vector(NAME + "centre", width),
        tensors.vector(NAME + "low", width),
        tensors.vector(NAME + "high", width),
        tensors.matrix(NAME + "weights", outputs, width),
        tensors.vector(NAME + "bias", outputs));
  }
}
