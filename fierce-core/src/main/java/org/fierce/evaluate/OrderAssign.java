package org.fierce.evaluate;

import java.util.Arrays;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;
import org.fierce.stats.Spearman;
import org.jspecify.annotations.Nullable;

/**
 * Orders the test rows by their one-dimensional feature and gives the one of rank r (from 0, of m
 * rows; equal features share their mean rank) the quantile (r + 1/2) / m of the training targets;
 * then the mean squared error, in the squared unit of the target (Baena et al. 2022, the age
 * experiment). No test target is used: the direction is the sign, over the training rows, of the
 * covariance of the feature and the mean target of the row's coarse class.
 *
 * <ul>
 *   <li>{@code orderAssignMeanSquaredError};
 *   <li>{@code classMeanMeanSquaredError}: each test row is given the mean training target of its
 *       coarse class, the one with its largest logit, or the true one where there are no logits;
 *   <li>{@code orderAssignMixMeanSquaredError}: {@code w * order + (1 - w) * class mean}, w in [0,
 *       1] of least squared error over the training rows; the note tells w.
 * </ul>
 *
 * No score for other fine targets or for features wider than one column.
 */
public record OrderAssign() implements FineEvaluator<FineTargets.Scalars> {
  @Override
  public Class<FineTargets.Scalars> target() {
    return FineTargets.Scalars.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Scalars reference, FineTargets.Scalars query) {
    if (evaluation.reference().features().shape().values() != 1) {
      return Findings.NONE;
    }
    CoarseLabels coarse = evaluation.referenceCoarse();
    double[] classMeans = CoarseMean.means(coarse, reference.values(), 1);
    double[] feature = column(evaluation.reference().featureMatrix());
    double[] trueMeans = answers(classMeans, coarse, null);
    double covariance = covariance(feature, trueMeans);
    double direction = covariance < 0 ? -1 : 1;
    String guessed =
        covariance == 0 ? "rising by default: the coarse labels do not tell the direction" : "";

    double[] sorted = reference.values().clone();
    Arrays.sort(sorted);
    double[] fitted = assign(feature, direction, sorted);
    double[] fittedMeans = answers(classMeans, coarse, evaluation.reference().logits());
    double weight = weight(fitted, fittedMeans, reference.values());

    double[] assigned = assign(column(evaluation.query().featureMatrix()), direction, sorted);
    double[] means = answers(classMeans, evaluation.queryCoarse(), evaluation.query().logits());
    double[] mix = new double[assigned.length];
    for (int i = 0; i < mix.length; i++) {
      mix[i] = weight * assigned[i] + (1 - weight) * means[i];
    }
    long seed = evaluation.seed();
    return Findings.of(
        error("orderAssignMeanSquaredError", assigned, query.values(), seed).withNote(guessed),
        error("classMeanMeanSquaredError", means, query.values(), seed),
        error("orderAssignMixMeanSquaredError", mix, query.values(), seed)
            .withNote("weight of the order %.3f".formatted(weight))
            .withNote(guessed));
  }

  private static double[] assign(double[] feature, double direction, double[] sorted) {
    double[] directed = Arrays.stream(feature).map(value -> direction * value).toArray();
    int[] once = new int[directed.length];
    Arrays.fill(once, 1);
    double[] ranks = Spearman.ranks(directed, Spearman.order(directed), once);
    double[] assigned = new double[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      // The sorted value j stands for the quantile (j + 1/2) / n; linear between them.
      double share = (ranks[i] - 0.5) / ranks.length;
      double position = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1.0);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      assigned[i] = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
    return assigned;
  }

  private static double[] answers(
      double[] classMeans, CoarseLabels coarse, @Nullable FloatMatrix logits) {
    int[] decisions = Softmax.coarseDecisions(logits, coarse);
    int[] labels = decisions == null ? coarse.labels() : decisions;
    return Arrays.stream(labels).mapToDouble(label -> classMeans[label]).toArray();
  }

  private static double weight(double[] order, double[] means, double[] target) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < target.length; i++) {
      double difference = order[i] - means[i];
      product += difference * (target[i] - means[i]);
      squares += difference * difference;
    }
    return squares > 0 ? Math.min(1, Math.max(0, product / squares)) : 0;
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum;
  }

  private static double[] column(FloatMatrix matrix) {
    double[] values = new double[matrix.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.values()[i];
    }
    return values;
  }

  private static Score error(String key, double[] predicted, double[] target, long seed) {
    double[] errors = new double[target.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = (predicted[i] - target[i]) * (predicted[i] - target[i]);
    }
    return Bootstrap.mean(key, errors, seed);
  }
}
