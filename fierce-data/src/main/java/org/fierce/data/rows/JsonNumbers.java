package org.fierce.data.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.fierce.data.csv.JsonLine;
import org.fierce.files.DatasetFormatException;

/** A line of JSON with a list of numbers. */
final class JsonNumbers {
  private JsonNumbers() {}

  static double[] of(String line) throws DatasetFormatException {
    JsonNode tree;
    try {
      tree = JsonLine.JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException("the line is no JSON: " + e.getOriginalMessage(), e);
    }
    double[] row = new double[tree.isArray() ? tree.size() : 0];
    for (int i = 0; i < row.length; i++) {
      if (!tree.get(i).isNumber()) {
        throw new DatasetFormatException(
            "value %d (from 0) is %s; expected a number".formatted(i, tree.get(i)));
      }
      row[i] = tree.get(i).asDouble();
    }
    if (!tree.isArray()) {
      throw new DatasetFormatException("the line is no list; expected numbers, as [0.5, 1]");
    }
    return row;
  }
}
