package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Covariance;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * Agreement of k-means clusters of the test rows with their fine classes, without any label used to
 * cluster. Features have the mean of the reference rows taken off and are brought to length 1 (a
 * row of zeros stays); k-means++ starts, Lloyd's iteration, the start with the least inertia.
 *
 * <ul>
 *   <li>{@code nmi}: mutual information of clusters and classes over the arithmetic mean of their
 *       entropies, 0 to 1;
 *   <li>{@code adjustedRand}: Rand index adjusted for chance (Hubert and Arabie 1985), at most 1,
 *       about 0 by chance;
 *   <li>{@code nmiWithinTrue}, {@code adjustedRandWithinTrue}: the same inside each coarse class
 *       that has at least two fine classes, into as many clusters; mean over these coarse classes,
 *       weighted by rows; {@code nmiWithinTrueBalanced}, {@code adjustedRandWithinTrueBalanced}:
 *       each coarse class counts alike;
 *   <li>{@code nmiWithinPredicted}, {@code adjustedRandWithinPredicted}, and so on: the rows are
 *       grouped by their largest logit instead, each group into as many clusters as that coarse
 *       class has fine classes (at most one a row). No such score without logits.
 * </ul>
 *
 * Classes are those of the test rows; rows of groups without a choice are left out and counted in
 * the note; fewer than two fine classes give no score. No interval. Only for fine classes.
 *
 * @param restarts starts, at least 1
 * @param iterations of Lloyd at most in each start, at least 1
 */
public record Clustering(int restarts, int iterations) implements Evaluator {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Clustering {
    if (restarts < 1 || iterations < 1) {
      throw new IllegalArgumentException(
          "restarts is %d and iterations is %d, each must be at least 1"
              .formatted(restarts, iterations));
    }
  }

  /** 10 starts of at most 300 iterations. */
  public static Clustering standard() {
    return new Clustering(10, 300);
  }

  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    if (!(evaluation.queryFine() instanceof FineTargets.Classes fine)) {
      return List.of();
    }
    CoarseLabels coarse = evaluation.queryCoarse();
    FloatMatrix features = centred(evaluation);
    List<Score> scores = new ArrayList<>();
    int rows = features.rows();
    int classes = (int) Arrays.stream(fine.labels()).distinct().count();
    if (classes < 2) {
      return scores;
    }
    int[] clusters = clusters(features, classes, evaluation.seed(), "clusters");
    add(scores, "", Agreement.of(fine.labels(), clusters), rows, "");

    FineWithinCoarse choices = new FineWithinCoarse(coarse, fine);
    within(scores, "WithinTrue", coarse.labels(), choices, features, fine, evaluation.seed());
    int[] predicted = Softmax.coarseDecisions(evaluation.query().logits(), coarse);
    if (predicted != null) {
      within(scores, "WithinPredicted", predicted, choices, features, fine, evaluation.seed());
    }
    return scores;
  }

  private void within(
      List<Score> scores,
      String name,
      int[] groups,
      FineWithinCoarse within,
      FloatMatrix features,
      FineTargets.Classes fine,
      long seed) {
    int[] choices = within.choices();
    int[][] members = Episodes.rowsOf(groups, choices.length);
    Agreement pooled = new Agreement(0, 0);
    Agreement balanced = new Agreement(0, 0);
    int kept = 0;
    int classes = 0;
    for (int c = 0; c < members.length; c++) {
      int[] rows = members[c];
      if (choices[c] < 2 || rows.length == 0) {
        continue;
      }
      FloatMatrix inside = FloatMatrix.of(features.select(rows));
      int[] clusters =
          clusters(inside, Math.min(choices[c], rows.length), seed, "clusters-" + name + "-" + c);
      Agreement agreement = Agreement.of(HeldOut.select(fine.labels(), rows), clusters);
      pooled = pooled.plus(agreement, rows.length);
      balanced = balanced.plus(agreement, 1);
      kept += rows.length;
      classes++;
    }
    if (kept > 0) {
      String note = within.leftOut(groups);
      add(scores, name, pooled.over(kept), kept, note);
      String mean = "mean over %d coarse classes".formatted(classes);
      String joined = note.isEmpty() ? mean : mean + "; " + note;
      add(scores, name + "Balanced", balanced.over(classes), kept, joined);
    }
  }

  private int[] clusters(FloatMatrix features, int count, long seed, String stream) {
    return KMeans.fit(features, count, restarts, iterations, seed, stream).assigned();
  }

  private static void add(
      List<Score> scores, String name, Agreement agreement, int rows, String note) {
    scores.add(Score.bare("nmi" + name, agreement.nmi(), rows).withNote(note));
    scores.add(Score.bare("adjustedRand" + name, agreement.adjustedRand(), rows).withNote(note));
  }

  static FloatMatrix centred(Evaluation evaluation) {
    FloatMatrix query = evaluation.query().featureMatrix();
    double[] mean = Covariance.means(evaluation.reference().features());
    int columns = query.columns();
    float[] values = new float[query.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (query.values()[i] - mean[i % columns]);
    }
    FloatMatrix centred = new FloatMatrix(query.rows(), columns, values);
    for (int row = 0; row < query.rows(); row++) {
      NeighbourSearch.unit(centred, row, values, row * columns);
    }
    return centred;
  }
}
