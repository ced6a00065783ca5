package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;

/**
 * Turns the parts of a YAML document into a tree of JSON: aliases and merge keys resolved, a key
 * given twice refused.
 */
final class YamlTree {
  /** Far above any configuration; nested aliases pass it, whose expansion doubles at each step. */
  private static final int MOST_VALUES = 100_000;

  private static final int LONGEST_QUOTED = 60;
  private static final String MERGE = "<<";

  private final String name;
  private int values;

  YamlTree(String name) {
    this.name = name;
  }

  /** A part of a document. */
  sealed interface Part {
    Mark mark();
  }

  record Scalar(Mark mark, String text, boolean isPlain) implements Part {}

  record Sequence(Mark mark, List<Part> items) implements Part {}

  record Mapping(Mark mark, List<Entry> entries) implements Part {}

  record Entry(Scalar key, Part value) {}

  static String place(String name, Mark mark) {
    return "%s:%d:%d".formatted(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private ConfigurationException refusal(Mark mark, String message) {
    return new ConfigurationException(place(name, mark) + ": " + message);
  }

  /** The value of a part; where it and the values in it stand is noted. */
  JsonNode value(Part part, ValuePlace where) {
    count(part);
    where.stands(place(name, part.mark()));
    if (part instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (part instanceof Sequence sequence) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Part item : sequence.items()) {
        array.add(value(item, where.child(Integer.toString(array.size()))));
      }
      return array;
    }
    return object((Mapping) part, where);
  }

  private void count(Part part) {
    if (++values > MOST_VALUES) {
      throw refusal(
          part.mark(),
          "the document has more than %d values with its aliases written out; make it smaller"
              .formatted(MOST_VALUES));
    }
  }

  private JsonNode scalar(Scalar scalar) {
    if (!scalar.isPlain()) {
      return TextNode.valueOf(scalar.text());
    }
    try {
      return YamlScalar.of(scalar.text());
    } catch (ArithmeticException e) {
      throw new ConfigurationException(
          "%s: %s, found %s"
              .formatted(place(name, scalar.mark()), e.getMessage(), cut(scalar.text())),
          e);
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "...";
  }

  private ObjectNode object(Mapping mapping, ValuePlace where) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Map<String, Mark> first = new HashMap<>();
    for (Entry entry : mapping.entries()) {
      String key = entry.key().text();
      Mark before = first.putIfAbsent(key, entry.key().mark());
      if (before != null) {
        throw refusal(
            entry.key().mark(),
            "the key '%s' is given twice, first on line %d; keep one of them"
                .formatted(cut(key), before.getLine() + 1));
      }
      if (!isMerge(entry)) {
        ValuePlace place = where.child(key);
        // A name comes before its value and is the better place to point at.
        place.stands(place(name, entry.key().mark()));
        object.set(key, value(entry.value(), place));
      }
    }
    for (Entry entry : mapping.entries()) {
      if (isMerge(entry)) {
        merge(object, entry.value(), where);
      }
    }
    return object;
  }

  private static boolean isMerge(Entry entry) {
    return entry.key().isPlain() && entry.key().text().equals(MERGE);
  }

  /** Adds the keys of a map, or of a list of maps, that are not there yet. */
  private void merge(ObjectNode object, Part source, ValuePlace where) {
    count(source);
    if (source instanceof Sequence sequence) {
      for (Part item : sequence.items()) {
        if (!(item instanceof Mapping)) {
          throw refusal(item.mark(), "the list of the merge key << holds something else than maps");
        }
        merge(object, item, where);
      }
    } else if (source instanceof Mapping mapping) {
      for (Map.Entry<String, JsonNode> property : object(mapping, where).properties()) {
        object.putIfAbsent(property.getKey(), property.getValue());
      }
    } else {
      throw refusal(source.mark(), "the merge key << takes a map, as <<: *name");
    }
  }
}
