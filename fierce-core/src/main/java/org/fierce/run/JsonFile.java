package org.fierce.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;

/**
 * A JSON file of a run, comparison or tuning folder as a record: its components are the keys. Keys
 * that a record does not know are passed over, so that a format may grow; one that is missing is an
 * empty list or map, the number 0 or NaN, or null. NaN is written as null. A value of another type
 * is refused.
 */
public final class JsonFile {
  private static final int FORMAT_VERSION = 1;

  private static final JsonMapper RECORDS =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .withConfigOverride(List.class, each -> each.setSetterInfo(emptyForNull()))
          .withConfigOverride(Map.class, each -> each.setSetterInfo(emptyForNull()))
          .withConfigOverride(int[].class, each -> each.setSetterInfo(emptyForNull()))
          .withConfigOverride(double[].class, each -> each.setSetterInfo(emptyForNull()))
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new NullForNaN())
                  .addSerializer(double.class, new NullForNaN())
                  .addDeserializer(Double.class, new NaNForNull())
                  .addDeserializer(double.class, new NaNForNull()))
          .build();

  private JsonFile() {}

  private static JsonSetter.Value emptyForNull() {
    return JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
  }

  /** An object with the version of these formats, to put more into. */
  static ObjectNode begun() {
    return Json.MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
  }

  /** The version of these formats, then what a record holds. */
  public static ObjectNode tree(Object content) {
    ObjectNode root = begun();
    return root.setAll((ObjectNode) RECORDS.valueToTree(content));
  }

  /** Writes what a record holds. */
  public static void write(Path file, Object content) throws IOException {
    Json.write(file, tree(content));
  }

  /**
   * The object that a file holds.
   *
   * @throws DatasetFormatException if it holds none, or one of a newer version
   */
  static ObjectNode read(Path file) throws IOException {
    ObjectNode tree = (ObjectNode) Json.read(file);
    int version = tree.path("formatVersion").asInt(FORMAT_VERSION);
    if (version != FORMAT_VERSION) {
      throw new DatasetFormatException(
          "%s has format version %d; this Fierce reads version %d. Read it with the Fierce that wrote it."
              .formatted(file, version, FORMAT_VERSION));
    }
    return tree;
  }

  /**
   * The record that a file holds.
   *
   * @throws DatasetFormatException if it holds another, with the key that does not fit
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return RECORDS.treeToValue(read(file), type);
    } catch (JsonMappingException e) {
      String place = Json.place(e).replaceFirst("^\\.", "");
      Throwable cause = e.getCause();
      String problem =
          cause instanceof IllegalArgumentException || cause instanceof NullPointerException
              ? String.valueOf(cause.getMessage())
              : e.getOriginalMessage();
      throw new DatasetFormatException(
          "%s: %s%s; copy it back, or remove its folder and run again"
              .formatted(file, place.isEmpty() ? "" : place + ": ", problem),
          e);
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static final class NullForNaN extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1;

    NullForNaN() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class NaNForNull extends StdScalarDeserializer<Double> {
    private static final long serialVersionUID = 1;

    NaNForNull() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.currentToken().isNumeric()
          ? Double.valueOf(in.getDoubleValue())
          : (Double) context.handleUnexpectedToken(Double.class, in);
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
