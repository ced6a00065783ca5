package org.fierce.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * A YAML document as a tree that remembers where each of its values stands, so that an error
 * message can name a line.
 */
public final class ConfigDocument {
  /** More digits than any list of a configuration has items. */
  private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

  private final String name;
  private final ObjectNode root;
  private final ValuePlace places;

  private ConfigDocument(String name, ObjectNode root, ValuePlace places) {
    this.name = name;
    this.root = root;
    this.places = places;
  }

  /**
   * Parses a document.
   *
   * @param name what messages call it, as the file's path
   * @throws ConfigurationException if it is not YAML, or not a map
   */
  public static ConfigDocument parse(String name, String text) {
    ValuePlace places = new ValuePlace();
    if (!(YamlReader.read(name, text, places) instanceof ObjectNode root)) {
      throw new ConfigurationException(
          name + " is not a map of keys; a configuration starts with formatVersion: 1");
    }
    return new ConfigDocument(name, root, places);
  }

  /** The tree itself, to be normalised in place. */
  public ObjectNode root() {
    return root;
  }

  /** Where the value at the pointer, or the nearest one around it, stands. */
  String placeOf(JsonPointer pointer) {
    return places.of(pointer, name);
  }

  /**
   * Replaces one value.
   *
   * @param assignment {@code key=value} with a dotted key, as {@code training.epochs=3} or {@code
   *     methods.0.weight=2}; the value is YAML
   * @param origin what messages call the place, as {@code --set training.epochs=3}
   * @throws ConfigurationException if it has no {@code =} or passes through a value
   */
  void set(String assignment, String origin) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ConfigurationException(
          "%s: expected key=value, as training.epochs=3".formatted(origin));
    }
    JsonNode value = YamlReader.read(origin, assignment.substring(equals + 1));
    set(assignment.substring(0, equals), value, origin);
  }

  /** Replaces the value at a dotted key; see {@link #set(String, String)}. */
  void set(String key, JsonNode value, String origin) {
    String[] steps = key.split("\\.", -1);
    JsonPointer pointer = JsonPointer.empty();
    JsonNode node = root;
    for (int i = 0; i < steps.length; i++) {
      String step = steps[i];
      boolean isLast = i == steps.length - 1;
      pointer = pointer.appendProperty(step);
      if (node instanceof ObjectNode object) {
        if (isLast) {
          object.set(step, value);
        } else if (!object.has(step) || object.get(step).isNull()) {
          object.putObject(step);
        } else if (object.get(step).isTextual()) {
          // A bare name, as in "schedule: cosine", is short for a map with that kind.
          object.set(step, ConfigReader.expanded(object.get(step), "kind"));
        }
        node = object.get(step);
      } else if (node instanceof ArrayNode array
          && INDEX.matcher(step).matches()
          && Integer.parseInt(step) < array.size()) {
        int index = Integer.parseInt(step);
        if (isLast) {
          array.set(index, value);
        } else if (array.get(index).isTextual()) {
          array.set(
              index,
              ConfigReader.expanded(
                  array.get(index), steps[0].equals("methods") ? "name" : "kind"));
        }
        node = array.get(index);
      } else {
        throw new ConfigurationException(
            "%s: there is nothing at %s to set".formatted(origin, pointer));
      }
    }
    places.replace(pointer, origin);
  }
}
