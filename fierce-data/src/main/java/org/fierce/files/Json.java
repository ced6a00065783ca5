package org.fierce.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** JSON files that appear whole: written beside, then moved. */
public final class Json {
  public static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** A number, or null where it is not finite. */
  public static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }

  /** The number at a key, NaN where it is null or missing. */
  public static double number(JsonNode parent, String key) {
    return parent.path(key).isNumber() ? parent.get(key).asDouble() : Double.NaN;
  }

  /**
   * The object that a file holds.
   *
   * @throws DatasetFormatException naming the file, if it holds anything else
   */
  public static JsonNode read(Path file) throws IOException {
    String text = TextFile.read(file);
    if (text.isBlank()) {
      throw new DatasetFormatException(
          "%s is empty; copy it back, or remove its folder and run again".formatted(file));
    }
    try {
      JsonNode tree = STRICT.readTree(text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException(
          "%s is not JSON%s: %s; copy it back, or remove its folder and run again"
              .formatted(
                  file,
                  e.getLocation() == null
                      ? ""
                      : " (line %d)".formatted(e.getLocation().getLineNr()),
                  e.getOriginalMessage()),
          e);
    }
    throw new DatasetFormatException(
        "%s is not a JSON object; copy it back, or remove its folder and run again"
            .formatted(file));
  }

  public static void write(Path file, JsonNode tree) throws IOException {
    writeText(file, MAPPER.writeValueAsString(tree) + "\n");
  }

  public static void writeText(Path file, String text) throws IOException {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
