package org.fierce.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.kinds.Kind;
import org.fierce.kinds.Kinds;
import org.jspecify.annotations.Nullable;

/**
 * Puts the schema of configurations together from pieces that lie beside the types they describe.
 *
 * <p>The piece of a type is the resource {@code TYPE.schema.json} in the type's own package ({@code
 * Outer.Nested.schema.json} of a nested one): {@code description}, {@code properties}, {@code
 * required}. It names another type by {@code "$ref": "full.name.of.Type"}. A record without a piece
 * gets one from its components, all of them required but the nullable ones. A sort of thing that
 * {@link Kinds} knows becomes a choice between its kinds; the properties of its own piece may stand
 * in every one of them.
 */
final class SchemaPieces {
  private static final String ROOT = "config.schema.json";
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, short.class, Integer.class, Long.class, Short.class);
  private static final Set<Class<?>> REAL =
      Set.of(double.class, float.class, Double.class, Float.class);
  private static final Set<Class<?>> TEXT =
      Set.of(String.class, char.class, Character.class, Path.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Kinds kinds;
  private final ObjectNode definitions = MAPPER.createObjectNode();
  private final Map<Class<?>, String> names = new HashMap<>();

  private SchemaPieces(Kinds kinds) {
    this.kinds = kinds;
  }

  /**
   * The whole schema for these kinds.
   *
   * @throws IllegalStateException if a piece cannot be read, or one is needed and not there
   */
  static ObjectNode assemble(Kinds kinds) {
    SchemaPieces pieces = new SchemaPieces(kinds);
    ObjectNode root = read(ConfigReader.class, ROOT);
    pieces.resolve(root, ConfigReader.class);
    root.set("$defs", pieces.definitions);
    return root;
  }

  /** Defines every type that the rule names, and names the definitions in their place. */
  private void resolve(JsonNode rule, Class<?> home) {
    if (rule instanceof ObjectNode object
        && object.path("$ref").isTextual()
        && !object.get("$ref").textValue().startsWith("#")) {
      String name = object.get("$ref").textValue();
      try {
        object.put("$ref", define(Class.forName(name, false, home.getClassLoader())));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "the schema of %s refers to the type %s, which is not there"
                .formatted(home.getName(), name),
            e);
      }
    }
    rule.forEach(part -> resolve(part, home));
  }

  /** Defines a type once; a pointer to its definition. */
  private String define(Class<?> type) {
    String known = names.get(type);
    if (known != null) {
      return known;
    }
    String key = type.getName();
    names.put(type, pointer(key));
    ObjectNode piece = piece(type);
    List<Kind<?>> choices = kinds.of(type);
    if (choices.isEmpty()) {
      definitions.set(key, closed(piece));
    } else {
      definitions.set(key, choice(type, piece, choices));
    }
    return pointer(key);
  }

  private static String pointer(String key) {
    return "#/$defs/" + key;
  }

  private ObjectNode choice(Class<?> sort, ObjectNode piece, List<Kind<?>> choices) {
    String discriminator = sort.getAnnotation(JsonTypeInfo.class).property();
    ObjectNode rule = MAPPER.createObjectNode().put("type", "object");
    rule.set("description", piece.path("description"));
    rule.putArray("required").add(discriminator);
    ArrayNode known =
        rule.putObject("properties")
            .putObject(discriminator)
            .put("type", "string")
            .putArray("enum");
    ArrayNode branches = rule.putArray("allOf");
    for (Kind<?> kind : choices) {
      known.add(kind.name());
      ObjectNode branch = branches.addObject();
      ObjectNode condition = branch.putObject("if");
      condition.putArray("required").add(discriminator);
      condition.putObject("properties").putObject(discriminator).put("const", kind.name());
      String key = sort.getName() + ":" + kind.name();
      branch.putObject("then").put("$ref", pointer(key));
      definitions.set(key, closed(ofKind(kind, discriminator, piece)));
    }
    return rule;
  }

  /** What may stand under a kind: its name, what all of its sort may have, its own options. */
  private ObjectNode ofKind(Kind<?> kind, String discriminator, ObjectNode sort) {
    ObjectNode own = piece(kind.type());
    ObjectNode properties = MAPPER.createObjectNode().put(discriminator, true);
    properties.setAll(sort.withObjectProperty("properties").deepCopy());
    own.withObjectProperty("properties")
        .properties()
        .forEach(
            property -> {
              if (properties.has(property.getKey())) {
                throw new IllegalStateException(
                    "the option %s of %s means something else for every %s; rename it"
                        .formatted(
                            property.getKey(), kind.type().getName(), kind.of().getSimpleName()));
              }
              properties.set(property.getKey(), property.getValue());
            });
    own.set("properties", properties);
    return own;
  }

  /** A map that takes no other keys than those named. */
  private static ObjectNode closed(ObjectNode rule) {
    if (rule.has("properties")) {
      rule.put("type", "object").put("additionalProperties", false);
    }
    return rule;
  }

  private ObjectNode piece(Class<?> type) {
    String inPackage = type.getName().substring(type.getPackageName().length() + 1);
    String name = inPackage.replace('$', '.') + ".schema.json";
    ObjectNode piece = type.getResource(name) == null ? derived(type, name) : read(type, name);
    resolve(piece, type);
    return piece;
  }

  private static ObjectNode read(Class<?> type, String name) {
    try (InputStream in = type.getResourceAsStream(name)) {
      if (MAPPER.readTree(in) instanceof ObjectNode piece) {
        return piece;
      }
      throw new IOException("it is not a map of keys");
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s of %s is no piece of a JSON schema: %s"
              .formatted(name, type.getName(), e.getMessage()),
          e);
    }
  }

  private ObjectNode derived(Class<?> type, String name) {
    if (type.isEnum()) {
      return words(type);
    }
    if (!type.isRecord()) {
      if (!kinds.of(type).isEmpty()) {
        return MAPPER.createObjectNode();
      }
      throw new IllegalStateException(
          "%s is no record, so its options are unknown; make it one, or lay %s beside it"
              .formatted(type.getName(), name));
    }
    ObjectNode rule = MAPPER.createObjectNode();
    ArrayNode required = rule.putArray("required");
    ObjectNode properties = rule.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String key =
          renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
      properties.set(key, rule(component.getGenericType(), component, name));
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(key);
      }
    }
    return rule;
  }

  private ObjectNode rule(Type type, RecordComponent component, String name) {
    ObjectNode rule = MAPPER.createObjectNode();
    if (type instanceof ParameterizedType list && list.getRawType().equals(List.class)) {
      rule.put("type", "array");
      rule.set("items", rule(list.getActualTypeArguments()[0], component, name));
      return rule;
    }
    if (!(type instanceof Class<?> plain)) {
      throw underivable(type, component, name);
    }
    if (WHOLE.contains(plain)) {
      return rule.put("type", "integer");
    }
    if (REAL.contains(plain)) {
      return rule.put("type", "number");
    }
    if (TEXT.contains(plain)) {
      return rule.put("type", "string");
    }
    if (plain.equals(boolean.class) || plain.equals(Boolean.class)) {
      return rule.put("type", "boolean");
    }
    if (plain.isEnum()) {
      return words(plain);
    }
    if (plain.isRecord() || !kinds.of(plain).isEmpty()) {
      return rule.put("$ref", plain.getName());
    }
    throw underivable(type, component, name);
  }

  private static ObjectNode words(Class<?> constants) {
    ObjectNode rule = MAPPER.createObjectNode().put("type", "string");
    ArrayNode known = rule.putArray("enum");
    for (Object constant : constants.getEnumConstants()) {
      known.add(MAPPER.convertValue(constant, String.class));
    }
    return rule;
  }

  private static IllegalStateException underivable(
      Type type, RecordComponent component, String name) {
    return new IllegalStateException(
        "%s.%s is of type %s, which no schema follows from; lay %s beside the record"
            .formatted(
                component.getDeclaringRecord().getName(),
                component.getName(),
                type.getTypeName(),
                name));
  }
}
