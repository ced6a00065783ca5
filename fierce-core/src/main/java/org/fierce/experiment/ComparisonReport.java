package org.fierce.experiment;

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
import org.fierce.data.DataRoot;
import org.fierce.evaluate.SeedStatistics;

/**
 * Methods and rivals over seeds, as {@code comparison.json} holds them.
 *
 * @param seeds in the order of every list of values
 * @param methods methods first, in the order of the configuration, then rivals
 * @param primary key of the score that stands for fine detail, if there is one
 * @param verdict sentences that say what the numbers say
 */
public record ComparisonReport(
    List<Long> seeds, List<Summary> methods, Optional<String> primary, List<String> verdict) {
  private static final int FORMAT_VERSION = 1;
  private static final double LEVEL = 0.95;

  /**
   * One method's row.
   *
   * @param name label of the method
   * @param isRival whether it is a rival that is always there
   * @param scores by key
   * @param pairedDifference to the first method, by key; empty for the first
   */
  public record Summary(
      String name,
      boolean isRival,
      Map<String, SeedScore> scores,
      Map<String, PairedDifference> pairedDifference) {
    /** Mean over seeds of the score at a key, NaN where the method does not have it. */
    public double mean(String key) {
      SeedScore score = scores.get(key);
      return score == null ? Double.NaN : score.mean();
    }

    private double[] values(String key) {
      SeedScore score = scores.get(key);
      return score == null
          ? new double[0]
          : score.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /**
   * What a contender scored.
   *
   * @param bySeed in the order of the seeds
   */
  record Outcome(Contender contender, List<Scores> bySeed) {}

  /** Mean of a score over seeds with its t interval (NaN for one seed), and its values. */
  public record SeedScore(double mean, double low, double high, List<Double> values) {}

  /** Mean over seeds of the difference to another method, t interval, p-value after Holm. */
  public record PairedDifference(String to, double mean, double low, double high, double pHolm) {}

  /** Compares; a score counts for a contender where every seed has it. The first is the base. */
  static ComparisonReport of(List<Long> seeds, List<Outcome> outcomes) {
    List<Summary> methods = outcomes.stream().map(ComparisonReport::summary).toList();
    // Methods and rivals are two families of hypotheses: one rival more costs no method its
    // verdict.
    for (boolean isRival : new boolean[] {false, true}) {
      List<Summary> family =
          methods.stream().skip(1).filter(method -> method.isRival() == isRival).toList();
      for (String key : methods.get(0).scores().keySet()) {
        addDifferences(key, methods.get(0), family);
      }
    }
    Set<String> keys = new LinkedHashSet<>();
    methods.forEach(method -> keys.addAll(method.scores().keySet()));
    Optional<String> primary = ScoreKeys.primary(keys);
    return new ComparisonReport(
        seeds, methods, primary, primary.map(key -> Verdict.of(key, methods)).orElse(List.of()));
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
        new LinkedHashMap<>());
  }

  private static void addDifferences(String key, Summary first, List<Summary> family) {
    List<Summary> others =
        family.stream().filter(method -> method.scores().containsKey(key)).toList();
    double[] base = first.values(key);
    SeedStatistics.Mean[] differences = new SeedStatistics.Mean[others.size()];
    for (int i = 0; i < differences.length; i++) {
      double[] difference = others.get(i).values(key);
      for (int s = 0; s < difference.length; s++) {
        difference[s] -= base[s];
      }
      differences[i] = SeedStatistics.mean(difference, LEVEL);
    }
    double[] p =
        SeedStatistics.holm(
            Arrays.stream(differences).mapToDouble(SeedStatistics.Mean::p).toArray());
    for (int i = 0; i < differences.length; i++) {
      SeedStatistics.Mean mean = differences[i];
      others
          .get(i)
          .pairedDifference()
          .put(key, new PairedDifference(first.name(), mean.mean(), mean.low(), mean.high(), p[i]));
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
        JsonNode score = entry.getValue();
        List<Double> values = new ArrayList<>();
        score.path("values").forEach(value -> values.add(value.asDouble()));
        scores.put(
            entry.getKey(),
            new SeedScore(
                Json.number(score, "mean"),
                Json.number(score, "low"),
                Json.number(score, "high"),
                values));
      }
      Map<String, PairedDifference> differences = new LinkedHashMap<>();
      for (var entry : method.path("pairedDifference").properties()) {
        JsonNode difference = entry.getValue();
        differences.put(
            entry.getKey(),
            new PairedDifference(
                difference.path("to").asText(),
                Json.number(difference, "mean"),
                Json.number(difference, "low"),
                Json.number(difference, "high"),
                Json.number(difference, "pHolm")));
      }
      methods.add(
          new Summary(
              method.path("name").asText(), method.path("rival").asBoolean(), scores, differences));
    }
    List<String> verdict = new ArrayList<>();
    root.path("verdict").forEach(sentence -> verdict.add(sentence.asText()));
    return new ComparisonReport(
        seeds, methods, Optional.ofNullable(root.path("primary").textValue()), verdict);
  }

  /** Writes {@code comparison.json} with what is needed to repeat it. */
  void write(Path file, DataRoot root) throws IOException {
    ObjectNode tree = (ObjectNode) toJson();
    tree.put("command", RepeatCommand.compare(seeds.size()));
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
    ArrayNode list = root.putArray("methods");
    for (Summary method : methods) {
      ObjectNode node = list.addObject().put("name", method.name());
      node.put("rival", method.isRival());
      ObjectNode scores = node.putObject("scores");
      method
          .scores()
          .forEach(
              (key, score) -> {
                ObjectNode one = scores.putObject(key);
                one.set("mean", Json.number(score.mean()));
                one.set("low", Json.number(score.low()));
                one.set("high", Json.number(score.high()));
                one.put("interval", seeds.size() > 1 ? "t-seeds" : "none");
                ArrayNode values = one.putArray("values");
                score.values().forEach(values::add);
              });
      ObjectNode differences = node.putObject("pairedDifference");
      method
          .pairedDifference()
          .forEach(
              (key, difference) -> {
                ObjectNode one = differences.putObject(key).put("to", difference.to());
                one.set("mean", Json.number(difference.mean()));
                one.set("low", Json.number(difference.low()));
                one.set("high", Json.number(difference.high()));
                one.set("pHolm", Json.number(difference.pHolm()));
              });
    }
    return root;
  }
}
