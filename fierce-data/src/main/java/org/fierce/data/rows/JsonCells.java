package org.fierce.data.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.csv.CsvFile;
import org.jspecify.annotations.Nullable;

/** Cells of lines of JSON, an object each: {@code {"rooms": 4, "colour": "red", "age": null}}. */
record JsonCells(LineRows lines) implements CellRows {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public @Nullable CellRow next() throws IOException {
    LineRows.Line line = lines.next();
    if (line == null) {
      return null;
    }
    if (line.problem() != null) {
      return new CellRow(Map.of(), line.place(), line.problem());
    }
    JsonNode tree;
    try {
      tree = JSON.readTree(line.text());
    } catch (JsonProcessingException e) {
      return new CellRow(Map.of(), line.place(), "the line is no JSON: " + e.getOriginalMessage());
    }
    if (!tree.isObject()) {
      return new CellRow(
          Map.of(), line.place(), "the line is no object; expected cells, as {\"rooms\": 4}");
    }
    Map<String, @Nullable Object> cells = new HashMap<>();
    for (Map.Entry<String, JsonNode> cell : tree.properties()) {
      JsonNode value = cell.getValue();
      if (value.isContainerNode()) {
        return new CellRow(
            Map.of(),
            line.place(),
            "column %s is a list or an object; expected a text, a number, true, false or null"
                .formatted(cell.getKey()));
      }
      cells.put(
          CsvFile.composed(cell.getKey()),
          value.isNull() ? null : value.isNumber() ? value.numberValue() : value.asText());
    }
    return new CellRow(cells, line.place(), null);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
