package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds where two whole configurations differ. */
final class Differences {
  private static final int LONGEST = 60;

  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /** One sentence for each key of another value. */
  static List<String> of(ObjectNode there, JsonNode now) {
    Differences differences = new Differences();
    ((ObjectNode) now).set("seeds", there.path("seeds"));
    differences.compare("", there, now);
    return List.copyOf(differences.found);
  }

  /** One sentence for each key of another value in a part that goes by a name. */
  static List<String> ofPart(String name, JsonNode there, JsonNode now) {
    Differences differences = new Differences();
    differences.compare(name, there, now);
    return List.copyOf(differences.found);
  }

  private void compare(String at, JsonNode there, JsonNode now) {
    if (there instanceof ObjectNode && now instanceof ObjectNode) {
      Set<String> keys = new LinkedHashSet<>();
      there.fieldNames().forEachRemaining(keys::add);
      now.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        compare(at.isEmpty() ? key : at + "." + key, there.path(key), now.path(key));
      }
    } else if (there instanceof ArrayNode
        && now instanceof ArrayNode
        && there.size() == now.size()) {
      for (int i = 0; i < now.size(); i++) {
        compare(at + "." + i, there.get(i), now.get(i));
      }
    } else if (!isEqual(there, now)) {
      found.add("%s is %s there, %s now".formatted(at, text(there), text(now)));
    }
  }

  private static boolean isEqual(JsonNode there, JsonNode now) {
    return (there.isNumber() && now.isNumber())
        ? there.decimalValue().compareTo(now.decimalValue()) == 0
        : there.equals(now);
  }

  private static String text(JsonNode value) {
    String text = value.isMissingNode() ? "not given" : value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
