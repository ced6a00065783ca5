package org.fierce.evaluate.probe;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.RawPrediction;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;
import org.fierce.stats.Bootstrap;

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
public record AuthorsProbe() implements FineEvaluator<FineTargets.Shares> {
  private static final int EPOCHS = 400;
  private static final int FAST_EPOCHS = 100;
  private static final int BATCH = 200;
  private static final float RATE = 0.1f;

  @Override
  public Class<FineTargets.Shares> target() {
    return FineTargets.Shares.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Shares reference, FineTargets.Shares query) {
    double[] predicted = predict(evaluation, reference);
    double[] errors = RawPrediction.squaredErrors(predicted, query);
    return Findings.of(
        Bootstrap.mean("authorsProbeMeanSquaredError", errors, evaluation.seed())
            .withNote("unconverged by design"));
  }

  private static double[] predict(Evaluation evaluation, FineTargets.Shares reference) {
    FloatMatrix features = evaluation.reference().featureMatrix();
    FloatMatrix queries = evaluation.query().featureMatrix();
    int width = features.columns();
    int outputs = reference.components();
    float[] rows = new float[BATCH * width];
    float[] shares = new float[BATCH * outputs];
    double[] predicted = new double[queries.rows() * outputs];
    try (AuthorsLayer layer = new AuthorsLayer(width, outputs, BATCH)) {
      layer.initialise(Streams.generator(evaluation.seed(), "authors-probe", -1));
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        float rate = epoch < FAST_EPOCHS ? RATE : RATE / 10;
        SplittableRandom random = Streams.generator(evaluation.seed(), "authors-probe", epoch);
        int[] order = IntStream.range(0, features.rows()).toArray();
        Streams.shuffle(order, order.length, random);
        for (int first = 0; first < order.length; first += BATCH) {
          int count = Math.min(BATCH, order.length - first);
          for (int i = 0; i < count; i++) {
            int row = order[first + i];
            System.arraycopy(features.values(), row * width, rows, i * width, width);
            System.arraycopy(reference.values(), row * outputs, shares, i * outputs, outputs);
          }
          layer.step(rows, shares, count, rate);
        }
      }
      for (int first = 0; first < queries.rows(); first += BATCH) {
        int count = Math.min(BATCH, queries.rows() - first);
        System.arraycopy(queries.values(), first * width, rows, 0, count * width);
        float[] output = layer.predict(rows, count);
        for (int i = 0; i < count * outputs; i++) {
          predicted[first * outputs + i] = output[i];
        }
      }
    }
    return predicted;
  }
}
