package org.fierce.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Numbers for class names: names that are numbers by their size, others by alphabet. */
final class ClassIndex {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Gives those of the names that have no number yet the next ones, in their order. */
  void add(Collection<String> names) {
    names.stream()
        .distinct()
        .sorted(
            Comparator.comparingDouble(ClassIndex::number).thenComparing(Comparator.naturalOrder()))
        .forEach(this::of);
  }

  private static double number(String name) {
    return NUMBER.matcher(name).matches() ? Double.parseDouble(name) : Double.POSITIVE_INFINITY;
  }

  /** The number of a name; -1 for an empty one. */
  int of(String name) {
    if (name.isEmpty()) {
      return -1;
    }
    Integer known = places.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  /** The numbers of names. */
  int[] of(List<String> names) {
    return names.stream().mapToInt(this::of).toArray();
  }

  List<String> names() {
    return Collections.unmodifiableList(names);
  }

  String name(int place) {
    return names.get(place);
  }

  int size() {
    return names.size();
  }
}
