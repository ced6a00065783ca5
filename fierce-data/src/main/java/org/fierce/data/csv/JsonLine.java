package org.fierce.data.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** A line of JSON with an object of cells: {@code {"rooms": 4, "colour": "red", "age": null}}. */
public final class JsonLine {
  /** Reads one value a line, and no key twice. */
  public static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final Pattern NAME = Pattern.compile("(?i).*\\.(jsonl|ndjson|json)(\\.gz)?");

  private JsonLine() {}

  /** Whether a file holds such lines, by its name and its first character. */
  static boolean isFile(Path file) throws IOException {
    if (!NAME.matcher(file.toString()).matches()) {
      return false;
    }
    try (LineRows lines = new LineRows(file.toString(), Files.newInputStream(file))) {
      return lines.first() == '{';
    }
  }

  /**
   * The cells of a line by the name of their column, in their order: numbers, texts, {@code "true"}
   * and {@code "false"}, or null.
   *
   * @throws DatasetFormatException if the line is no such object
   */
  public static Map<String, @Nullable Object> cells(String line) throws DatasetFormatException {
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException("the line is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!tree.isObject()) {
      throw new DatasetFormatException("the line is no object; expected cells, as {\"rooms\": 4}");
    }
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> cell : tree.properties()) {
      JsonNode value = cell.getValue();
      if (value.isContainerNode()) {
        throw new DatasetFormatException(
            "column %s is a list or an object; expected a text, a number, true, false or null"
                .formatted(cell.getKey()));
      }
      cells.put(
          CsvFile.composed(cell.getKey()),
          value.isNull() ? null : value.isNumber() ? value.numberValue() : value.asText());
    }
    return cells;
  }
}
