package org.fierce.evaluate.probe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.CoarseMean;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.labels.FineValue;
import org.fierce.model.FineAnswer;
import org.fierce.model.FineHead;
import org.fierce.model.Prediction;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.PairedBootstrap.RowScore;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * How well answers of a fine head fit the targets of rows, each with its true coarse class:
 *
 * <ul>
 *   <li>classes: {@code headAccuracyWithinTrue}, the share of right answers; rows whose coarse
 *       class has a single fine class are not counted;
 *   <li>numbers: {@code probeR2};
 *   <li>shares: {@code transferMeanSquaredError}.
 * </ul>
 *
 * @param key of the score
 * @param rows how each row fared
 * @param losses of each row, smaller is better: a miss counts 1, of numbers and shares the squared
 *     error; NaN where a row is not counted
 */
public record HeadScore(String key, RowScore rows, double[] losses) {
  /** Key of the score of fine classes. */
  public static final String ACCURACY = "headAccuracyWithinTrue";

  /** What is answered for a row. */
  private interface Answers {
    FineAnswer at(int row);
  }

  /**
   * Of a head.
   *
   * @param fitted rows that it was fitted on
   * @param judged rows, all with a target
   */
  public static HeadScore of(FineHead head, LabelledRows fitted, LabelledRows judged) {
    FloatMatrix features = judged.features();
    float[] row = new float[features.columns()];
    return of(
        fitted.known(),
        judged,
        index -> {
          features.read(index, row, 0);
          return head.answer(row, judged.coarse()[index]);
        });
  }

  /**
   * Of what the coarse class alone says: of classes the commonest of the fitted rows, else their
   * mean.
   *
   * @param classes number of coarse classes
   */
  public static HeadScore ofCoarseClass(LabelledRows fitted, LabelledRows judged, int classes) {
    LabelledRows known = fitted.known();
    FineAnswer[] answers = alone(known, classes);
    return of(known, judged, index -> answers[judged.coarse()[index]]);
  }

  private static HeadScore of(LabelledRows fitted, LabelledRows judged, Answers answers) {
    FineTargets fine = judged.fine();
    double[] losses = new double[judged.size()];
    if (fine instanceof FineTargets.Scalars numbers) {
      for (int row = 0; row < losses.length; row++) {
        Prediction.FineNumber number = answers.at(row).number();
        double error = number == null ? Double.NaN : number.value() - numbers.values()[row];
        losses[row] = error * error;
      }
      return new HeadScore(
          "probeR2", new PairedBootstrap.RSquared(losses, numbers.values()), losses);
    }
    if (fine instanceof FineTargets.Shares) {
      for (int row = 0; row < losses.length; row++) {
        losses[row] = squaredError(answers.at(row).shares(), fine.value(row));
      }
      return new HeadScore("transferMeanSquaredError", new PairedBootstrap.Mean(losses), losses);
    }
    Map<Integer, Set<String>> choices = choices(fitted);
    double[] hits = new double[losses.length];
    for (int row = 0; row < losses.length; row++) {
      FineValue truth = fine.value(row);
      Prediction.FineClass said = answers.at(row).fine();
      boolean isHit = truth != null && said != null && said.name().equals(truth.name());
      boolean hasChoice = choices.getOrDefault(judged.coarse()[row], Set.of()).size() > 1;
      hits[row] = !hasChoice ? Double.NaN : isHit ? 1 : 0;
      losses[row] = 1 - hits[row];
    }
    return new HeadScore(ACCURACY, new PairedBootstrap.Mean(hits), losses);
  }

  /** Number of rows that are counted. */
  public int counted() {
    return (int) Arrays.stream(losses).filter(loss -> !Double.isNaN(loss)).count();
  }

  /** The score with its interval over the rows; not defined where no row is counted. */
  public Score score(long seed) {
    if (key.equals(ACCURACY) && counted() > 0) {
      double[] hits =
          Arrays.stream(losses).filter(loss -> !Double.isNaN(loss)).map(loss -> 1 - loss).toArray();
      return Bootstrap.share(key, hits, seed);
    }
    return Bootstrap.statistic(key, rows.rows(), seed, rows::of);
  }

  /** One of all rows, of parts that were fitted apart. */
  public static HeadScore joined(List<HeadScore> parts) {
    HeadScore first = parts.get(0);
    double[] losses = parts.stream().flatMapToDouble(p -> Arrays.stream(p.losses)).toArray();
    if (first.rows instanceof PairedBootstrap.RSquared) {
      double[] targets =
          parts.stream()
              .flatMapToDouble(p -> Arrays.stream(((PairedBootstrap.RSquared) p.rows).targets()))
              .toArray();
      return new HeadScore(first.key, new PairedBootstrap.RSquared(losses, targets), losses);
    }
    double[] values =
        first.key.equals(ACCURACY) ? Arrays.stream(losses).map(x -> 1 - x).toArray() : losses;
    return new HeadScore(first.key, new PairedBootstrap.Mean(values), losses);
  }

  private static double squaredError(Map<String, Double> said, @Nullable FineValue truth) {
    double sum = 0;
    for (Map.Entry<String, Double> share :
        (truth == null ? Map.<String, Double>of() : truth.shares()).entrySet()) {
      double error = said.getOrDefault(share.getKey(), 0.0) - share.getValue();
      sum += error * error;
    }
    return sum;
  }

  private static Map<Integer, Set<String>> choices(LabelledRows rows) {
    Map<Integer, Set<String>> choices = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      FineValue value = rows.fine().value(row);
      if (value != null) {
        choices
            .computeIfAbsent(rows.coarse()[row], coarse -> new HashSet<>())
            .add(String.valueOf(value.name()));
      }
    }
    return choices;
  }

  private static FineAnswer[] alone(LabelledRows known, int classes) {
    FineAnswer[] answers = new FineAnswer[classes];
    FineTargets fine = known.fine();
    if (fine instanceof FineTargets.Classes labels) {
      int[][] counts = new int[classes][labels.names().size()];
      for (int row = 0; row < known.size(); row++) {
        counts[known.coarse()[row]][labels.labels()[row]]++;
      }
      for (int c = 0; c < classes; c++) {
        int[] own = counts[c];
        int best = IntStream.range(0, own.length).reduce(0, (a, b) -> own[b] > own[a] ? b : a);
        answers[c] =
            new FineAnswer(
                new Prediction.FineClass(labels.names().get(best), 1, false), null, Map.of());
      }
      return answers;
    }
    Map<String, double[]> numbers = fine.numbers();
    String[] names = IntStream.range(0, classes).mapToObj(Integer::toString).toArray(String[]::new);
    CoarseLabels coarse = new CoarseLabels(known.coarse(), Arrays.asList(names));
    Map<String, double[]> means = new LinkedHashMap<>();
    numbers.forEach((name, values) -> means.put(name, CoarseMean.means(coarse, values, 1)));
    for (int c = 0; c < classes; c++) {
      int own = c;
      if (fine.isMixture()) {
        Map<String, Double> shares = new LinkedHashMap<>();
        means.forEach((name, values) -> shares.put(name, values[own]));
        answers[c] = new FineAnswer(null, null, shares);
      } else {
        double mean = means.values().iterator().next()[c];
        answers[c] =
            new FineAnswer(null, new Prediction.FineNumber(mean, mean, mean, 0.9), Map.of());
      }
    }
    return answers;
  }
}
