package org.fierce.evaluate.probe;

import org.fierce.algebra.CentredMap;
import org.fierce.algebra.Standardiser;
import org.fierce.data.FloatMatrix;
import org.fierce.model.BoundedLinear;

/** What takes features to the coordinates that a probe is fitted in. */
record ProbeMap(Standardiser standardiser, CentredMap axes) {
  /**
   * A linear layer in these coordinates as one on the features themselves.
   *
   * @param point weights [coordinates, outputs] row by row, then the bias [outputs]
   */
  BoundedLinear folded(double[] point, int outputs) {
    double[] mean = standardiser.mean();
    double[] scale = standardiser.scale();
    int width = mean.length;
    int coordinates = axes.width();
    float[] centre = floats(mean);
    float[] weights = new float[outputs * width];
    float[] bias = new float[outputs];
    for (int output = 0; output < outputs; output++) {
      double sum = point[coordinates * outputs + output];
      for (int c = 0; c < width; c++) {
        double weight = 0;
        for (int k = 0; k < coordinates; k++) {
          weight += axes.map()[c * coordinates + k] * point[k * outputs + output];
        }
        sum -= axes.mean()[c] * weight;
        // The centre is stored in 32 bits; what that takes off is put back here.
        sum += (centre[c] - mean[c]) * weight * scale[c];
        weights[output * width + c] = (float) (weight * scale[c]);
      }
      bias[output] = (float) sum;
    }
    return new BoundedLinear(
        centre,
        floats(standardiser.low()),
        floats(standardiser.high()),
        new FloatMatrix(outputs, width, weights),
        bias);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
