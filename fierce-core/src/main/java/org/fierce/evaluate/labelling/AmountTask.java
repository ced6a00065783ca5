package org.fierce.evaluate.labelling;

import java.util.Arrays;
import org.fierce.data.Inputs;
import org.fierce.evaluate.Evaluation;
import org.fierce.labels.CoarseLabels;
import org.fierce.stats.Groups;

/**
 * Targets that are amounts, numbers or shares; a label is counted for each coarse class, as there
 * is no fine one.
 *
 * @param reference targets of the training rows, [rows x outputs]
 * @param query targets of the test rows, [rows x outputs]
 * @param areShares whether the outputs of a row are shares that sum to 1; else there is one
 */
record AmountTask(
    CoarseLabels referenceCoarse,
    CoarseLabels queryCoarse,
    double[] reference,
    double[] query,
    int outputs,
    boolean areShares)
    implements LabelTask {
  /** What a decomposition of rows by rows takes a second for. */
  private static final int MOST_LABELLED = 1000;

  /** Of the size of the targets, that must not count as spread. */
  private static final double ROUNDING = 1e-12;

  static AmountTask of(
      Evaluation evaluation, double[] reference, double[] query, int outputs, boolean areShares) {
    return new AmountTask(
        evaluation.referenceCoarse(),
        evaluation.queryCoarse(),
        reference,
        query,
        outputs,
        areShares);
  }

  @Override
  public String key() {
    return areShares ? "labelsMeanSquaredError" : "labelsR2";
  }

  @Override
  public String classes() {
    return "coarse class";
  }

  @Override
  public int[][] pools() {
    return Arrays.stream(Groups.rowsOf(referenceCoarse.labels(), referenceCoarse.classes()))
        .filter(rows -> rows.length > 0)
        .toArray(int[][]::new);
  }

  @Override
  public int[] asked() {
    int[] all = new int[queryCoarse.size()];
    Arrays.setAll(all, row -> row);
    return all;
  }

  @Override
  public String leftOut() {
    return "";
  }

  @Override
  public int mostLabelled() {
    return MOST_LABELLED;
  }

  @Override
  public LabelHead head(Inputs referenceRows, Inputs queryRows, int[] asked) {
    return new RidgeHead(
        referenceRows,
        queryRows,
        asked,
        reference,
        RidgeHead.select(query, asked, outputs),
        areShares ? this::onSimplex : answers -> answers);
  }

  /** The nearest shares that sum to 1 (Duchi et al. 2008, figure 1), row by row. */
  private double[] onSimplex(double[] answers) {
    for (int first = 0; first < answers.length; first += outputs) {
      double[] sorted = Arrays.copyOfRange(answers, first, first + outputs);
      Arrays.sort(sorted);
      double sum = 0;
      double shift = 0;
      for (int rank = 1; rank <= outputs; rank++) {
        double value = sorted[outputs - rank];
        sum += value;
        double tried = (sum - 1) / rank;
        shift = value > tried ? tried : shift;
      }
      for (int i = first; i < first + outputs; i++) {
        answers[i] = Math.max(0, answers[i] - shift);
      }
    }
    return answers;
  }

  @Override
  public LabelHead coarseAlone(int[] asked) {
    double[] truth = RidgeHead.select(query, asked, outputs);
    return labelled -> {
      double[] means = new double[referenceCoarse.classes() * outputs];
      double[] whole = new double[outputs];
      int[] counts = new int[referenceCoarse.classes()];
      int all = 0;
      for (int[] rows : labelled) {
        for (int row : rows) {
          int coarse = referenceCoarse.labels()[row];
          counts[coarse]++;
          all++;
          for (int k = 0; k < outputs; k++) {
            means[coarse * outputs + k] += reference[row * outputs + k];
            whole[k] += reference[row * outputs + k];
          }
        }
      }
      double[] answers = new double[truth.length];
      for (int i = 0; i < answers.length; i++) {
        int coarse = queryCoarse.labels()[asked[i / outputs]];
        int k = i % outputs;
        answers[i] =
            counts[coarse] > 0 ? means[coarse * outputs + k] / counts[coarse] : whole[k] / all;
      }
      return RidgeHead.squared(answers, truth, outputs);
    };
  }

  @Override
  public double spread(int[] asked, int[] counts) {
    if (areShares) {
      return 1;
    }
    double sum = 0;
    double squares = 0;
    long rows = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i] * query[asked[i]];
      rows += counts[i];
    }
    double mean = sum / rows;
    double size = 0;
    for (int i = 0; i < counts.length; i++) {
      double off = query[asked[i]] - mean;
      squares += counts[i] * off * off;
      size = Math.max(size, Math.abs(query[asked[i]]));
    }
    double deviation = Math.sqrt(squares / rows);
    return deviation > ROUNDING * size ? squares / rows : 0;
  }

  @Override
  public double score(double error, double spread) {
    return areShares ? error : spread > 0 ? 1 - error / spread : Double.NaN;
  }

  @Override
  public double leastHalfWidth(int rows) {
    return 0;
  }
}
