package org.fierce.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.probe.HeadFitter;
import org.fierce.evaluate.probe.HeadKind;
import org.fierce.evaluate.probe.HeadScore;
import org.fierce.evaluate.probe.LabelledRows;
import org.fierce.labels.FineTargets;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;
import org.fierce.random.Streams;
import org.fierce.run.Answer;
import org.fierce.stats.Measure;
import org.fierce.stats.Score;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * What each candidate's features are worth under the head that a model file would have, and which
 * of them it is to use. The head is fitted on training rows with a fine label; the choice is made
 * on validation rows, which no training saw, or without enough of them by cross-validation of the
 * training rows. Of candidates whose mean loss is within one standard error of the best, by the
 * differences row by row, the narrowest is taken, and of equally wide ones the simplest.
 */
final class FeatureChoice {
  /** No head is fitted on more rows than these, evenly drawn. */
  static final int MOST_FITTED = 5_000;

  /** No more rows are answered than these. */
  private static final int MOST_ANSWERED = 10_000;

  /** Fewer validation rows with a fine label than these say too little. */
  static final int ENOUGH_VALIDATION = 50;

  private static final int FOLDS = 5;
  private static final int MOST_FOLD_ROWS = 2_000;

  private final DataSplit split;
  private final long seed;
  private final int coarseClasses;
  private final HeadKind kind;
  private final String task;
  private final Dataset fit;
  private final @Nullable Dataset validation;
  private final Dataset test;

  /**
   * What one candidate came to.
   *
   * @param width of its features
   * @param held on the rows that the choice is made on
   * @param test on the test rows
   */
  record Measured(
      FeatureCandidates.Candidate candidate, int width, HeadScore held, HeadScore test) {}

  private FeatureChoice(DataSplit split, long seed, HeadKind kind, String task) {
    this.task = task;
    this.split = split;
    this.seed = seed;
    this.kind = kind;
    coarseClasses = split.train().coarse().classes();
    fit = sample(split.train(), MOST_FITTED, seed);
    Dataset held = split.validation();
    validation =
        held != null && held.fine() != null && held.fine().known().length >= ENOUGH_VALIDATION
            ? sample(known(held), MOST_ANSWERED, seed)
            : null;
    test = sample(known(split.test()), MOST_ANSWERED, seed);
  }

  /** Of a split; null where training and test rows have no or too few fine labels. */
  static @Nullable FeatureChoice of(DataSplit split, long seed) {
    return of(split, seed, "");
  }

  /**
   * The same, with what is asked of the rows where these are not the fine labels of people.
   *
   * @param task to stand after the number of rows, as ", telling ..."
   */
  static @Nullable FeatureChoice of(DataSplit split, long seed, String task) {
    FineTargets train = split.train().fine();
    FineTargets asked = split.test().fine();
    if (train == null || asked == null || asked.known().length == 0) {
      return null;
    }
    HeadKind kind = HeadKind.of(train);
    return train.known().length < Math.max(FOLDS, kind.fewest())
        ? null
        : new FeatureChoice(split, seed, kind, task);
  }

  private static Dataset known(Dataset rows) {
    FineTargets fine = rows.fine();
    return fine == null ? rows : rows.select(fine.known());
  }

  /** At most so many rows, those with a fine label before others, in their order. */
  static Dataset sample(Dataset rows, int most, long seed) {
    if (rows.size() <= most) {
      return rows;
    }
    FineTargets fine = rows.fine();
    int[] order = IntStream.range(0, rows.size()).toArray();
    SplittableRandom random = Streams.generator(seed, "feature-choice", rows.size());
    Streams.shuffle(order, order.length, random);
    int[] kept =
        Arrays.stream(order)
            .boxed()
            .sorted(Comparator.comparing(row -> fine != null && !fine.isKnown(row)))
            .limit(most)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return rows.select(kept);
  }

  /** How the candidates are compared, in words. */
  String criterion() {
    Dataset held = validation;
    return (held != null
            ? "%d validation rows".formatted(held.size())
            : "%d folds of %d training rows"
                .formatted(FOLDS, Math.min(MOST_FOLD_ROWS, known(fit).size())))
        + task;
  }

  /** Whether not all rows were used. */
  boolean isSampled() {
    return fit.size() < split.train().size();
  }

  /** Number of test rows that were answered. */
  int testRows() {
    return test.size();
  }

  /** What each candidate comes to. */
  List<Measured> measure(FeatureCandidates candidates, TrainingListener listener) {
    List<Measured> measured = new ArrayList<>();
    for (FeatureCandidates.Candidate candidate : candidates.all()) {
      listener.onStage("measuring %s".formatted(candidate.words()));
      measured.add(measure(candidates, candidate));
    }
    return measured;
  }

  private Measured measure(FeatureCandidates candidates, FeatureCandidates.Candidate candidate) {
    FloatMatrix features = candidates.features(candidate, fit.inputs());
    FeatureCentres centres = FeatureCentres.of(features, fit.coarse().labels(), coarseClasses);
    LabelledRows rows = labelled(fit, features);
    FineHead head = new HeadFitter(centres, coarseClasses, 0).fit(kind, rows, null);
    Dataset unseen = validation;
    HeadScore held =
        unseen == null
            ? crossValidated(centres, rows)
            : HeadScore.of(
                head, rows, labelled(unseen, candidates.features(candidate, unseen.inputs())));
    HeadScore tested =
        HeadScore.of(head, rows, labelled(test, candidates.features(candidate, test.inputs())));
    return new Measured(candidate, features.columns(), held, tested);
  }

  /** What the coarse class alone says of the test rows. */
  HeadScore coarseAlone() {
    FloatMatrix nothing = FloatMatrix.zeros(fit.size(), 1);
    FloatMatrix of = FloatMatrix.zeros(test.size(), 1);
    return HeadScore.ofCoarseClass(labelled(fit, nothing), labelled(test, of), coarseClasses);
  }

  private HeadScore crossValidated(FeatureCentres centres, LabelledRows rows) {
    int[] known = rows.fine().known();
    Streams.shuffle(known, known.length, Streams.generator(seed, "feature-folds", 0));
    int[] used = Arrays.copyOf(known, Math.min(known.length, MOST_FOLD_ROWS));
    List<HeadScore> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int own = fold;
      int[] left = IntStream.range(0, used.length).filter(i -> i % FOLDS == own).toArray();
      int[] kept = IntStream.range(0, used.length).filter(i -> i % FOLDS != own).toArray();
      LabelledRows judged = rows.select(pick(used, left));
      LabelledRows fitted = rows.select(pick(used, kept));
      FineHead head = new HeadFitter(centres, coarseClasses, 0).fit(kind, fitted, null);
      folds.add(HeadScore.of(head, fitted, judged));
    }
    return HeadScore.joined(folds);
  }

  private static int[] pick(int[] rows, int[] places) {
    return Arrays.stream(places).map(place -> rows[place]).toArray();
  }

  private static LabelledRows labelled(Dataset rows, FloatMatrix features) {
    int[] coarse = rows.coarse().labels();
    FineTargets fine = rows.fine();
    if (fine == null) {
      throw new IllegalStateException("these rows have no fine targets");
    }
    return new LabelledRows(features, coarse, coarse, fine);
  }

  /** Which one a model file is to use, and why. */
  Answer.ChosenFeatures choose(FeatureCandidates candidates, List<Measured> measured) {
    if (measured.stream().allMatch(each -> each.held().counted() == 0)) {
      FeatureCandidates.Candidate own = candidates.own();
      return new Answer.ChosenFeatures(
          own.name(),
          own.words(),
          "no row has a choice of fine labels inside its coarse class",
          "none",
          List.of());
    }
    Measured best =
        measured.stream().min(Comparator.comparingDouble(FeatureChoice::loss)).orElseThrow();
    Measured chosen =
        measured.stream()
            .filter(each -> isAsGood(each, best))
            .min(Comparator.comparingInt(Measured::width))
            .orElse(best);
    List<Answer.Bar> bars =
        measured.stream()
            .sorted(Comparator.comparingDouble(FeatureChoice::loss))
            .map(each -> bar(each.candidate(), each.held().score(seed)))
            .toList();
    return new Answer.ChosenFeatures(
        chosen.candidate().name(),
        chosen.candidate().words(),
        why(chosen, best, measured),
        criterion(),
        bars);
  }

  static Answer.Bar bar(FeatureCandidates.Candidate candidate, Score score) {
    return new Answer.Bar(
        candidate.name(), candidate.words(), score.key(), score.value(), score.low(), score.high());
  }

  private String why(Measured chosen, Measured best, List<Measured> measured) {
    String value = shown(chosen.held());
    if (!chosen.equals(best)) {
      return "within one standard error of %s and narrower on %s (%s, %s)"
          .formatted(best.candidate().words(), criterion(), value, shown(best.held()));
    }
    Measured next =
        measured.stream()
            .filter(each -> !each.equals(best))
            .min(Comparator.comparingDouble(FeatureChoice::loss))
            .orElse(best);
    return "best on %s (%s; next %s, %s)"
        .formatted(criterion(), value, next.candidate().words(), shown(next.held()));
  }

  private static String shown(HeadScore score) {
    double value = score.rows().ofAll();
    return score.key().equals("probeR2")
        ? String.format(Locale.ROOT, "R² %.3f", value)
        : Measure.of(score.key()).isLargerBetter()
            ? String.format(Locale.ROOT, "%.2f right", value)
            : String.format(Locale.ROOT, "squared error %.4f", value);
  }

  private static double loss(Measured measured) {
    return Arrays.stream(measured.held().losses())
        .filter(loss -> !Double.isNaN(loss))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Whether the losses exceed those of the best by no more than one standard error. */
  static boolean isAsGood(Measured one, Measured best) {
    double[] differences =
        IntStream.range(0, one.held().losses().length)
            .mapToDouble(row -> one.held().losses()[row] - best.held().losses()[row])
            .filter(difference -> !Double.isNaN(difference))
            .toArray();
    double mean = Arrays.stream(differences).average().orElse(0);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / Math.max(1, differences.length - 1) / differences.length);
    return one.equals(best) || mean <= error;
  }
}
