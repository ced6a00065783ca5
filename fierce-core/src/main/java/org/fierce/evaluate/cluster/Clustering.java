package org.fierce.evaluate.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.algebra.Covariance;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.FineWithinCoarse;
import org.fierce.evaluate.HeldOut;
import org.fierce.evaluate.Softmax;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;
import org.fierce.stats.Agreement;
import org.fierce.stats.Groups;
import org.fierce.stats.Score;

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
 * the note. With a single fine class, or where no fine class has two rows, nothing is measured: any
 * clusters would agree. With few rows a class {@code nmi} is large for any clusters; then its note
 * tells what clusters drawn at random have. No interval. Only for fine classes.
 *
 * @param restarts starts, at least 1
 * @param iterations of Lloyd at most in each start, at least 1
 */
public record Clustering(int restarts, int iterations)
    implements FineEvaluator<FineTargets.Classes> {
  private static final int SHUFFLES = 5;
  private static final double NOTABLE = 0.3;

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
  public Class<FineTargets.Classes> target() {
    return FineTargets.Classes.class;
  }

  @Override
  public Findings evaluate(
      Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes fine) {
    CoarseLabels coarse = evaluation.queryCoarse();
    FloatMatrix features = centred(evaluation);
    List<Score> scores = new ArrayList<>();
    int rows = features.rows();
    int classes = (int) Arrays.stream(fine.labels()).distinct().count();
    if (classes < 2 || classes == rows) {
      String why =
          classes < 2
              ? "the test rows are of a single fine class"
              : "no fine class has two test rows, so that any clusters would agree";
      return Findings.of(
          Score.undefined("nmi", rows, why), Score.undefined("adjustedRand", rows, why));
    }
    int[] clusters = clusters(features, classes, evaluation.seed(), "clusters");
    String chance = chance(fine.labels(), clusters, evaluation.seed());
    add(scores, "", Agreement.of(fine.labels(), clusters), rows, "", chance);

    FineWithinCoarse choices = new FineWithinCoarse(coarse, fine);
    within(scores, "WithinTrue", coarse.labels(), choices, features, fine, evaluation.seed());
    int[] predicted = Softmax.coarseDecisions(evaluation.query().logits(), coarse);
    if (predicted != null) {
      within(scores, "WithinPredicted", predicted, choices, features, fine, evaluation.seed());
    }
    return Findings.of(scores);
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
    int[][] members = Groups.rowsOf(groups, choices.length);
    Agreement pooled = new Agreement(0, 0);
    Agreement balanced = new Agreement(0, 0);
    int kept = 0;
    int alone = 0;
    int classes = 0;
    double chance = 0;
    for (int c = 0; c < members.length; c++) {
      int[] rows = members[c];
      if (choices[c] < 2 || rows.length == 0) {
        continue;
      }
      if (areAllAlone(fine.labels(), rows)) {
        alone += rows.length;
        continue;
      }
      FloatMatrix inside = FloatMatrix.of(features.select(rows));
      int[] clusters =
          clusters(inside, Math.min(choices[c], rows.length), seed, "clusters-" + name + "-" + c);
      int[] labels = HeldOut.select(fine.labels(), rows);
      Agreement agreement = Agreement.of(labels, clusters);
      chance += rows.length * byChance(labels, clusters, seed);
      pooled = pooled.plus(agreement, rows.length);
      balanced = balanced.plus(agreement, 1);
      kept += rows.length;
      classes++;
    }
    String note = within.leftOut(groups);
    if (alone > 0) {
      note +=
          (note.isEmpty() ? "" : "; ")
              + "%d of %d test rows left out: no other row of their fine class in their coarse class"
                  .formatted(alone, groups.length);
    }
    if (kept > 0) {
      add(scores, name, pooled.over(kept), kept, note, chance(chance / kept));
      String mean = "mean over %d coarse classes".formatted(classes);
      String joined = note.isEmpty() ? mean : mean + "; " + note;
      add(scores, name + "Balanced", balanced.over(classes), kept, joined, chance(chance / kept));
    } else {
      for (String reading : List.of(name, name + "Balanced")) {
        scores.add(Score.undefined("nmi" + reading, groups.length, note));
        scores.add(Score.undefined("adjustedRand" + reading, groups.length, note));
      }
    }
  }

  /** Whether no two of these rows are of one class. */
  private static boolean areAllAlone(int[] labels, int[] rows) {
    return Arrays.stream(rows).map(row -> labels[row]).distinct().count() == rows.length;
  }

  private static String chance(int[] labels, int[] clusters, long seed) {
    return chance(byChance(labels, clusters, seed));
  }

  private static String chance(double nmi) {
    return nmi < NOTABLE
        ? ""
        : "clusters of these sizes drawn at random have %.2f, as the fine classes have few rows"
            .formatted(nmi);
  }

  /** Mean NMI of the clusters with their rows exchanged at random. */
  private static double byChance(int[] labels, int[] clusters, long seed) {
    double sum = 0;
    for (int draw = 0; draw < SHUFFLES; draw++) {
      int[] shuffled = clusters.clone();
      Streams.shuffle(
          shuffled, shuffled.length, Streams.generator(seed, "clusters-by-chance", draw));
      sum += Agreement.of(labels, shuffled).nmi();
    }
    return sum / SHUFFLES;
  }

  private int[] clusters(FloatMatrix features, int count, long seed, String stream) {
    return KMeans.fit(features, count, restarts, iterations, seed, stream).assigned();
  }

  private static void add(
      List<Score> scores, String name, Agreement agreement, int rows, String note, String chance) {
    scores.add(Score.bare("nmi" + name, agreement.nmi(), rows).withNote(note).withNote(chance));
    scores.add(Score.bare("adjustedRand" + name, agreement.adjustedRand(), rows).withNote(note));
  }

  public static FloatMatrix centred(Evaluation evaluation) {
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
