package org.fierce.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.fierce.files.Json;
import org.fierce.run.ExampleScores;
import org.fierce.run.Provenance;
import org.fierce.run.RepeatCommand;
import org.fierce.run.Scores;
import org.fierce.stats.Measure;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.Score;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Methods and rivals over seeds, as {@code comparison.json} holds them.
 *
 * @param seeds in the order of every list of values
 * @param methods methods first, in the order of the configuration, then rivals
 * @param primary key of the score that stands for fine detail, if there is one
 * @param verdict sentences that say what the numbers say
 * @param notes what a reader must know of how the numbers came about
 */
public record ComparisonReport(
    List<Long> seeds,
    List<Summary> methods,
    Optional<String> primary,
    List<String> verdict,
    List<String> notes) {
  private static final int FORMAT_VERSION = 1;
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
  public record Summary(
      String name,
      boolean isRival,
      Map<String, SeedScore> scores,
      Map<String, PairedDifference> pairedDifference,
      List<Long> notLearnt) {
    /** Copies the seeds. */
    public Summary {
      notLearnt = List.copyOf(notLearnt);
    }

    /** One whose training learnt, as far as anybody knows. */
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
    /** One whose training learnt, as far as anybody knows. */
    Outcome(Contender contender, List<Scores> bySeed, List<ExampleScores> examples) {
      this(contender, bySeed, examples, List.of());
    }
  }

  /** Mean of a score over seeds with its t interval (NaN for one seed), and its values. */
  public record SeedScore(double mean, double low, double high, List<Double> values) {}

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
        notes);
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
          new PairedDifference(
              first.name(),
              mean.mean(),
              mean.low(),
              mean.high(),
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

  /** Reads {@code comparison.json}. */
  public static ComparisonReport read(Path file) throws IOException {
    JsonNode root = Json.read(file);
    List<Long> seeds = new ArrayList<>();
    root.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
    List<Summary> methods = new ArrayList<>();
    for (JsonNode method : root.path("methods")) {
      Map<String, SeedScore> scores = new LinkedHashMap<>();
      for (var entry : method.path("scores").properties()) {
        scores.put(entry.getKey(), seedScore(entry.getValue()));
      }
      Map<String, PairedDifference> differences = new LinkedHashMap<>();
      for (var entry : method.path("pairedDifference").properties()) {
        differences.put(entry.getKey(), PairedDifference.read(entry.getValue()));
      }
      methods.add(
          new Summary(
              method.path("name").asText(),
              method.path("rival").asBoolean(),
              scores,
              differences,
              method.path("notLearntSeeds").valueStream().map(JsonNode::asLong).toList()));
    }
    List<String> verdict = new ArrayList<>();
    root.path("verdict").forEach(sentence -> verdict.add(sentence.asText()));
    List<String> notes = new ArrayList<>();
    root.path("notes").forEach(note -> notes.add(note.asText()));
    return new ComparisonReport(
        seeds, methods, Optional.ofNullable(root.path("primary").textValue()), verdict, notes);
  }

  /** Writes {@code comparison.json} with what is needed to repeat it. */
  void write(Path file, DataRoot root) throws IOException {
    ObjectNode tree = (ObjectNode) toJson();
    tree.put("command", RepeatCommand.compare(seeds));
    Provenance.describeFolders(root, tree.putArray("dataFolders"));
    Json.write(file, tree);
  }

  /** The content of {@code comparison.json}. */
  public JsonNode toJson() {
    ObjectNode root = Json.MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
    ArrayNode seedList = root.putArray("seeds");
    seeds.forEach(seedList::add);
    primary.ifPresent(key -> root.put("primary", key));
    ArrayNode sentences = root.putArray("verdict");
    verdict.forEach(sentences::add);
    if (!notes.isEmpty()) {
      notes.forEach(root.putArray("notes")::add);
    }
    ArrayNode list = root.putArray("methods");
    for (Summary method : methods) {
      ObjectNode node = list.addObject().put("name", method.name());
      node.put("rival", method.isRival());
      if (!method.notLearnt().isEmpty()) {
        method.notLearnt().forEach(node.putArray("notLearntSeeds")::add);
      }
      ObjectNode scores = node.putObject("scores");
      method.scores().forEach((key, score) -> scores.set(key, json(score)));
      ObjectNode differences = node.putObject("pairedDifference");
      method
          .pairedDifference()
          .forEach((key, difference) -> differences.set(key, difference.toJson(key)));
    }
    return root;
  }

  public static ObjectNode json(SeedScore score) {
    ObjectNode one = Json.MAPPER.createObjectNode();
    one.set("mean", Json.number(score.mean()));
    one.set("low", Json.number(score.low()));
    one.set("high", Json.number(score.high()));
    one.put("interval", score.values().size() > 1 ? "t-seeds" : "none");
    score.values().forEach(one.putArray("values")::add);
    return one;
  }

  public static SeedScore seedScore(JsonNode score) {
    List<Double> values = new ArrayList<>();
    score.path("values").forEach(value -> values.add(value.asDouble()));
    return new SeedScore(
        Json.number(score, "mean"), Json.number(score, "low"), Json.number(score, "high"), values);
  }
}
