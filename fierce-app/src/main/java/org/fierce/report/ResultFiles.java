package org.fierce.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fierce.compare.SeedsNeeded;
import org.fierce.config.Contender;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;
import org.fierce.loss.TermHealth.Fault;
import org.fierce.report.Results.Curve;
import org.fierce.report.Results.Difference;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.fierce.run.RunFolder;
import org.fierce.stats.Measure;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/** Reads the files of a run folder or a comparison folder. */
public final class ResultFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT_VERSION = 1;
  private static final Set<String> FREE =
      Arrays.stream(Contender.Rival.values())
          .map(Contender.Rival::label)
          .collect(Collectors.toUnmodifiableSet());

  private ResultFiles() {}

  /**
   * Reads {@code comparison.json}, or else {@code scores.json}, and what lies beside it.
   *
   * @throws IllegalArgumentException if the folder holds neither
   * @throws DatasetFormatException if a file is not what it should be
   * @throws IOException if a file cannot be read
   */
  public static Results read(Path folder) throws IOException {
    if (Files.exists(folder.resolve("comparison.json"))) {
      return comparison(folder);
    }
    if (Files.exists(folder.resolve("scores.json")) || Files.exists(folder.resolve("run.json"))) {
      return run(folder);
    }
    throw new IllegalArgumentException(
        "%s is not a folder that fierce train or fierce compare wrote: it holds neither comparison.json nor run.json."
            .formatted(folder));
  }

  private static Results comparison(Path folder) throws IOException {
    JsonNode file = json(folder.resolve("comparison.json"));
    List<Method> methods = new ArrayList<>();
    for (JsonNode method : file.path("methods")) {
      methods.add(method(method, methods.isEmpty() ? null : methods.get(0).name()));
    }
    methods.sort(Comparator.comparing(Method::free));
    List<Curve> curves = new ArrayList<>();
    List<Curve> detail = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    addUntaught(notes, file);
    notes.addAll(texts(file, "notes"));
    Map<String, String> facts = new LinkedHashMap<>();
    for (Method method : methods) {
      List<Path> runs = folders(folder.resolve("runs").resolve(method.name()));
      addFaults(notes, runs, method.name());
      for (Path run : runs) {
        if (!method.free()) {
          curves.addAll(Metrics.read(run, method.name()));
          detail.addAll(Metrics.detail(run, method.name()));
        }
        if (facts.isEmpty()) {
          facts.putAll(facts(run));
          facts.remove("seed");
        }
      }
    }
    int seeds = file.path("seeds").size();
    return new Results(
        text(file, "title", name(folder)),
        true,
        verdicts(file),
        notes,
        seeds == 1
            ? "one seed, so no intervals of what other seeds would give"
            : "mean over %d seeds; in brackets the 95 %% interval of what other training seeds would give"
                .formatted(seeds),
        text(file, "primary"),
        methods,
        curves,
        detail,
        facts,
        configuration(folder));
  }

  /** The file's sentences, with the words for the primary score in the place of its key. */
  private static List<String> verdicts(JsonNode file) {
    String primary = text(file, "primary");
    return primary == null
        ? texts(file, "verdict")
        : texts(file, "verdict").stream()
            .map(sentence -> sentence.replace(primary, Measure.of(primary).words()))
            .toList();
  }

  private static Results run(Path folder) throws IOException {
    Map<String, String> facts = facts(folder);
    Path scoresFile = folder.resolve("scores.json");
    JsonNode file = Files.exists(scoresFile) ? json(scoresFile) : JSON.createObjectNode();
    JsonNode record =
        Files.exists(folder.resolve("run.json"))
            ? json(folder.resolve("run.json"))
            : JSON.createObjectNode();
    String name = text(record, "method", name(folder));
    List<Method> methods = new ArrayList<>();
    CoarseLearning learning = new RunFolder(folder).coarseLearning();
    boolean isUntaught = learning != null && learning.isNoBetterThanChance();
    methods.add(
        new Method(name, false, estimates(file.path("scores"), "value"), Map.of(), isUntaught));
    for (JsonNode rival : file.path("methods")) {
      methods.add(method(rival, name));
    }
    List<String> notes = new ArrayList<>();
    if (learning != null && isUntaught) {
      notes.add(learning.warning());
    }
    notes.addAll(texts(file, "notes"));
    addFaults(notes, List.of(folder), name);
    return new Results(
        text(file, "title", title(record, folder)),
        false,
        texts(file, "verdict"),
        notes,
        "one run; in brackets the 95 % interval over the test examples",
        text(file, "primary"),
        methods,
        Metrics.read(folder, name),
        Metrics.detail(folder, name),
        facts,
        configuration(folder));
  }

  /** The footnote to methods whose training did not learn. */
  private static void addUntaught(List<String> notes, JsonNode file) {
    List<String> untaught = new ArrayList<>();
    int seeds = file.path("seeds").size();
    for (JsonNode method : file.path("methods")) {
      int times = method.path("notLearntSeeds").size();
      if (times > 0) {
        untaught.add(
            seeds == 1
                ? method.path("name").asText()
                : "%s (%d of %d seeds)".formatted(method.path("name").asText(), times, seeds));
      }
    }
    if (!untaught.isEmpty()) {
      notes.add(
          "%s Training did not learn the coarse classes: %s. Coarse accuracy is no better there than answering the commonest class every time, so its other scores say nothing of what training keeps."
              .formatted(Method.UNTAUGHT_MARK, String.join(", ", untaught)));
    }
  }

  /** One sentence a method and fault, of the run that shows it most. */
  private static void addFaults(List<String> notes, List<Path> runs, String method)
      throws IOException {
    Map<Fault, Metrics.Epoch> worst = new EnumMap<>(Fault.class);
    for (Path run : runs) {
      Metrics.Epoch epoch = Metrics.lastMeasured(run);
      Fault fault = epoch == null ? null : epoch.health().fault(epoch.coarseAccuracy());
      if (epoch != null && fault != null) {
        worst.merge(fault, epoch, (one, other) -> worse(fault, one, other));
      }
    }
    worst.forEach(
        (fault, epoch) ->
            notes.add(TermFaults.sentence(method, fault, epoch.health(), epoch.coarseAccuracy())));
  }

  private static Metrics.Epoch worse(Fault fault, Metrics.Epoch one, Metrics.Epoch other) {
    boolean isOther =
        switch (fault) {
          case SATURATED -> other.health().saturation() > one.health().saturation();
          case DEAD -> other.health().gradientRatio() < one.health().gradientRatio();
          case OVERWHELMING -> other.health().gradientRatio() > one.health().gradientRatio();
        };
    return isOther ? other : one;
  }

  private static String title(JsonNode record, Path folder) {
    String method = text(record, "method");
    return method == null
        ? name(folder)
        : record.has("seed") ? method + ", seed " + record.path("seed").asText() : method;
  }

  private static Method method(JsonNode method, @Nullable String first) {
    String name = method.path("name").asText();
    Map<String, Difference> differences = new LinkedHashMap<>();
    method
        .path("pairedDifference")
        .properties()
        .forEach(
            entry ->
                differences.put(
                    entry.getKey(), difference(entry.getValue(), first == null ? "" : first)));
    boolean free = method.path("rival").asBoolean(FREE.contains(name));
    String value = method.path("scores").findValue("mean") == null ? "value" : "mean";
    return new Method(
        name,
        free,
        estimates(method.path("scores"), value),
        differences,
        !method.path("notLearntSeeds").isEmpty());
  }

  private static Difference difference(JsonNode node, String first) {
    Estimate estimate = estimate(node, "mean");
    JsonNode rows = node.path("examples");
    return new Difference(
        node.path("to").asText(first),
        estimate,
        number(node.path("pHolm")),
        new Estimate(estimate.value(), number(rows.path("low")), number(rows.path("high"))),
        number(rows.path("pHolm")),
        node.path("call").asText(),
        node.has("seedsNeeded") ? SeedsNeeded.read(node.get("seedsNeeded")) : null);
  }

  private static Map<String, Estimate> estimates(JsonNode scores, String value) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    scores
        .properties()
        .forEach(entry -> estimates.put(entry.getKey(), estimate(entry.getValue(), value)));
    return estimates;
  }

  private static Estimate estimate(JsonNode score, String value) {
    return new Estimate(
        number(score.path(value)),
        number(score.path("low")),
        number(score.path("high")),
        text(score, "note"));
  }

  /** The number; NaN for null, for "NaN" and for what is not there. */
  static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  private static Map<String, String> facts(Path run) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    if (Files.exists(run.resolve("run.json"))) {
      flatten("", json(run.resolve("run.json")), facts);
      facts.remove("formatVersion");
    }
    return facts;
  }

  /** Nested objects as lines {@code inputs train.bin -> ...}. */
  private static void flatten(String prefix, JsonNode node, Map<String, String> facts) {
    if (!node.isContainerNode()) {
      facts.put(prefix, node.asText());
    } else if (node.isArray() && node.valueStream().noneMatch(JsonNode::isContainerNode)) {
      facts.put(prefix, String.join(", ", node.valueStream().map(JsonNode::asText).toList()));
    } else if (node.isArray()) {
      int number = 1;
      for (JsonNode element : node) {
        flatten(prefix + " " + number++, element, facts);
      }
    } else {
      node.properties()
          .forEach(
              entry -> flatten((prefix + " " + entry.getKey()).strip(), entry.getValue(), facts));
    }
  }

  /** A JSON object of a version that is known here. */
  static JsonNode json(Path file) throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(TextFile.read(file));
    } catch (JsonProcessingException malformed) {
      throw new DatasetFormatException(
          "%s%s is not JSON: %s"
              .formatted(
                  file,
                  malformed.getLocation() == null
                      ? ""
                      : ", line %d,".formatted(malformed.getLocation().getLineNr()),
                  malformed.getOriginalMessage()),
          malformed);
    }
    int version = tree.path("formatVersion").asInt(FORMAT_VERSION);
    if (!tree.isObject() || version != FORMAT_VERSION) {
      throw new DatasetFormatException(
          tree.isObject()
              ? "%s has format version %d; this Fierce reads version %d. Read it with the Fierce that wrote it."
                  .formatted(file, version, FORMAT_VERSION)
              : file + " is not a JSON object.");
    }
    return tree;
  }

  static String configuration(Path folder) throws IOException {
    Path file = folder.resolve("config.yaml");
    return Files.exists(file) ? TextFile.read(file) : "";
  }

  /** The folders in a folder, by name; none where it is missing. */
  static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static List<String> texts(JsonNode file, String key) {
    JsonNode node = file.path(key);
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    return node.valueStream().map(JsonNode::asText).toList();
  }

  private static @Nullable String text(JsonNode file, String key) {
    return file.path(key).isTextual() ? file.path(key).asText() : null;
  }

  private static String text(JsonNode file, String key, String otherwise) {
    return Objects.requireNonNullElse(text(file, key), otherwise);
  }

  static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }
}
