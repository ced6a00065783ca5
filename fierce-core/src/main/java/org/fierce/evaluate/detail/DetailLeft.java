package org.fierce.evaluate.detail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.algebra.Spectrum;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.evaluate.AugmentedQueries;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.DetailMeasure;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.FeatureGeometry;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.fierce.labels.CoarseLabels;
import org.fierce.random.Streams;
import org.fierce.stats.Groups;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * What is left of fine detail inside each coarse class, without a fine label. Of every class at
 * most {@code rows} test rows are looked at; x is a row's feature at length 1, x' and x'' those of
 * two augmented views of it.
 *
 * <ul>
 *   <li>{@code effectiveRank}: exp of the entropy of the singular values of {@code x - mean}, each
 *       divided by their sum; 0 where all rows are equal, else 1 to the width (RankMe, 2210.02885);
 *   <li>{@code neuralCollapse1}: {@code trace(W_c pinv(B)) / C}, as {@link FeatureGeometry} has it,
 *       of all rows of the class at their own length (2008.08186); 0 where they are one point;
 *   <li>{@code viewRatio}: {@code S / (S + N)} with {@code S = mean <x' - m', x'' - m''>}, not
 *       below 0, and {@code N = mean |x' - x''|^2 / 2} after the same centring: the share of the
 *       spread that belongs to the row and not to the view; 0 to 1, 1 where views are equal and
 *       rows are not, 0 where all rows are equal;
 *   <li>{@code lidarRank}: exp of the entropy of the eigenvalues of {@code (W + eps I)^(-1/2) B (W
 *       + eps I)^(-1/2)}, B the covariance of the rows' means over their views, W that of the views
 *       about them, eps a hundredth of W's mean eigenvalue (2312.04000, with two views); of B alone
 *       where W is 0;
 *   <li>{@code instanceRecall}: how often x'' has a larger cosine to x' than those of {@code
 *       candidates - 1} other rows of the class drawn at random; the mean over all draws, exact,
 *       both views taking both parts; from 1 / candidates, which is chance, to 1;
 *   <li>{@code instanceInformationBits}: {@code log2 m - CE}, CE the cross-entropy of telling x''
 *       among m = candidates rows by {@code softmax(cosine / t)}, at the best of five temperatures:
 *       a lower bound on I(F;X|Y) (InfoNCE, 1807.03748); 0 to log2 m;
 *   <li>{@code codebookInformationBits}: I(F;X|Y) of {@link
 *       org.fierce.entropy.CodebookInformation}, 100 fixed anchors, of features from the class
 *       mean.
 * </ul>
 *
 * <p>A class of one row has no effective rank and nothing of views. The scores are means over the
 * test rows, {@code effectiveRankWithin} and so on, {@code neuralCollapse1} left to {@link
 * FeatureGeometry}. Without views (embeddings made elsewhere, no augmentation) those that need them
 * are missing. Features wider than 1024 have no {@code neuralCollapse1} and no {@code lidarRank}.
 *
 * @param rows most rows of a class looked at, at least 2
 * @param candidates rows among which another view is looked for, at least 2
 */
public record DetailLeft(int rows, int candidates) implements Evaluator {
  private static final String KIND = "detail-left";

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is below 2
   */
  public DetailLeft {
    check("rows", rows);
    check("candidates", candidates);
  }

  private static void check(String option, int value) {
    if (value < 2) {
      throw new IllegalArgumentException(
          "%s of detail-left is %d, must be at least 2".formatted(option, value));
    }
  }

  /** 500 rows of a class, 50 candidates. */
  public static DetailLeft standard() {
    return new DetailLeft(500, 50);
  }

  @Override
  public boolean needsFineTargets() {
    return false;
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    List<ClassDetail> classes =
        classes(
            evaluation.query().features(),
            evaluation.queryCoarse(),
            evaluation.augmented(),
            evaluation.seed());
    List<Score> scores = new ArrayList<>();
    for (DetailMeasure measure : DetailMeasure.values()) {
      double sum = 0;
      int counted = 0;
      int used = 0;
      for (ClassDetail one : classes) {
        if (one.values().containsKey(measure)) {
          sum += one.rows() * one.value(measure);
          counted += one.rows();
          used += one.used();
        }
      }
      if (counted == 0 && measure == DetailMeasure.EFFECTIVE_RANK) {
        scores.add(Score.undefined(measure.scoreKey(), 0, "no coarse class has two test rows"));
      }
      if (counted > 0 && measure != DetailMeasure.NEURAL_COLLAPSE) {
        scores.add(
            Score.bare(measure.scoreKey(), sum / counted, counted)
                .withNote(
                    used < counted
                        ? "of %d of %d test rows, at most %d a coarse class"
                            .formatted(used, counted, rows)
                        : ""));
      }
    }
    return new Findings(scores, List.of(), classes);
  }

  /**
   * The measures inside each coarse class that has a row, in the order of the classes.
   *
   * @param features [rows, width], finite
   * @param views the same rows seen through augmentations, of which the first two are taken; or
   *     null
   * @param seed of the draw of rows and of the codebook
   * @throws IllegalArgumentException if a value is not finite, with its row
   */
  public List<ClassDetail> classes(
      Inputs features, CoarseLabels coarse, @Nullable AugmentedQueries views, long seed) {
    int[][] byClass = Groups.rowsOf(coarse.labels(), coarse.classes());
    FloatMatrix first = views == null ? null : views.features(0);
    FloatMatrix second = views == null ? null : views.features(1);
    FloatMatrix matrix = FloatMatrix.of(features);
    for (Inputs each : Arrays.asList(matrix, first, second)) {
      if (each != null) {
        Evaluation.checkFinite("feature", each);
      }
    }
    double[] collapse = FeatureGeometry.collapseByClass(matrix, coarse);
    List<ClassDetail> classes = new ArrayList<>();
    for (int c = 0; c < byClass.length; c++) {
      int[] all = byClass[c];
      if (all.length == 0) {
        continue;
      }
      int[] order = all.clone();
      Streams.shuffle(order, order.length, Streams.generator(seed, KIND, c));
      int[] looked = Arrays.copyOf(order, Math.min(rows, order.length));
      Map<DetailMeasure, Double> values = new EnumMap<>(DetailMeasure.class);
      values.put(DetailMeasure.NEURAL_COLLAPSE, collapse[c]);
      if (looked.length > 1) {
        values.put(DetailMeasure.EFFECTIVE_RANK, effectiveRank(unit(matrix, looked)));
        if (first != null && second != null) {
          new ViewPairs(unit(first, looked), unit(second, looked))
              .measure(candidates, seed, values);
        }
      }
      classes.add(
          new ClassDetail(
              coarse.names().get(c),
              all.length,
              looked.length,
              Math.min(candidates, looked.length),
              values));
    }
    return classes;
  }

  private static FloatMatrix unit(Inputs features, int[] rows) {
    int columns = features.shape().values();
    FloatMatrix unit = FloatMatrix.zeros(rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      NeighbourSearch.unit(features, rows[i], unit.values(), i * columns);
    }
    return unit;
  }

  /** Of rows at length 1, about their mean. */
  private static double effectiveRank(FloatMatrix unit) {
    double[] mean = Covariance.means(unit);
    try (PointerScope scope = new PointerScope()) {
      Tensor second;
      if (unit.columns() <= unit.rows()) {
        second = Covariance.inDouble(unit, mean);
      } else {
        double[] centred = ViewPairs.centred(unit, mean);
        Tensor rows = Matrices.doubles(centred, 0, unit.rows(), unit.columns());
        second =
            torch.mm(rows, rows.t()).div_(new org.bytedeco.pytorch.Scalar((double) unit.rows()));
      }
      double[] variances = Spectrum.eigenvalues(second);
      return Arrays.stream(variances).sum() > ViewPairs.NOTHING
          ? Spectrum.effectiveRankOfRoots(variances)
          : 0;
    }
  }
}
