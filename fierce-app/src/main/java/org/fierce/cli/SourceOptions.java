package org.fierce.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration, or a table or folder of images with the columns of its labels. */
final class SourceOptions {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Parameters(
      paramLabel = "CONFIG|TABLE.csv|FOLDER",
      description = "Configuration (.yaml), table, or folder or zip of images.")
  private Path source;

  @Option(
      names = "--coarse",
      paramLabel = "COLUMN",
      description = "Column of the coarse label; of a number: 'bins(price, 2)'.")
  private @Nullable String coarse;

  @Option(
      names = "--fine",
      paramLabel = "COLUMN",
      description = {
        "Column of the fine target, for scores only. Numbers where most of its values are;",
        "else say it: '{classes: a}', '{number: a}' or '{shares: [a, b, c]}'."
      })
  private @Nullable String fine;

  @Option(names = "--id", paramLabel = "COLUMN", description = "Column that names a row.")
  private @Nullable String id;

  @Option(
      names = "--labels",
      paramLabel = "CSV",
      description =
          "Table of labels of a folder of images; its column file, or --id, names the image.")
  private @Nullable Path labels;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description = {
        "What separates the cells of a table: one character, or comma, semicolon, tab",
        "or bar; default: found in the file."
      })
  private @Nullable String separator;

  Path source() {
    return source;
  }

  /** The configuration that was named, or the one that fits the table or images. */
  ExperimentConfig read(ConfigReader reader) throws IOException {
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    if (isConfiguration()) {
      if (coarse != null || fine != null || id != null || labels != null || separator != null) {
        throw new IllegalArgumentException(
            "--coarse, --fine, --id, --labels and --separator are for tables and images; a configuration says it"
                + " under data.labels. Change it there, or with --set data.labels.coarse=COLUMN.");
      }
      return reader.read(source);
    }
    return reader.parse("the configuration made for " + source, generated());
  }

  private boolean isConfiguration() {
    return source.toString().matches("(?i).*\\.(ya?ml|json)");
  }

  private String generated() throws JsonProcessingException {
    if (coarse == null) {
      throw new IllegalArgumentException(
          "--coarse is missing: name the column of %s that holds the coarse label"
              .formatted(labels == null ? source : labels));
    }
    Path table = labels;
    if (table == null && !Files.isRegularFile(source)) {
      throw new IllegalArgumentException(
          "%s is a folder: name the table of its labels with --labels".formatted(source));
    }
    ObjectNode root = YAML.createObjectNode().put("formatVersion", 1);
    ObjectNode data = root.putObject("data").put("source", table != null ? "images" : "table");
    if (table != null) {
      data.put("images", absolute(source)).put("labelFile", absolute(table));
      root.putArray("augmentation").add("pad-crop").add("flip");
      root.put("backbone", "small-cnn");
    } else {
      data.put("train", absolute(source)).put("missing", "mean-indicator");
      root.put("backbone", "mlp");
    }
    if (separator != null) {
      if (table != null) {
        throw new IllegalArgumentException(
            "--separator is for tables to learn from; what separates the cells of %s is found in the file"
                .formatted(table));
      }
      data.put("separator", separator);
    }
    if (id != null) {
      data.put(table != null ? "file" : "id", id);
    }
    ObjectNode columns = data.putObject("labels").put("coarse", coarse);
    if (fine != null) {
      columns.set("fine", fineTarget(fine));
    }
    data.putObject("split").put("fraction", 0.2).put("seed", 0);
    return YAML.writeValueAsString(root);
  }

  /** A column, or {@code {classes: a}}, {@code {number: a}} or {@code {shares: [a, b]}}. */
  private static JsonNode fineTarget(String fine) {
    if (!fine.strip().startsWith("{")) {
      return TextNode.valueOf(fine);
    }
    try {
      return YAML.readTree(fine);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "--fine \"%s\" is neither a column nor {classes: COLUMN}, {number: COLUMN} or {shares: [COLUMN, COLUMN]}"
              .formatted(fine),
          e);
    }
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
