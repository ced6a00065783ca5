package org.fierce.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fierce.files.AtomicFiles;

/** JSON files that appear whole: written beside, then moved. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** A number, or null where it is not finite. */
  static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }

  /** The number at a key, NaN where it is null or missing. */
  static double number(JsonNode parent, String key) {
    return parent.path(key).isNumber() ? parent.get(key).asDouble() : Double.NaN;
  }

  static JsonNode read(Path file) throws IOException {
    return MAPPER.readTree(file.toFile());
  }

  static void write(Path file, JsonNode tree) throws IOException {
    writeText(file, MAPPER.writeValueAsString(tree) + "\n");
  }

  static void writeText(Path file, String text) throws IOException {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
