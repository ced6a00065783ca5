package org.fierce.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.Locale;
import org.fierce.data.split.FineColumns;
import org.jspecify.annotations.Nullable;

/**
 * The configuration for files as they are, with the defaults for everything else. A fifth of the
 * rows is drawn for the test, and a tenth of the others for validation where that is at least
 * {@value #LEAST_VALIDATION_ROWS} rows: they tell how sure the network may be.
 *
 * @param data a table (CSV), a folder or zip of pictures, or a matrix (.npy)
 * @param labels table of the labels of pictures or of a matrix's rows; null for a table, which has
 *     its own
 * @param coarse column of the coarse label, or of a number as {@code bins(price, 2)}
 * @param fine column of the fine target, or {@code {classes: a}}, {@code {number: a}} or {@code
 *     {shares: [a, b, c]}}; null where nobody knows it
 * @param id column that names a row, of pictures their file; null for the default
 * @param separator of the cells of a table: one character, or comma, semicolon, tab or bar; null to
 *     find it
 */
public record StartingConfig(
    Path data,
    @Nullable Path labels,
    String coarse,
    @Nullable String fine,
    @Nullable String id,
    @Nullable String separator) {
  /** Fewer say too little of a temperature to be missed by training. */
  private static final int LEAST_VALIDATION_ROWS = 50;

  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Checks the options against each other.
   *
   * @throws IllegalArgumentException if a matrix comes without labels, or an option does not fit
   *     the kind of data
   */
  public StartingConfig {
    if (isMatrix(data) && labels == null) {
      throw new IllegalArgumentException(
          "%s is a matrix: name the table of its labels".formatted(data));
    }
    if (separator != null && labels != null) {
      throw new IllegalArgumentException(
          "a separator can be given only for a table to learn from; that of %s is found in the file"
              .formatted(labels));
    }
    if (id != null && isMatrix(data)) {
      throw new IllegalArgumentException(
          "rows of a matrix are named by their numbers; leave out the column %s".formatted(id));
    }
  }

  /** Whether a file is a matrix, by its name. */
  public static boolean isMatrix(Path data) {
    return data.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /**
   * The configuration as text, with absolute paths.
   *
   * @throws IllegalArgumentException if {@code fine} is neither a column nor one of the three forms
   */
  public String yaml() {
    ObjectNode root = YAML.createObjectNode().put("formatVersion", 1);
    ObjectNode source = root.putObject("data");
    if (labels == null) {
      source.put("source", "table").put("train", absolute(data)).put("missing", "mean-indicator");
      put(source, "id", id);
      put(source, "separator", separator);
    } else if (isMatrix(data)) {
      source.put("source", "npy").put("train", absolute(data)).put("trainLabels", absolute(labels));
    } else {
      source.put("source", "images").put("images", absolute(data));
      source.put("labelFile", absolute(labels));
      put(source, "file", id);
      root.putArray("augmentation").add("pad-crop").add("flip");
    }
    root.put("backbone", labels == null || isMatrix(data) ? "mlp" : "small-cnn");
    ObjectNode columns = source.putObject("labels").put("coarse", coarse);
    if (fine != null) {
      columns.set("fine", target(fine));
    }
    source.putObject("split").put("fraction", 0.2).put("seed", 0);
    source
        .putObject("validation")
        .put("fraction", 0.1)
        .put("seed", 0)
        .put("atLeast", LEAST_VALIDATION_ROWS);
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  /**
   * The configuration with every default filled in.
   *
   * @throws ConfigurationException naming the option that cannot be used
   */
  public ExperimentConfig read(ConfigReader reader) {
    return reader.parse("the configuration made for " + data, yaml());
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static JsonNode target(String fine) {
    if (!fine.strip().startsWith("{")) {
      return TextNode.valueOf(fine);
    }
    try {
      return YAML.readTree(fine);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "fine target \"%s\" is neither a column nor {classes: COLUMN}, {number: COLUMN} or {shares: [COLUMN, COLUMN]}"
              .formatted(fine),
          e);
    }
  }

  /**
   * The columns of a fine target, as a command is given them: a name, or {@code {classes: a}},
   * {@code {number: a}} or {@code {shares: [a, b]}}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static FineColumns fineColumns(String fine) {
    JsonNode tree = target(fine);
    try {
      return YAML.treeToValue(tree, FineColumns.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "fine target \"%s\" is neither a column nor {classes: COLUMN}, {number: COLUMN} or {shares: [COLUMN, COLUMN]}"
              .formatted(fine),
          e);
    }
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
