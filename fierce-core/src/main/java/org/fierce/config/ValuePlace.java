package org.fierce.config;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a value of a configuration and the values in it stand, as {@code file.yaml:3:5}. */
final class ValuePlace {
  private final Map<String, ValuePlace> children = new HashMap<>();
  private @Nullable String text;

  /** Notes where the value stands, unless that is known already. */
  void stands(String place) {
    if (text == null) {
      text = place;
    }
  }

  /** The place of a key's or an item's value, made where there is none. */
  ValuePlace child(String step) {
    return children.computeIfAbsent(step, s -> new ValuePlace());
  }

  /** Says that the value at the pointer, and all in it, comes from somewhere else. */
  void replace(JsonPointer pointer, String place) {
    ValuePlace at = this;
    for (JsonPointer p = pointer; !p.tail().matches(); p = p.tail()) {
      at = at.child(p.getMatchingProperty());
    }
    ValuePlace replaced = new ValuePlace();
    replaced.stands(place);
    at.children.put(pointer.last().getMatchingProperty(), replaced);
  }

  /** Where the value at the pointer, or the nearest one around it, stands. */
  String of(JsonPointer pointer, String otherwise) {
    String found = text == null ? otherwise : text;
    @Nullable ValuePlace at = this;
    for (JsonPointer p = pointer; !p.matches(); p = p.tail()) {
      at = at.children.get(p.getMatchingProperty());
      if (at == null) {
        return found;
      }
      found = at.text == null ? found : at.text;
    }
    return found;
  }
}
