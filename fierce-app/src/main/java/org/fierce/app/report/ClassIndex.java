package org.fierce.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers for class names, in the order in which they were first met. */
final class ClassIndex {
  private final Map<String, Integer> places = new LinkedHashMap<>();

  /** The number of a name; -1 for an empty one. */
  int of(String name) {
    return name.isEmpty() ? -1 : places.computeIfAbsent(name, fresh -> places.size());
  }

  /** The numbers of names. */
  int[] of(List<String> names) {
    return names.stream().mapToInt(this::of).toArray();
  }

  List<String> names() {
    return new ArrayList<>(places.keySet());
  }

  String name(int place) {
    return names().get(place);
  }

  int size() {
    return places.size();
  }
}
