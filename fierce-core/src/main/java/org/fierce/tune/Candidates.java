package org.fierce.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.fierce.config.ConfigDocument;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.config.YamlReader;
import org.fierce.experiment.TrainingPipeline;

/**
 * The methods that a tuning chooses from: those of the configuration where it names several, else
 * the built-in grid and its one method; always with a cross-entropy, which the budget is counted
 * from.
 */
final class Candidates {
  private static final String GRID = "tuning-grid.yaml";

  private Candidates() {}

  /** The configuration with the candidates as its methods, complete. */
  static ExperimentConfig of(ExperimentConfig config) {
    ArrayNode methods =
        config.methods().size() > 1 ? (ArrayNode) tree(config).get("methods") : grid(config);
    if (config.firstCrossEntropy().isEmpty() && config.methods().size() > 1) {
      methods.insertObject(0).put("name", "cross-entropy").put("label", "plain-cross-entropy");
    }
    return withMethods(config, methods);
  }

  /** The configuration with other methods. */
  static ExperimentConfig withMethods(ExperimentConfig config, ArrayNode methods) {
    ObjectNode root = tree(config);
    root.set("methods", methods);
    return parse(root);
  }

  /** The complete configuration as a tree of its own. */
  static ObjectNode tree(ExperimentConfig config) {
    return ConfigDocument.parse("the configuration", config.yaml()).root();
  }

  static ExperimentConfig parse(ObjectNode root) {
    try {
      return new ConfigReader(List.of(), false)
          .parse("the configuration of the tuning", ConfigReader.YAML.writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** The grid as far as it fits the configuration, and the one method if the grid has it not. */
  private static ArrayNode grid(ExperimentConfig config) {
    ArrayNode methods = ConfigReader.YAML.createArrayNode();
    for (JsonNode each : read()) {
      methods.add(each);
    }
    // Methods of two views cannot be told whether they fit before they are read.
    ObjectNode all = tree(config);
    all.set("methods", methods);
    if (config.augmentation().steps().isEmpty()) {
      methods.removeIf(Candidates::wantsViews);
    } else {
      for (JsonNode method : methods) {
        if (wantsViews(method)) {
          ((ObjectNode) method).put("epochs", Math.max(1, config.training().epochs() / 2));
        }
      }
    }
    ExperimentConfig gridded = parse(all);
    MethodConfig own = config.methods().get(0);
    boolean isThere = gridded.methods().stream().anyMatch(each -> isSame(config, own, each));
    if (!isThere) {
      ObjectNode node = (ObjectNode) tree(config).get("methods").get(0);
      boolean isTaken =
          gridded.methods().stream().anyMatch(each -> each.label().equals(own.label()));
      methods.add(isTaken ? node.put("label", "own-" + own.label()) : node);
    }
    return methods;
  }

  private static boolean wantsViews(JsonNode method) {
    return method.path("term").asText().equals("codebook-information");
  }

  private static boolean isSame(ExperimentConfig config, MethodConfig one, MethodConfig other) {
    return one.loss().equals(other.loss())
        && one.readout().equals(other.readout())
        && TrainingPipeline.spec(config, one).equals(TrainingPipeline.spec(config, other))
        && one.training(config.training()).equals(other.training(config.training()));
  }

  /** The cross-entropy that the budget is counted from. */
  static MethodConfig baseline(ExperimentConfig candidates) {
    return candidates.methods().stream()
        .filter(method -> method.loss().usesOnlyCrossEntropy())
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode read() {
    try (InputStream in =
        Objects.requireNonNull(Candidates.class.getResourceAsStream(GRID), GRID)) {
      return YamlReader.read(GRID, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
