package org.fierce.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fierce.kinds.Kinds;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of configurations: the one place of defaults, and the source of error messages.
 *
 * <p>Kinds of a thing are told apart by {@code allOf} of {@code if} (a constant) {@code then} (a
 * definition), which both the validator and {@link #fillDefaults} understand.
 */
final class ConfigSchema {
  private static @Nullable ConfigSchema shared;

  private final ObjectNode tree;
  private final Schema schema;
  private final ObjectMapper binder;

  /** The schema of these kinds. */
  ConfigSchema(Kinds kinds) {
    tree = SchemaPieces.assemble(kinds);
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(tree);
    binder =
        kinds.register(
            JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build());
  }

  /** The schema of all kinds at hand; it never changes. */
  static synchronized ConfigSchema shared() {
    if (shared == null) {
      shared = new ConfigSchema(Kinds.all());
    }
    return shared;
  }

  /** The schema itself. */
  ObjectNode tree() {
    return tree;
  }

  /** Binds a part of a configuration to its record. */
  <T> T bind(JsonNode part, Class<T> type) {
    return binder.convertValue(part, type);
  }

  /**
   * Writes names that stand for a map out, as {@code cosine} for {@code {kind: cosine}}, and puts
   * the default of every key that is missing.
   */
  void fillDefaults(ObjectNode config) {
    fillDefaults(config, MissingNode.getInstance());
  }

  /**
   * The same for a whole configuration that an older Fierce wrote: a key that it does not name has
   * the value of {@code now} where that is one of the key's defaults.
   */
  void fillDefaults(ObjectNode config, JsonNode now) {
    fill(tree, config, now);
  }

  /** The method of a configuration that names none. */
  JsonNode standardMethod() {
    return tree.at("/properties/methods/default/0").deepCopy();
  }

  /** The keys that a part of a configuration, as {@code data}, may have. */
  Set<String> keysOf(ObjectNode config, String part) {
    Set<String> keys = new TreeSet<>();
    addKeys(tree.path("properties").path(part), config.path(part), keys);
    return keys;
  }

  private void addKeys(JsonNode rule, JsonNode value, Set<String> keys) {
    if (rule.has("$ref")) {
      addKeys(target(rule), value, keys);
    }
    for (JsonNode branch : rule.path("allOf")) {
      if (!branch.has("if")) {
        addKeys(branch, value, keys);
      } else if (branch.has("then") && holds(branch.get("if"), value)) {
        addKeys(branch.get("then"), value, keys);
      }
    }
    rule.path("properties").fieldNames().forEachRemaining(keys::add);
  }

  private void fill(JsonNode rule, JsonNode value, JsonNode now) {
    if (rule.has("$ref")) {
      fill(target(rule), value, now);
    }
    for (JsonNode branch : rule.path("allOf")) {
      if (branch.has("then") && holds(branch.get("if"), value)) {
        fill(branch.get("then"), value, now);
      } else if (!branch.has("if")) {
        fill(branch, value, now);
      }
    }
    if (value instanceof ObjectNode object) {
      rule.path("properties")
          .properties()
          .forEach(
              property -> {
                String key = property.getKey();
                JsonNode child = property.getValue();
                JsonNode otherwise =
                    isDefaultElsewhere(rule, key, now.path(key)) ? now.get(key) : defaultOf(child);
                if (!object.has(key) && !otherwise.isMissingNode()) {
                  object.set(key, otherwise.deepCopy());
                }
                if (object.has(key)) {
                  JsonNode whole = writtenOut(child, object.get(key));
                  object.set(key, whole);
                  fill(child, whole, now.path(key));
                }
              });
    } else if (value instanceof ArrayNode array && rule.has("items")) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, writtenOut(rule.get("items"), array.get(i)));
        fill(rule.get("items"), array.get(i), now.path(i));
      }
    }
  }

  /** Whether a value is the default of the key under some condition of the rule. */
  private static boolean isDefaultElsewhere(JsonNode rule, String key, JsonNode value) {
    for (JsonNode branch : rule.path("allOf")) {
      if (branch.path("then").path("properties").path(key).path("default").equals(value)) {
        return !value.isMissingNode();
      }
    }
    return false;
  }

  /** A bare name where a map with the name of a kind is wanted, as that map. */
  private JsonNode writtenOut(JsonNode rule, JsonNode value) {
    JsonNode choice = target(rule);
    JsonNode key = choice.at("/required/0");
    return value.isTextual() && choice.has("allOf") && key.isTextual()
        ? tree.objectNode().set(key.textValue(), value)
        : value;
  }

  /** The rule, or the one that it refers to. */
  private JsonNode target(JsonNode rule) {
    return rule.has("$ref") ? tree.at(rule.get("$ref").asText().substring(1)) : rule;
  }

  /** The default of a key, or of the rule that it refers to; missing where there is none. */
  private JsonNode defaultOf(JsonNode rule) {
    if (rule.has("default") || !rule.has("$ref")) {
      return rule.path("default");
    }
    return defaultOf(target(rule));
  }

  /** Whether a condition of the schema holds: constants, required keys, and their opposite. */
  private static boolean holds(JsonNode condition, JsonNode value) {
    for (JsonNode key : condition.path("required")) {
      if (!value.has(key.textValue())) {
        return false;
      }
    }
    for (var property : condition.path("properties").properties()) {
      JsonNode found = value.path(property.getKey());
      if (!found.isMissingNode() && !property.getValue().get("const").equals(found)) {
        return false;
      }
    }
    return !condition.has("not") || !holds(condition.get("not"), value);
  }

  /**
   * Checks a whole configuration.
   *
   * @throws ConfigurationException at the first complaint in the order of the file
   */
  void check(ConfigDocument document) {
    List<Error> errors = new ArrayList<>(schema.validate(document.root()));
    Optional<Error> first =
        errors.stream()
            // An unknown key explains a missing one better than the reverse.
            .min(Comparator.comparing(error -> isUnknownKey(error) ? 0 : 1));
    if (first.isPresent()) {
      throw new ConfigurationException(describe(document, first.get()));
    }
  }

  private static boolean isUnknownKey(Error error) {
    return error.getKeyword().equals("additionalProperties")
        || error.getKeyword().equals("unevaluatedProperties");
  }

  private String describe(ConfigDocument document, Error error) {
    JsonPointer at = pointer(error);
    String where = at.matches() ? "the configuration" : dotted(at);
    JsonNode found = document.root().at(at);
    JsonNode rule = error.getSchemaNode();
    switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties" -> {
        String key = error.getProperty();
        String place = document.placeOf(at.appendProperty(key));
        for (Map.Entry<String, JsonNode> other : found.properties()) {
          String value = other.getValue().asText();
          if (key.endsWith(")") && value.contains("(") && !value.contains(")")) {
            return "%s: %s.%s is cut at its comma: '%s' and '%s'; quote it, as %s: \"%s, %s\""
                .formatted(place, where, other.getKey(), value, key, other.getKey(), value, key);
          }
        }
        return "%s: unknown key '%s' in %s; %s"
            .formatted(place, key, where, NearestName.suggest(key, knownKeys(error)));
      }
      case "required" -> {
        return "%s: %s lacks the key '%s'"
            .formatted(document.placeOf(at), where, error.getProperty());
      }
      case "enum" -> {
        Set<String> known = new TreeSet<>();
        rule.forEach(choice -> known.add(choice.asText()));
        return "%s: %s is '%s'; %s"
            .formatted(
                document.placeOf(at),
                where,
                found.asText(),
                NearestName.suggest(found.asText(), known));
      }
      case "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum" -> {
        String bound =
            switch (error.getKeyword()) {
              case "minimum" -> "at least ";
              case "exclusiveMinimum" -> "above ";
              case "maximum" -> "at most ";
              default -> "below ";
            };
        return "%s: %s must be %s%s, found %s"
            .formatted(document.placeOf(at), where, bound, rule.asText(), found);
      }
      case "type" -> {
        return "%s: %s must be %s, found %s%s"
            .formatted(document.placeOf(at), where, typeName(rule), found, hint(rule, found));
      }
      default -> {
        return "%s: %s: %s".formatted(document.placeOf(at), where, error.getMessage());
      }
    }
  }

  /** What to do about a number in a form that YAML reads in several ways. */
  private static String hint(JsonNode rule, JsonNode found) {
    boolean wantsNumber = rule.toString().contains("integer") || rule.toString().contains("number");
    return wantsNumber && found.isTextual() && YamlScalar.looksNumeric(found.textValue())
        ? "; write it in decimal digits, without leading zeros, underscores or colons"
        : "";
  }

  private static String typeName(JsonNode rule) {
    List<String> names = new ArrayList<>();
    (rule.isArray() ? rule : new ObjectMapper().createArrayNode().add(rule))
        .forEach(
            type ->
                names.add(
                    switch (type.asText()) {
                      case "integer" -> "a whole number";
                      case "number" -> "a number";
                      case "string" -> "text";
                      case "array" -> "a list";
                      case "object" -> "a map of keys";
                      case "boolean" -> "true or false";
                      default -> type.asText();
                    }));
    return String.join(" or ", names);
  }

  /** The keys that may stand where an unknown one was found. */
  private Set<String> knownKeys(Error error) {
    // The rule broken is ".../additionalProperties"; the keys stand beside it.
    JsonPointer rule = JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
    Set<String> known = new TreeSet<>();
    tree.at(rule.head()).path("properties").fieldNames().forEachRemaining(known::add);
    return known;
  }

  private static JsonPointer pointer(Error error) {
    JsonPointer pointer = JsonPointer.empty();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      pointer = pointer.appendProperty(error.getInstanceLocation().getName(i));
    }
    return pointer;
  }

  private static String dotted(JsonPointer pointer) {
    return pointer.toString().substring(1).replace('/', '.');
  }
}
