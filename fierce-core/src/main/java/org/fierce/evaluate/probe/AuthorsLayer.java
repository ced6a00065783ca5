package org.fierce.evaluate.probe;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A linear layer with softmax and its Adam state, in 32 bits as the authors' was. The two products
 * of a step go straight to BLAS: at 200 x 100 x 4 the engine's own calls would cost more than they
 * do.
 */
final class AuthorsLayer implements AutoCloseable {
  private static final float MEAN_DECAY = 0.9f;
  private static final float SQUARE_DECAY = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final int width;
  private final int outputs;
  private final float[] gradient;
  private final float[] mean;
  private final float[] square;
  private final float[] output;
  private final float[] byLogit;
  private final FloatPointer nativeRows;
  private final FloatPointer nativeWeights;
  private final FloatPointer nativeOutput;
  private final FloatPointer nativeGradient;
  private int steps;

  /** Weights of each output in turn, then the biases. */
  final float[] weights;

  AuthorsLayer(int width, int outputs, int batch) {
    this.width = width;
    this.outputs = outputs;
    weights = new float[(width + 1) * outputs];
    gradient = new float[weights.length];
    mean = new float[weights.length];
    square = new float[weights.length];
    output = new float[batch * outputs];
    byLogit = new float[batch * outputs];
    nativeRows = new FloatPointer((long) batch * width);
    nativeWeights = new FloatPointer((long) width * outputs);
    nativeOutput = new FloatPointer((long) batch * outputs);
    nativeGradient = new FloatPointer((long) width * outputs);
  }

  void initialise(SplittableRandom random) {
    double bound = 1 / Math.sqrt(width);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
  }

  /** Shares [count, outputs] of rows [count, width]; overwritten by the next call. */
  float[] predict(float[] rows, int count) {
    nativeRows.put(rows, 0, count * width);
    nativeWeights.put(weights, 0, width * outputs);
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        count,
        outputs,
        width,
        1,
        nativeRows,
        width,
        nativeWeights,
        width,
        0,
        nativeOutput,
        outputs);
    nativeOutput.get(output, 0, count * outputs);
    for (int row = 0; row < count; row++) {
      softmax(row * outputs);
    }
    return output;
  }

  private void softmax(int first) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < outputs; c++) {
      output[first + c] += weights[outputs * width + c];
      largest = Math.max(largest, output[first + c]);
    }
    float sum = 0;
    for (int c = 0; c < outputs; c++) {
      output[first + c] = (float) Math.exp(output[first + c] - largest);
      sum += output[first + c];
    }
    for (int c = 0; c < outputs; c++) {
      output[first + c] /= sum;
    }
  }

  /** One step of Adam on the mean over rows and components of the squared error. */
  void step(float[] rows, float[] shares, int count, float rate) {
    predict(rows, count);
    float unit = 2f / (count * outputs);
    for (int c = 0; c < outputs; c++) {
      gradient[outputs * width + c] = 0;
    }
    for (int first = 0; first < count * outputs; first += outputs) {
      float inner = 0;
      for (int i = first; i < first + outputs; i++) {
        inner += (output[i] - shares[i]) * output[i];
      }
      for (int c = 0; c < outputs; c++) {
        int i = first + c;
        byLogit[i] = unit * output[i] * (output[i] - shares[i] - inner);
        gradient[outputs * width + c] += byLogit[i];
      }
    }
    nativeOutput.put(byLogit, 0, count * outputs);
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        outputs,
        width,
        count,
        1,
        nativeOutput,
        outputs,
        nativeRows,
        width,
        0,
        nativeGradient,
        width);
    nativeGradient.get(gradient, 0, width * outputs);
    update(rate);
  }

  private void update(float rate) {
    steps++;
    float size = (float) (rate / (1 - Math.pow(MEAN_DECAY, steps)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(SQUARE_DECAY, steps)));
    for (int i = 0; i < weights.length; i++) {
      float g = gradient[i];
      mean[i] = MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * g;
      square[i] = SQUARE_DECAY * square[i] + (1 - SQUARE_DECAY) * g * g;
      weights[i] -= size * mean[i] / ((float) Math.sqrt(square[i]) * root + EPSILON);
    }
  }

  /** Frees the native memory; may be called again. */
  @Override
  public void close() {
    nativeRows.close();
    nativeWeights.close();
    nativeOutput.close();
    nativeGradient.close();
  }
}
