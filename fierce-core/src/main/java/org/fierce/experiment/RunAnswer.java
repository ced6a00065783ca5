package org.fierce.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fierce.data.DataSplit;
import org.fierce.evaluate.probe.HeadScore;
import org.fierce.experiment.FeatureChoice.Measured;
import org.fierce.labels.FineTargets;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;
import org.fierce.run.Answer.Standing;
import org.fierce.run.Scores;
import org.fierce.run.SeedStreams;
import org.fierce.stats.Measure;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.Score;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * What one run says first: whether its training paid, beside what costs nothing. All from one seed:
 * intervals and differences are of other test rows (paired bootstrap, whole rows drawn), not of
 * other trainings.
 */
record RunAnswer(TrainingPipeline pipeline, Asked asked, List<String> next) {
  /** Two-sided 5 % and a power of 80 %: 1.96 + 0.84 standard errors. */
  private static final double DEVIATIONS_NEEDED = 2.8;

  /** Half an interval of 95 % is as many standard errors. */
  private static final double DEVIATIONS_SHOWN = 1.96;

  /** Nobody labels so many times the test rows there are. */
  private static final int MOST_TIMES = 100;

  /** Measures and says it. */
  Answer of(
      FeatureCandidates candidates,
      @Nullable FeatureChoice choice,
      Answer.@Nullable ChosenFeatures withoutLabels,
      Scores scores,
      TrainingListener listener) {
    DataSplit split = pipeline.split();
    String raw = FeatureCandidates.raw(split.encoder().rowKind());
    listener.onStage("measuring a linear model on " + raw);
    List<Bar> coarse = new CoarseAnswer(pipeline).bars(scores.byKey().get("coarseAccuracy"), raw);
    List<String> notes = new ArrayList<>();
    if (coarse.stream().noneMatch(bar -> bar.name().equals(CoarseAnswer.LINEAR))) {
      notes.add(
          "No linear model was fitted on %s: they are %d numbers a row, more than %d."
              .formatted(raw, split.train().shape().values(), CoarseAnswer.WIDEST));
    }
    if (choice == null) {
      notes.addAll(scores.notes());
      return withoutFine(coarse, withoutLabels, notes);
    }
    List<Measured> measured = choice.measure(candidates, listener);
    Answer.ChosenFeatures features = choice.choose(candidates, measured);
    HeadScore alone = choice.coarseAlone();
    if (choice.isSampled()) {
      notes.add(
          "The heads measured here were fitted on %d of %d training rows and answered %d test rows."
              .formatted(FeatureChoice.MOST_FITTED, split.train().size(), choice.testRows()));
    }
    notes.addAll(scores.notes());
    Measured chosen =
        measured.stream()
            .filter(each -> each.candidate().name().equals(features.chosen()))
            .findFirst()
            .orElseThrow();
    if (chosen.test().counted() == 0) {
      notes.add(
          0, "Every coarse class has a single fine class, so there is nothing finer to tell.");
      return new Answer(
          asked.question(true),
          coarseSentence(coarse),
          Standing.NOT_ASKED,
          coarse,
          List.of(),
          features,
          notes,
          next);
    }
    Judgement judgement = judge(chosen, measured, alone, features.criterion());
    return new Answer(
        asked.question(true),
        judgement.sentence(),
        judgement.standing(),
        coarse,
        fine(chosen, measured, alone),
        features,
        notes,
        next);
  }

  private Answer withoutFine(
      List<Bar> coarse, Answer.@Nullable ChosenFeatures features, List<String> notes) {
    return new Answer(
        asked.question(false),
        coarseSentence(coarse)
            + (labelled() == 0
                ? " Nobody labelled anything finer, so what else the features tell is not known: label a few rows of each kind and add them (classes add)."
                : " Too few training or test rows have a fine label (%s) to say what else the features tell: label more."
                    .formatted(asked.fine())),
        Standing.NOT_ASKED,
        coarse,
        List.of(),
        features,
        notes,
        next);
  }

  /** Number of training rows with a fine label. */
  private int labelled() {
    FineTargets fine = pipeline.split().train().fine();
    return fine == null ? 0 : fine.known().length;
  }

  private String coarseSentence(List<Bar> coarse) {
    return "%s is told right %s.".formatted(capital(asked.coarse()), times(coarse.get(0).value()));
  }

  /**
   * The chosen features, the best of training where those cost none, what costs none, the coarse
   * class alone, what else was measured.
   */
  private List<Bar> fine(Measured chosen, List<Measured> measured, HeadScore alone) {
    List<Bar> bars = new ArrayList<>();
    List<Measured> others = new ArrayList<>(measured);
    others.remove(chosen);
    Measured first =
        chosen.candidate().isTrained()
            ? null
            : others.stream()
                .filter(each -> each.candidate().isTrained())
                .max(Comparator.comparingDouble(each -> side(each).goodness()))
                .orElse(null);
    others.remove(first);
    Score score = chosen.test().score(seed());
    bars.add(
        new Bar(
            "features",
            chosen.candidate().words(),
            score.key(),
            score.value(),
            score.low(),
            score.high()));
    if (first != null) {
      bars.add(FeatureChoice.bar(first.candidate(), first.test().score(seed())));
    }
    others.stream()
        .filter(each -> !each.candidate().isTrained())
        .map(each -> FeatureChoice.bar(each.candidate(), each.test().score(seed())))
        .forEach(bars::add);
    Score none = alone.score(seed());
    bars.add(
        new Bar(
            "coarse-class",
            asked.coarse() + " alone",
            none.key(),
            none.value(),
            none.low(),
            none.high()));
    others.stream()
        .filter(each -> each.candidate().isTrained())
        .map(each -> FeatureChoice.bar(each.candidate(), each.test().score(seed())))
        .forEach(bars::add);
    return bars;
  }

  private long seed() {
    return SeedStreams.EVALUATION.of(pipeline.seed());
  }

  private record Judgement(Standing standing, String sentence) {}

  /** A side of the comparison: what was scored, in words. */
  private record Side(String words, HeadScore score) {
    double goodness() {
      double value = score.rows().ofAll();
      return Measure.of(score.key()).isLargerBetter() ? value : -value;
    }
  }

  private static Side side(Measured measured) {
    return new Side(measured.candidate().words(), measured.test());
  }

  private Judgement judge(
      Measured chosen, List<Measured> measured, HeadScore alone, String criterion) {
    List<Side> free = new ArrayList<>(List.of(new Side(asked.coarse() + " alone", alone)));
    measured.stream()
        .filter(each -> !each.candidate().isTrained())
        .map(RunAnswer::side)
        .forEach(free::add);
    Side rival = free.stream().max(Comparator.comparingDouble(Side::goodness)).orElseThrow();
    boolean isTrained = chosen.candidate().isTrained();
    Side trained =
        isTrained
            ? side(chosen)
            : measured.stream()
                .filter(each -> each.candidate().isTrained())
                .map(RunAnswer::side)
                .max(Comparator.comparingDouble(Side::goodness))
                .orElseThrow();
    Side other = isTrained ? rival : side(chosen);
    int[] units = IntStream.range(0, alone.rows().rows()).toArray();
    PairedBootstrap.Difference difference =
        PairedBootstrap.of(
            trained.score().key(),
            List.of(new PairedBootstrap.Pair(trained.score().rows(), other.score().rows(), units)),
            seed());
    boolean isLarger = Measure.of(trained.score().key()).isLargerBetter();
    double low = isLarger ? difference.low() : -difference.high();
    double high = isLarger ? difference.high() : -difference.low();
    double gain = isLarger ? difference.value() : -difference.value();
    String facts = facts(trained, other);
    if (!isTrained) {
      return low > 0
          ? new Judgement(
              Standing.CANNOT_TELL,
              "Cannot tell whether training paid: %s; on %s they were level, so the model file uses %s."
                  .formatted(facts, criterion, other.words()))
          : new Judgement(
              Standing.DID_NOT_PAY,
              "Training did not pay: %s, so the model file uses %s."
                  .formatted(facts(other, trained), other.words()));
    }
    if (low > 0) {
      return new Judgement(
          Standing.PAID, "Training paid: %s%s.".formatted(facts, more(trained, gain, low, high)));
    }
    if (high < 0) {
      return new Judgement(
          Standing.DID_NOT_PAY,
          "Training did not pay: %s, which the model file uses.".formatted(facts(other, trained)));
    }
    return new Judgement(
        Standing.CANNOT_TELL,
        "Cannot tell whether training paid: %s; %s."
            .formatted(facts, needed(gain, low, high, trained.score().counted())));
  }

  /** As {@code price is told with R² 0.812 from the layers, 0.740 from the raw columns}. */
  private String facts(Side first, Side second) {
    String key = first.score().key();
    double one = first.score().rows().ofAll();
    double two = second.score().rows().ofAll();
    if (key.equals(HeadScore.ACCURACY)) {
      return "told %s, %s is found %s from %s, %s from %s"
          .formatted(
              asked.coarse(), asked.fine(), times(one), first.words(), number(two), second.words());
    }
    String form = key.equals("probeR2") ? "R² %.3f" : "a squared error of %.4f";
    String bare = key.equals("probeR2") ? "%.3f" : "%.4f";
    return String.format(
        Locale.ROOT,
        "%s %s told with " + form + " from %s, " + bare + " from %s",
        asked.fine(),
        key.equals("probeR2") ? "is" : "are",
        one,
        first.words(),
        two,
        second.words());
  }

  private static String more(Side side, double gain, double low, double high) {
    if (side.score().key().equals(HeadScore.ACCURACY)) {
      return String.format(
          Locale.ROOT,
          " (%.0f more in 100, between %.0f and %.0f)",
          100 * gain,
          100 * low,
          100 * high);
    }
    return side.score().key().equals("probeR2")
        ? String.format(Locale.ROOT, " (%.3f more, between %.3f and %.3f)", gain, low, high)
        : String.format(Locale.ROOT, " (%.4f less, between %.4f and %.4f)", gain, low, high);
  }

  /** How many more test rows would tell, at the spread that was seen. */
  private static String needed(double gain, double low, double high, int rows) {
    double error = (high - low) / (2 * DEVIATIONS_SHOWN);
    double ratio = DEVIATIONS_NEEDED * error / Math.abs(gain);
    double more = rows * (ratio * ratio - 1);
    if (!(more <= (double) MOST_TIMES * rows)) {
      return "they are level, and more rows would hardly tell them apart";
    }
    return "some %s more test rows would tell".formatted(rounded(Math.max(more, rows / 10.0)));
  }

  /** To two digits. */
  private static String rounded(double rows) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, rows))) - 1));
    return String.format(Locale.ROOT, "%,.0f", Math.ceil(rows / unit) * unit);
  }

  static String times(double share) {
    return "%s times in 100".formatted(number(share));
  }

  private static String number(double share) {
    double hundred = 100 * share;
    return (hundred > 99 && hundred < 100) || (hundred > 0 && hundred < 1)
        ? String.format(Locale.ROOT, "%.1f", hundred)
        : String.format(Locale.ROOT, "%.0f", hundred);
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
