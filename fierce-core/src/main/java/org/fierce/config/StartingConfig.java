package org.fierce.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fierce.data.csv.SeparatorGuess;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.source.TableLook;
import org.fierce.data.split.FineColumns;
import org.fierce.data.split.LabelColumns;
import org.jspecify.annotations.Nullable;

/**
 * The configuration for files as they are, with the defaults for everything else.
 *
 * <p>What the files say themselves is used: a column {@code split} (or set, subset, partition) that
 * names the part of each row, or folders of that name in front of the names of pictures; and a
 * table whose one column to learn from holds texts is a data set of texts. Else a fifth of the rows
 * is drawn for the test, and a tenth of the others for validation where that is at least {@value
 * #LEAST_VALIDATION_ROWS} rows: they tell how sure the network may be.
 *
 * @param data a table (CSV), a folder or zip of pictures, or a matrix ({@link MatrixFile}; a CSV
 *     file of numbers is one where its labels are in another)
 * @param labels table of the labels of pictures or of a matrix's rows; null for a table, which has
 *     its own
 * @param test table or matrix of the test rows; null where there is none of its own
 * @param testLabels table of the labels of test pictures or of a test matrix's rows; else null
 * @param columns what the columns mean
 * @param form how a table is written
 */
public record StartingConfig(
    Path data,
    @Nullable Path labels,
    @Nullable Path test,
    @Nullable Path testLabels,
    Columns columns,
    Form form) {
  /** Fewer say too little of a temperature to be missed by training. */
  private static final int LEAST_VALIDATION_ROWS = 50;

  /** Names of a column of pictures, the surest first. */
  private static final List<String> FILE_COLUMNS =
      List.of("file", "filename", "file_name", "image", "picture", "photo", "path");

  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * What columns mean.
   *
   * @param coarse column of the coarse label, or of a number as {@code bins(price, 2)}
   * @param fine column of the fine target, or {@code {classes: a}}, {@code {number: a}} or {@code
   *     {shares: [a, b, c]}}; null where nobody knows it
   * @param id column that names a row, of pictures their file; null for the default
   * @param text column of texts to learn from; null to find out whether there is one
   */
  public record Columns(
      String coarse, @Nullable String fine, @Nullable String id, @Nullable String text) {
    /** A coarse column. */
    public static Columns of(String coarse) {
      return new Columns(coarse, null, null, null);
    }

    /** The same with a fine target. */
    public Columns withFine(@Nullable String target) {
      return new Columns(coarse, target, id, text);
    }

    /** The same with a column that names a row. */
    public Columns withId(@Nullable String column) {
      return new Columns(coarse, fine, column, text);
    }
  }

  /**
   * How a table is written.
   *
   * @param separator of its cells: one character, or comma, semicolon, tab or bar; null to find it
   * @param mayBeText whether it may be a data set of texts where nobody says so
   */
  public record Form(@Nullable String separator, boolean mayBeText) {
    /** Everything is found out. */
    public static final Form ANY = new Form(null, true);
  }

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
    if (form.separator() != null && labels != null) {
      throw new IllegalArgumentException(
          "a separator can be given only for a table to learn from; that of %s is found in the file"
              .formatted(labels));
    }
    if (columns.id() != null && isMatrix(data, labels)) {
      throw new IllegalArgumentException(
          "rows of a matrix are named by their numbers; leave out the column %s"
              .formatted(columns.id()));
    }
    if (columns.text() != null && labels != null) {
      throw new IllegalArgumentException(
          "%s has a table of labels, so it is no table with a column of texts; leave out the column %s"
              .formatted(data, columns.text()));
    }
    checkTest(data, labels, test, testLabels);
  }

  private static void checkTest(
      Path data, @Nullable Path labels, @Nullable Path test, @Nullable Path testLabels) {
    if (testLabels != null && labels == null) {
      throw new IllegalArgumentException(
          "test labels %s are given, but %s has its labels in itself; name a table of test rows"
              .formatted(testLabels, data));
    }
    boolean arePictures = labels != null && !isMatrix(data, labels);
    if (arePictures && test != null) {
      throw new IllegalArgumentException(
          "test file %s is given, but test pictures lie in %s too; name the table of their labels"
              .formatted(test, data));
    }
    if (!arePictures && labels != null && (test == null) != (testLabels == null)) {
      throw new IllegalArgumentException(
          "test matrix %s and test labels %s go together; give both or neither"
              .formatted(test == null ? "none" : test, testLabels == null ? "none" : testLabels));
    }
  }

  /** Files with all else found out or by default. */
  public static StartingConfig of(Path data, @Nullable Path labels, String coarse) {
    return new StartingConfig(data, labels, null, null, Columns.of(coarse), Form.ANY);
  }

  /** The same with other columns. */
  public StartingConfig with(Columns others) {
    return new StartingConfig(data, labels, test, testLabels, others, form);
  }

  /** Whether a file is a matrix and no table, by its name. */
  public static boolean isMatrix(Path data) {
    return MatrixFile.isNamedSo(data);
  }

  /** Whether the rows are those of a matrix, whose labels are in a table of their own. */
  private static boolean isMatrix(Path data, @Nullable Path labels) {
    return MatrixFile.isNamedSo(data) || (labels != null && MatrixFile.mayBeNamedSo(data));
  }

  /**
   * The configuration as text, with absolute paths. Looks at the table of the rows or of their
   * labels.
   *
   * @throws IllegalArgumentException if {@code fine} is neither a column nor one of the three forms
   * @throws IOException if the table cannot be read
   */
  public String yaml() throws IOException {
    ObjectNode root = YAML.createObjectNode().put("formatVersion", 1);
    ObjectNode source = root.putObject("data");
    LabelColumns known =
        new LabelColumns(
            columns.coarse(), columns.fine() == null ? null : fineColumns(columns.fine()), null);
    boolean arePictures = labels != null && !isMatrix(data, labels);
    List<String> files =
        !arePictures ? List.of() : columns.id() == null ? FILE_COLUMNS : List.of(columns.id());
    TableLook look = look(known, files);
    String text = labels != null ? null : textColumn(look);
    if (arePictures) {
      source.put("source", "images").put("images", absolute(data));
      put(source, "labelFile", labels);
      put(source, "testLabelFile", testLabels);
      put(source, "file", look.files() == null ? columns.id() : look.files());
      root.putArray("augmentation").add("pad-crop").add("flip");
    } else {
      source.put("source", labels != null ? "npy" : text != null ? "text" : "table");
      put(source, "train", data);
      put(source, "test", test);
      put(source, "trainLabels", labels);
      put(source, "testLabels", testLabels);
      put(source, "text", text);
      put(source, "id", columns.id());
      put(source, "separator", form.separator());
    }
    if (labels == null && text == null) {
      if (look.isHeaderless()) {
        source.put("header", false);
      }
      source.put("columns", "useful").put("missing", "mean-indicator");
      String part = look.split() != null ? look.split() : look.oneSplit();
      if (part != null && (test != null || look.oneSplit() != null)) {
        source.putArray("ignored").add(part);
      }
    }
    root.put("backbone", arePictures ? "small-cnn" : "mlp");
    ObjectNode names = source.putObject("labels").put("coarse", columns.coarse());
    if (columns.fine() != null) {
      names.set("fine", target(columns.fine()));
    }
    putParts(source, look, arePictures ? testLabels != null : test != null);
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void putParts(ObjectNode source, TableLook look, boolean hasTest) {
    if (!hasTest && look.split() != null) {
      source.putObject("split").put("column", look.split());
    } else if (!hasTest) {
      source.putObject("split").put("fraction", 0.2).put("seed", 0);
    }
    source
        .putObject("validation")
        .put("fraction", 0.1)
        .put("seed", 0)
        .put("atLeast", LEAST_VALIDATION_ROWS);
  }

  private TableLook look(LabelColumns known, List<String> files) throws IOException {
    Set<String> taken = new HashSet<>(known.columns());
    if (columns.id() != null) {
      taken.add(columns.id());
    }
    String separator = form.separator();
    return TableLook.of(
        labels == null ? data : labels,
        separator == null ? null : SeparatorGuess.named(separator),
        taken,
        files);
  }

  /** The column of texts that was named or found; null where the table is none of texts. */
  private @Nullable String textColumn(TableLook look) {
    return columns.text() != null ? columns.text() : form.mayBeText() ? look.text() : null;
  }

  /**
   * The configuration with every default filled in.
   *
   * @throws ConfigurationException naming the option that cannot be used
   * @throws IOException if the table cannot be read
   */
  public ExperimentConfig read(ConfigReader reader) throws IOException {
    return reader.parse("the configuration made for " + data, yaml());
  }

  private static void put(ObjectNode node, String key, @Nullable Path value) {
    put(node, key, value == null ? null : absolute(value));
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
