package org.fierce.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fierce.config.Contender;
import org.fierce.data.DataRoot;
import org.fierce.run.ExampleScores;
import org.fierce.run.JsonFile;
import org.fierce.run.Provenance;
import org.fierce.run.RepeatCommand;
import org.fierce.run.Scores;
import org.fierce.stats.Measure;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.Score;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The result of a comparison: scores of methods and rivals over seeds, as {@code comparison.json}
 * holds them.
 *
 * @param seeds in the order of every list of values
 * @param methods methods first, in the order of the configuration, then rivals
 * @param primary key of the score that stands for fine detail, if there is one
 * @param verdict sentences that say what the numbers say
 * @param notes what a reader must know of how the numbers came about
 * @param command a line of shell that repeats it; null where the file has none
 */
public record ComparisonReport(
    List<Long> seeds,
    List<Summary> methods,
    Optional<String> primary,
    List<String> verdict,
    List<String> notes,
    @Nullable String command) {
  public static final String FILE = "comparison.json";

  private static final double LEVEL = 0.95;

  /**
   * One method's row.
   *
   * @param name label of the method
   * @param isRival whether it is a rival that is always there
   * @param scores by key
   * @param pairedDifference to the first method, by key; empty for the first
   * @param notLearnt seeds whose training did not learn the coarse classes
   */
  @JsonPropertyOrder({"name", "rival", "notLearntSeeds", "scores", "pairedDifference"})
  public record Summary(
      String name,
      @JsonProperty("rival") boolean isRival,
      Map<String, SeedScore> scores,
      Map<String, PairedDifference> pairedDifference,
      @JsonProperty("notLearntSeeds") @JsonInclude(JsonInclude.Include.NON_EMPTY)
          List<Long> notLearnt) {
    /** Copies the seeds. */
    public Summary {
      notLearnt = List.copyOf(notLearnt);
    }

    /** For a method whose training is not known to have failed. */
    public Summary(
        String name,
        boolean isRival,
        Map<String, SeedScore> scores,
        Map<String, PairedDifference> pairedDifference) {
      this(name, isRival, scores, pairedDifference, List.of());
    }

    /** Mean over seeds of the score at a key, NaN where the method does not have it. */
    public double mean(String key) {
      SeedScore score = scores.get(key);
      return score == null ? Double.NaN : score.mean();
    }
  }

  /**
   * What a contender scored.
   *
   * @param bySeed in the order of the seeds
   * @param examples how it fared on each test row, in the order of the seeds; empty where a run
   *     does not say
   * @param notLearnt seeds whose training did not learn the coarse classes
   */
  record Outcome(
      Contender contender,
      List<Scores> bySeed,
      List<ExampleScores> examples,
      List<Long> notLearnt) {
    /** For a method whose training is not known to have failed. */
    Outcome(Contender contender, List<Scores> bySeed, List<ExampleScores> examples) {
      this(contender, bySeed, examples, List.of());
    }
  }

  /** Mean of a score over seeds with its t interval (NaN for one seed), and its values. */
  @JsonPropertyOrder({"mean", "low", "high", "interval", "values"})
  public record SeedScore(double mean, double low, double high, List<Double> values) {
    @JsonProperty("interval")
    String interval() {
      return values.size() > 1 ? "t-seeds" : "none";
    }
  }

  /** The file. */
  private record Content(
      List<Long> seeds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String primary,
      List<String> verdict,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
      List<Summary> methods,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String command,
      List<String> dataFolders) {}

  /** Compares; a score counts for a contender where every seed has it. The first is the base. */
  static ComparisonReport of(List<Long> seeds, List<Outcome> outcomes, List<String> given) {
    List<String> notes = new ArrayList<>(given);
    outcomes.forEach(outcome -> addUndefined(notes, seeds, outcome));
    List<Summary> methods = outcomes.stream().map(ComparisonReport::summary).toList();
    Set<String> keys = new LinkedHashSet<>();
    methods.forEach(method -> keys.addAll(method.scores().keySet()));
    Optional<String> primary = Measure.primary(keys);
    Pairs pairs = new Pairs(outcomes);
    // Methods and rivals are two families of hypotheses: one rival more costs no method its
    // verdict.
    for (boolean isRival : new boolean[] {false, true}) {
      List<Summary> family =
          methods.stream().skip(1).filter(method -> method.isRival() == isRival).toList();
      for (String key : methods.get(0).scores().keySet()) {
        boolean isPlanned = !isRival && primary.filter(key::equals).isPresent();
        addDifferences(key, methods.get(0), family, pairs, isPlanned);
      }
    }
    return new ComparisonReport(
        seeds,
        methods,
        primary,
        primary.map(key -> Verdict.of(key, methods, pairs)).orElse(List.of()),
        notes,
        RepeatCommand.compare(seeds));
  }

  /** Tells which scores are missing because a seed, but not every seed, does not define them. */
  private static void addUndefined(List<String> notes, List<Long> seeds, Outcome outcome) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String key : outcome.bySeed().get(0).byKey().keySet()) {
      List<String> without = new ArrayList<>();
      for (int i = 0; i < seeds.size(); i++) {
        Score score = outcome.bySeed().get(i).byKey().get(key);
        if (score != null && !score.isDefined()) {
          without.add(seeds.get(i).toString());
        }
      }
      if (!without.isEmpty() && without.size() < seeds.size()) {
        keys.computeIfAbsent(String.join(", ", without), any -> new ArrayList<>()).add(key);
      }
    }
    keys.forEach(
        (without, names) ->
            notes.add(
                "%s is compared without %s: not defined on the test rows of seed %s (scores.json there says why)."
                    .formatted(outcome.contender().label(), String.join(", ", names), without)));
  }

  private static Summary summary(Outcome outcome) {
    Map<String, SeedScore> scores = new LinkedHashMap<>();
    for (String key : outcome.bySeed().get(0).byKey().keySet()) {
      double[] values =
          outcome.bySeed().stream().mapToDouble(seedScores -> seedScores.value(key)).toArray();
      if (Arrays.stream(values).allMatch(Double::isFinite)) {
        SeedStatistics.Mean mean = SeedStatistics.mean(values, LEVEL);
        scores.put(
            key,
            new SeedScore(
                mean.mean(), mean.low(), mean.high(), Arrays.stream(values).boxed().toList()));
      }
    }
    return new Summary(
        outcome.contender().label(),
        outcome.contender() instanceof Contender.Rival,
        scores,
        new LinkedHashMap<>(),
        outcome.notLearnt());
  }

  /**
   * The sentence of the verdict that warns: what costs no training reaches the score of the best
   * method. Null where nothing does.
   */
  public @Nullable String warning() {
    return primary.map(key -> TrainingGain.warning(key, methods)).orElse(null);
  }

  /** Adds the differences to the first; those planned on also say how many seeds would tell. */
  private static void addDifferences(
      String key, Summary first, List<Summary> family, Pairs pairs, boolean isPlanned) {
    List<Summary> others =
        family.stream().filter(method -> method.scores().containsKey(key)).toList();
    List<SeedStatistics.Mean> overSeeds = new ArrayList<>();
    List<PairedBootstrap.@Nullable Difference> overRows = new ArrayList<>();
    for (Summary other : others) {
      overSeeds.add(pairs.overSeeds(other.name(), first.name(), key));
      overRows.add(pairs.overExamples(other.name(), first.name(), key));
    }
    double[] p =
        SeedStatistics.holm(overSeeds.stream().mapToDouble(SeedStatistics.Mean::p).toArray());
    double[] rowsP =
        SeedStatistics.holm(
            overRows.stream().mapToDouble(rows -> rows == null ? Double.NaN : rows.p()).toArray());
    double smallest = Measure.of(key).smallestThatMatters(first.mean(key));
    for (int i = 0; i < others.size(); i++) {
      SeedStatistics.Mean mean = overSeeds.get(i);
      PairedBootstrap.Difference rows = overRows.get(i);
      String name = others.get(i).name();
      PairedDifference difference =
          PairedDifference.of(
              key,
              first.name(),
              mean,
              p[i],
              rows == null
                  ? null
                  : new PairedDifference.OverExamples(
                      rows.low(), rows.high(), rowsP[i], rows.units()),
              isPlanned
                  ? SeedsNeeded.of(
                      pairs.differences(name, first.name(), key), others.size(), smallest)
                  : null);
      others.get(i).pairedDifference().put(key, difference);
    }
  }

  /**
   * Reads a file.
   *
   * @throws org.fierce.files.DatasetFormatException if it is no such file
   */
  public static ComparisonReport read(Path file) throws IOException {
    Content content = JsonFile.read(file, Content.class);
    return new ComparisonReport(
        content.seeds(),
        content.methods(),
        Optional.ofNullable(content.primary()),
        content.verdict(),
        content.notes(),
        content.command());
  }

  /** Writes the file with what is needed to repeat it. */
  void write(Path file, DataRoot root) throws IOException {
    JsonFile.write(
        file,
        new Content(
            seeds,
            primary.orElse(null),
            verdict,
            notes,
            methods,
            command,
            Provenance.folders(root)));
  }
}
