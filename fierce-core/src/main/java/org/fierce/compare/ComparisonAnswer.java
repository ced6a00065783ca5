package org.fierce.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fierce.compare.ComparisonReport.Outcome;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.config.ConfigReader;
import org.fierce.config.Contender.Rival;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataSplit;
import org.fierce.embed.ReadoutSpec;
import org.fierce.experiment.Asked;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;
import org.fierce.run.Answer.Standing;
import org.fierce.stats.Measure;
import org.fierce.stats.Score;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison says first: one sentence from {@link TrainingGain} and the scores that bear it
 * out. Intervals are over seeds; of a single seed they are over test rows, and that is said.
 */
record ComparisonAnswer(
    ExperimentConfig config, DataSplit split, ComparisonReport report, List<Outcome> outcomes) {
  private static final String COARSE = "coarseAccuracy";
  private static final int MOST_OTHERS = 3;
  private static final List<Rival> SHOWN =
      List.of(
          Rival.RAW_INPUT,
          Rival.RAW_INPUT_PCA,
          Rival.UNTRAINED,
          Rival.UNTRAINED_LAYERS,
          Rival.COARSE_MEAN,
          Rival.FINE_CEILING);

  /**
   * Says it.
   *
   * @param next commands to go on with, by the best method
   */
  Answer of(NextSteps next) {
    Optional<String> primary =
        report.primary().filter(key -> methods().stream().anyMatch(each -> has(each, key)));
    return primary.map(key -> fine(key, next)).orElseGet(() -> coarseOnly(next));
  }

  private Answer coarseOnly(NextSteps next) {
    List<Bar> bars = bars(COARSE, methods());
    String sentence =
        (bars.isEmpty()
                ? ""
                : "%s is told right %s. "
                    .formatted(
                        capital(coarse()),
                        bars.stream()
                            .map(bar -> times(bar) + " by " + bar.words())
                            .collect(Collectors.joining(", "))))
            + "Nobody labelled anything finer, so nobody knows which features tell more.";
    return new Answer(
        asked().question(false),
        sentence,
        Standing.NOT_ASKED,
        bars,
        List.of(),
        null,
        notes(),
        next.after(methods().get(0).name(), Standing.NOT_ASKED));
  }

  private Answer fine(String key, NextSteps next) {
    List<Summary> rows = report.methods().stream().filter(row -> has(row, key)).toList();
    List<Summary> trained = rows.stream().filter(row -> !row.isRival()).toList();
    TrainingGain gain = new TrainingGain(key, trained, rows, new Pairs(outcomes));
    TrainingGain.Standing found = gain.standing();
    List<Summary> first = new ArrayList<>(List.of(found.best()));
    plain(trained).filter(plain -> !first.contains(plain)).ifPresent(first::add);
    List<Summary> others =
        trained.stream()
            .filter(method -> !first.contains(method))
            .sorted(TrainingGain.byGoodness(key).reversed())
            .limit(MOST_OTHERS)
            .toList();
    Stream<Summary> rivals =
        SHOWN.stream().flatMap(rival -> TrainingGain.row(rows, rival).stream());
    return new Answer(
        asked().question(true),
        sentence(key, trained, found),
        standing(found),
        bars(
            COARSE,
            Stream.concat(first.stream(), others.stream())
                .filter(row -> has(row, COARSE))
                .toList()),
        bars(
            key,
            Stream.of(first.stream(), rivals, others.stream())
                .flatMap(Function.identity())
                .toList()),
        null,
        notes(),
        next.after(found.best().name(), standing(found)));
  }

  private static Standing standing(TrainingGain.Standing found) {
    return found.paid()
        ? Standing.PAID
        : found.ahead().isEmpty() ? Standing.CANNOT_TELL : Standing.DID_NOT_PAY;
  }

  private String sentence(String key, List<Summary> trained, TrainingGain.Standing found) {
    Summary best = found.best();
    Summary plain = plain(trained).orElse(null);
    List<Summary> free =
        Stream.of(found.ahead(), found.untold(), found.beaten()).flatMap(List::stream).toList();
    Summary rival = free.stream().max(TrainingGain.byGoodness(key)).orElse(null);
    if (!found.ahead().isEmpty()) {
      Summary ahead = found.ahead().stream().max(TrainingGain.byGoodness(key)).orElseThrow();
      return "Training did not pay: " + told(key, ahead, best, plain) + ".";
    }
    String told = told(key, best, plain, rawFirst(found.beaten(), rival));
    if (free.isEmpty()) {
      return capital(told) + "; nothing untrained stands beside it.";
    }
    if (!found.untold().isEmpty()) {
      return "Cannot tell at this size whether training paid: %s."
          .formatted(told(key, best, plain, rival));
    }
    if (plain == null || isBeyondChance(key, trained, best, plain)) {
      return capital(told) + ".";
    }
    return best.equals(plain)
        ? "Training paid, and a plain classifier does best: %s.".formatted(told)
        : "Training paid, but not more than that of a plain classifier as far as can be told: %s."
            .formatted(told);
  }

  /** Of what is beaten, the raw rows, which everybody has, rather than the best. */
  private static @Nullable Summary rawFirst(List<Summary> beaten, @Nullable Summary best) {
    return TrainingGain.row(beaten, Rival.RAW_INPUT).orElse(best);
  }

  /** Whether the best is ahead of a plain classifier, corrected for having been chosen. */
  private boolean isBeyondChance(String key, List<Summary> trained, Summary best, Summary plain) {
    List<Summary> others = trained.stream().filter(each -> !each.equals(plain)).toList();
    if (!others.contains(best)) {
      return false;
    }
    Pairs pairs = new Pairs(outcomes);
    double[] p =
        others.stream()
            .mapToDouble(each -> pairs.leading(each.name(), plain.name(), key).p())
            .toArray();
    return SeedStatistics.holm(p)[others.indexOf(best)] < Verdict.SIGNIFICANCE;
  }

  /**
   * As {@code told only the alphabet, Fierce finds the character 84 times in 100 [82, 86]; ...}.
   */
  private String told(String key, Summary first, @Nullable Summary... others) {
    Form form = Form.of(key);
    Set<Summary> more = new LinkedHashSet<>();
    for (Summary other : others) {
      if (other != null && !other.equals(first)) {
        more.add(other);
      }
    }
    String rest =
        more.stream()
            .map(other -> words(other.name()) + " " + form.value(bar(key, other)))
            .collect(Collectors.joining(", "));
    return form.sentence(coarse(), words(first.name()), fineTarget(), bar(key, first))
        + (rest.isEmpty() ? "" : "; " + rest);
  }

  /** How a score is said. */
  private enum Form {
    TIMES {
      @Override
      String sentence(String coarse, String who, String fine, Bar bar) {
        return "told only %s, %s %s %s %s"
            .formatted(coarse, who, who.startsWith("raw ") ? "find" : "finds", fine, times(bar));
      }

      @Override
      String value(Bar bar) {
        return hundredths(bar.value()) + interval(bar, Form::hundredth);
      }
    },
    SPREAD {
      @Override
      String sentence(String coarse, String who, String fine, Bar bar) {
        return "told only %s, %s %s %s with R² %s"
            .formatted(coarse, who, who.startsWith("raw ") ? "tell" : "tells", fine, value(bar));
      }

      @Override
      String value(Bar bar) {
        return two(bar.value()) + interval(bar, Form::two);
      }
    },
    SHARES {
      @Override
      String sentence(String coarse, String who, String fine, Bar bar) {
        return "told only %s, %s %s %s with a squared error of %s"
            .formatted(coarse, who, who.startsWith("raw ") ? "tell" : "tells", fine, value(bar));
      }

      @Override
      String value(Bar bar) {
        return Verdict.shown(bar.value()) + interval(bar, Verdict::shown);
      }
    },
    OTHER {
      @Override
      String sentence(String coarse, String who, String fine, Bar bar) {
        return "told only %s, %s %s %s of %s for %s"
            .formatted(
                coarse,
                who,
                who.startsWith("raw ") ? "have" : "has",
                Measure.of(bar.key()).words(),
                value(bar),
                fine);
      }

      @Override
      String value(Bar bar) {
        return Verdict.shown(bar.value()) + interval(bar, Verdict::shown);
      }
    };

    static Form of(String key) {
      return switch (key) {
        case "knnAccuracyWithinTrue" -> TIMES;
        case "probeR2" -> SPREAD;
        case "transferMeanSquaredError" -> SHARES;
        default -> OTHER;
      };
    }

    abstract String sentence(String coarse, String who, String fine, Bar bar);

    abstract String value(Bar bar);

    private static String two(double value) {
      return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Of a share; the t interval of few seeds may pass both ends. */
    private static String hundredth(double share) {
      return String.format(Locale.ROOT, "%.0f", 100 * Math.max(0, Math.min(1, share)));
    }

    private static String interval(Bar bar, java.util.function.DoubleFunction<String> words) {
      return Double.isFinite(bar.low()) && Double.isFinite(bar.high())
          ? " [%s, %s]".formatted(words.apply(bar.low()), words.apply(bar.high()))
          : "";
    }
  }

  private static String times(Bar bar) {
    return hundredths(bar.value()) + " times in 100" + Form.interval(bar, Form::hundredth);
  }

  private static String hundredths(double share) {
    double hundred = 100 * share;
    boolean isClose = (hundred > 99 && hundred < 100) || (hundred > 0 && hundred < 1);
    return String.format(Locale.ROOT, isClose ? "%.1f" : "%.0f", hundred);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (report.seeds().size() == 1) {
      notes.add(
          "One seed: the intervals speak of other test rows under the same trained networks. Another training may turn it; run more with --seeds.");
    }
    notes.addAll(report.notes());
    return notes;
  }

  private List<Summary> methods() {
    return report.methods().stream().filter(row -> !row.isRival()).toList();
  }

  private static boolean has(Summary row, String key) {
    return row.scores().containsKey(key);
  }

  private List<Bar> bars(String key, List<Summary> rows) {
    return rows.stream().map(row -> bar(key, row)).toList();
  }

  private Bar bar(String key, Summary row) {
    SeedScore score = row.scores().get(key);
    if (score == null) {
      throw new IllegalArgumentException("%s has no %s".formatted(row.name(), key));
    }
    double low = score.low();
    double high = score.high();
    if (score.values().size() == 1) {
      Score ofRows = outcome(row.name()).bySeed().get(0).byKey().get(key);
      low = ofRows == null ? Double.NaN : ofRows.low();
      high = ofRows == null ? Double.NaN : ofRows.high();
    }
    return new Bar(row.name(), words(row.name()), key, score.mean(), low, high);
  }

  private Outcome outcome(String name) {
    return outcomes.stream()
        .filter(outcome -> outcome.contender().label().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A method or rival, for people. */
  private String words(String name) {
    return Rival.of(name)
        .map(
            rival ->
                switch (rival) {
                  case RAW_INPUT -> raw();
                  case RAW_INPUT_PCA -> "principal components of " + raw();
                  case UNTRAINED -> "an untrained network";
                  case UNTRAINED_LAYERS -> "an untrained network read at every layer";
                  case COARSE_MEAN -> coarse() + " alone";
                  case FINE_CEILING -> "the same network trained on " + fineTarget();
                  case WHITENED, EARLIER_LAYER -> name;
                })
        .orElseGet(() -> ofMethod(config.method(name)));
  }

  private String ofMethod(MethodConfig method) {
    if (isPlain(method)) {
      return "a plain classifier";
    }
    MethodConfig standard = ConfigReader.standardMethod();
    return method.loss().equals(standard.loss()) && method.readout().equals(standard.readout())
        ? "Fierce"
        : method.label();
  }

  private Optional<Summary> plain(List<Summary> trained) {
    return trained.stream().filter(row -> isPlain(config.method(row.name()))).findFirst();
  }

  /** Whether it is what everybody does: cross-entropy, read at its last layer. */
  private static boolean isPlain(MethodConfig method) {
    return method.loss().usesOnlyCrossEntropy()
        && method.head() == null
        && method.readout() instanceof ReadoutSpec.LastLayer;
  }

  private String raw() {
    return switch (split.encoder().rowKind()) {
      case CELLS -> "raw columns";
      case TEXT -> "raw words";
      case PICTURE -> "raw pixels";
      case NUMBERS -> "raw vectors";
    };
  }

  private String coarse() {
    return withArticle(asked().coarse());
  }

  private String fineTarget() {
    return withArticle(asked().fine());
  }

  private Asked asked() {
    return Asked.of(config, split);
  }

  private static String withArticle(String name) {
    return name.startsWith("the ") ? name : "the " + name;
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
