package org.fierce.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.FineTargets;

/**
 * The transfer probe of Baena et al. 2022 as they ran it: raw features, a linear layer and softmax,
 * mean squared error over the components as loss, Adam at rate 0.1, 0.01 after 100 epochs, 400
 * epochs, batches of 200 in a new order each epoch (the last may be smaller), on the reference
 * rows. It need not converge: large features saturate the softmax and the fit gets stuck, so its
 * score tells of the fit as much as of the features. {@link LinearProbe} is the converged one.
 *
 * <p>{@code authorsProbeMeanSquaredError}: squared error summed over the components, averaged over
 * test rows; 0 to 2. Initial weights (uniform within 1/sqrt(width), as PyTorch's linear layer) and
 * order come from the seed. Only for shares. Time grows as rows x width x components: 9408 x 100 x
 * 4 take some two seconds.
 */
public record AuthorsProbe() implements Evaluator {
  private static final int EPOCHS = 400;
  private static final int FAST_EPOCHS = 100;
  private static final int BATCH = 200;
  private static final float RATE = 0.1f;

  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    if (!(evaluation.referenceFine() instanceof FineTargets.Shares reference)
        || !(evaluation.queryFine() instanceof FineTargets.Shares query)) {
      return List.of();
    }
    FloatMatrix features = evaluation.reference().features();
    Layer layer = new Layer(features.columns(), reference.components());
    layer.initialise(Seeds.stream(evaluation.seed(), "authors-probe", -1));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      float rate = epoch < FAST_EPOCHS ? RATE : RATE / 10;
      SplittableRandom random = Seeds.stream(evaluation.seed(), "authors-probe", epoch);
      int[] order = Seeds.permutation(features.rows(), random);
      for (int first = 0; first < order.length; first += BATCH) {
        int last = Math.min(first + BATCH, order.length);
        layer.step(features.values(), reference.values(), order, first, last, rate);
      }
    }
    FloatMatrix queries = evaluation.query().features();
    double[] predicted = new double[queries.rows() * query.components()];
    for (int row = 0; row < queries.rows(); row++) {
      layer.predict(queries.values(), row);
      for (int c = 0; c < query.components(); c++) {
        predicted[row * query.components() + c] = layer.output[c];
      }
    }
    double[] errors = RawPrediction.squaredErrors(predicted, query);
    return List.of(
        Bootstrap.mean("authorsProbeMeanSquaredError", errors, evaluation.seed())
            .withNote("unconverged by design"));
  }

  /** A linear layer with softmax and its Adam state, in 32 bits as the authors' was. */
  static final class Layer {
    private static final float MEAN_DECAY = 0.9f;
    private static final float SQUARE_DECAY = 0.999f;
    private static final double EPSILON = 1e-8;

    private final int width;
    private final int outputs;
    private final float[] gradient;
    private final float[] mean;
    private final float[] square;
    private int steps;

    /** Weights of each output in turn, then the biases. */
    final float[] weights;

    /** Shares of the row predicted last. */
    final float[] output;

    Layer(int width, int outputs) {
      this.width = width;
      this.outputs = outputs;
      weights = new float[(width + 1) * outputs];
      gradient = new float[weights.length];
      mean = new float[weights.length];
      square = new float[weights.length];
      output = new float[outputs];
    }

    void initialise(SplittableRandom random) {
      double bound = 1 / Math.sqrt(width);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }

    void predict(float[] features, int row) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < outputs; c++) {
        output[c] = dot(features, row * width, weights, c * width, width);
        output[c] += weights[outputs * width + c];
        largest = Math.max(largest, output[c]);
      }
      float sum = 0;
      for (int c = 0; c < outputs; c++) {
        output[c] = (float) Math.exp(output[c] - largest);
        sum += output[c];
      }
      for (int c = 0; c < outputs; c++) {
        output[c] /= sum;
      }
    }

    /** One step of Adam on the mean over rows and components of the squared error. */
    void step(float[] features, float[] shares, int[] order, int first, int last, float rate) {
      Arrays.fill(gradient, 0);
      float unit = 2f / ((last - first) * outputs);
      for (int i = first; i < last; i++) {
        int row = order[i];
        predict(features, row);
        float inner = 0;
        for (int c = 0; c < outputs; c++) {
          inner += (output[c] - shares[row * outputs + c]) * output[c];
        }
        for (int c = 0; c < outputs; c++) {
          float error = output[c] - shares[row * outputs + c];
          float byLogit = unit * output[c] * (error - inner);
          add(gradient, c * width, features, row * width, width, byLogit);
          gradient[outputs * width + c] += byLogit;
        }
      }
      steps++;
      float size = (float) (rate / (1 - Math.pow(MEAN_DECAY, steps)));
      float root = (float) (1 / Math.sqrt(1 - Math.pow(SQUARE_DECAY, steps)));
      update(size, root);
    }

    private void update(float size, float root) {
      for (int i = 0; i < weights.length; i++) {
        float g = gradient[i];
        mean[i] = MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * g;
        square[i] = SQUARE_DECAY * square[i] + (1 - SQUARE_DECAY) * g * g;
        weights[i] -= size * mean[i] / ((float) Math.sqrt(square[i]) * root + (float) EPSILON);
      }
    }

    // Four sums at once: a single one would wait for each addition.
    private static float dot(float[] a, int i, float[] b, int j, int length) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int k = 0;
      for (; k < length - 3; k += 4) {
        s0 += a[i + k] * b[j + k];
        s1 += a[i + k + 1] * b[j + k + 1];
        s2 += a[i + k + 2] * b[j + k + 2];
        s3 += a[i + k + 3] * b[j + k + 3];
      }
      for (; k < length; k++) {
        s0 += a[i + k] * b[j + k];
      }
      return s0 + s1 + (s2 + s3);
    }

    private static void add(float[] target, int i, float[] other, int j, int length, float factor) {
      for (int k = 0; k < length; k++) {
        target[i + k] += factor * other[j + k];
      }
    }
  }
}
