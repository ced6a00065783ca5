package org.fierce.evaluate;

import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * The rival that answers each test row with the mean target of the reference rows of its coarse
 * class. It is told the true coarse label of the test row, so that nothing that knows only coarse
 * labels has a smaller squared error (up to the choice of reference rows). A class without
 * reference rows gets the mean of all. Looks at no feature.
 *
 * <p>Numbers: the scores of {@link LinearProbe}; {@code probeR2WithinTrue} is at most 0, as one
 * answer for a whole coarse class explains nothing inside it, and order inside it is not defined.
 * Shares: the same scores as {@link RawPrediction} and as {@link LinearProbe}, {@code
 * transferR2WithinTrue} at most 0. Classes: no score.
 */
public record CoarseMean() implements Evaluator {
  @Override
  public boolean appliesTo(FineTargets fine) {
    return new OfScalars().appliesTo(fine) || new OfShares().appliesTo(fine);
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    return new OfScalars().evaluate(evaluation).and(new OfShares().evaluate(evaluation));
  }

  private record OfScalars() implements FineEvaluator<FineTargets.Scalars> {
    @Override
    public Class<FineTargets.Scalars> target() {
      return FineTargets.Scalars.class;
    }

    @Override
    public Findings evaluate(
        Evaluation evaluation, FineTargets.Scalars reference, FineTargets.Scalars query) {
      double[] answers = answers(evaluation, reference.values(), 1);
      return Findings.of(ScalarScores.of(answers, query, reference.values(), evaluation));
    }
  }

  private record OfShares() implements FineEvaluator<FineTargets.Shares> {
    @Override
    public Class<FineTargets.Shares> target() {
      return FineTargets.Shares.class;
    }

    @Override
    public Findings evaluate(
        Evaluation evaluation, FineTargets.Shares reference, FineTargets.Shares query) {
      double[] values = new double[reference.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = reference.values()[i];
      }
      double[] answers = answers(evaluation, values, reference.components());
      return Findings.of(ShareScores.of("raw", answers, query, evaluation))
          .and(Findings.of(ShareScores.of("transfer", answers, query, evaluation)));
    }
  }

  /** Mean of the rows of each class [classes x width]; of all rows for a class that has none. */
  public static double[] means(CoarseLabels coarse, double[] values, int width) {
    int classes = coarse.classes();
    double[] means = new double[classes * width];
    double[] whole = new double[width];
    int[] rows = new int[classes];
    for (int row = 0; row < coarse.size(); row++) {
      int label = coarse.labels()[row];
      rows[label]++;
      for (int i = 0; i < width; i++) {
        means[label * width + i] += values[row * width + i];
        whole[i] += values[row * width + i];
      }
    }
    for (int i = 0; i < means.length; i++) {
      int count = rows[i / width];
      means[i] = count > 0 ? means[i] / count : whole[i % width] / coarse.size();
    }
    return means;
  }

  /** Of each test row, the mean of the reference rows of its true coarse class. */
  private static double[] answers(Evaluation evaluation, double[] values, int width) {
    double[] means = means(evaluation.referenceCoarse(), values, width);
    int[] coarse = evaluation.queryCoarse().labels();
    double[] answers = new double[coarse.length * width];
    for (int row = 0; row < coarse.length; row++) {
      System.arraycopy(means, coarse[row] * width, answers, row * width, width);
    }
    return answers;
  }
}
