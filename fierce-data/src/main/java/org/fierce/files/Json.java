package org.fierce.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fierce.kinds.Kinds;

/** JSON files that appear whole: written beside, then moved. */
public final class Json {
  public static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ObjectMapper RECORDS =
      Kinds.all()
          .register(
              JsonMapper.builder()
                  .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                  .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                  .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                  .disable(
                      MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.AUTO_DETECT_IS_GETTERS)
                  .build());

  private Json() {}

  /** The JSON of a record, which {@link #toRecord} reads back bit by bit. */
  public static JsonNode ofRecord(Object value) {
    return RECORDS.valueToTree(value);
  }

  /**
   * A record from its JSON, which holds each of its components and nothing else.
   *
   * @param name what messages call the JSON
   * @throws DatasetFormatException if it is another, with the component that does not fit
   */
  public static <T> T toRecord(String name, JsonNode tree, Class<T> type)
      throws DatasetFormatException {
    try {
      T value = RECORDS.treeToValue(tree, type);
      if (value != null) {
        return value;
      }
      throw new DatasetFormatException(name + " is null");
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      String problem =
          cause instanceof IllegalArgumentException
              ? String.valueOf(cause.getMessage())
              : cause instanceof NullPointerException
                  ? "a value is null"
                  : e.getOriginalMessage()
                      .replaceFirst(" \\(but might .*|; .DeserializationFeature.*", "");
      throw new DatasetFormatException("%s%s: %s".formatted(name, place(e), problem), e);
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException("%s: %s".formatted(name, e.getOriginalMessage()), e);
    }
  }

  /** Where in its JSON a record does not fit, as {@code .columns[2].name}; empty at its root. */
  public static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String key = step.getFieldName();
      place.append(key == null ? "[%d]".formatted(step.getIndex()) : "." + key);
    }
    return place.toString();
  }

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
    return object(file.toString(), TextFile.read(file));
  }

  /**
   * The object that bytes hold.
   *
   * @param file what messages call them
   * @throws DatasetFormatException if they hold anything else
   */
  public static JsonNode of(String file, byte[] bytes) throws DatasetFormatException {
    return object(file, TextFile.decode(file, bytes));
  }

  private static JsonNode object(String file, String text) throws DatasetFormatException {
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
