package org.fierce.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.labels.BinEdges;
import org.fierce.run.DetailReport;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a folder beside its scores: what was said of each test row, maps, neighbours,
 * pictures. Every part may be missing.
 *
 * @param methods those of which there is anything, in the order of the results
 * @param coarse numbers of the coarse classes
 * @param edges of the bins that the coarse classes are, or null
 * @param fine numbers of the fine classes
 * @param inputs the inputs of some rows, to show them
 * @param places where the test rows lie in a scene, or null
 * @param command a line of shell that repeats all of it, or null
 */
record Details(
    List<Method> methods,
    ClassIndex coarse,
    @Nullable BinEdges edges,
    ClassIndex fine,
    Inputs inputs,
    @Nullable Places places,
    @Nullable String command) {
  /**
   * One method.
   *
   * @param place in the list of the results
   * @param runs its test rows, a seed each; none where it says nothing of them
   * @param map of the first seed, or null
   * @param neighbours of the first seed, a query each
   * @param detail what is left of it in each coarse class, of the first seed; or null
   */
  record Method(
      String name,
      int place,
      boolean free,
      List<TestRows> runs,
      @Nullable EmbeddingMap map,
      List<Neighbours> neighbours,
      @Nullable DetailReport detail) {}

  /** Pixels of a scene: that of test row i stands at i; pixel = line * width + column. */
  record Places(int height, int width, int[] test) {}

  /** Methods that say something of the test rows. */
  List<Method> withRows() {
    return methods.stream()
        .filter(method -> method.runs().stream().anyMatch(TestRows::saysSomething))
        .toList();
  }

  /** The rows of the first seed of any method; null where there are none. */
  @Nullable TestRows labels() {
    return methods.stream().flatMap(m -> m.runs().stream()).findFirst().orElse(null);
  }

  /** Columns of decisions between fine classes that any method has, the clearest reading first. */
  List<String> readings() {
    Set<String> found = new LinkedHashSet<>();
    for (Method method : methods) {
      method.runs().forEach(run -> found.addAll(run.decisions().keySet()));
    }
    List<String> ordered = new ArrayList<>();
    for (String reading : List.of("knnFineWithinTrue", "probeFineWithinTrue", "knnFine")) {
      if (found.contains(reading)) {
        ordered.add(reading);
      }
    }
    found.stream().filter(reading -> !ordered.contains(reading)).forEach(ordered::add);
    return ordered;
  }

  /** The reading that stands for fine classes; empty where the target is another. */
  String reading() {
    List<String> readings = readings();
    return readings.isEmpty() ? "" : readings.get(0);
  }

  /** A reading in words. */
  static String words(String reading) {
    String words = reading.startsWith("knn") ? "kNN" : "the probe";
    if (reading.endsWith("WithinTrue")) {
      return words + " inside the true coarse class";
    }
    return reading.endsWith("WithinPredicted")
        ? words + " inside the predicted coarse class"
        : words + " over all fine classes";
  }

  /**
   * Inputs of some rows.
   *
   * @param pictures sprite sheets, or null
   * @param values values by name, or null
   */
  record Inputs(@Nullable Pictures pictures, @Nullable Values values) {}

  /**
   * Values of vectors with names.
   *
   * @param test by test row, as text
   * @param train by training row, as text
   */
  record Values(
      List<String> columns, Map<Integer, List<String>> test, Map<Integer, List<String>> train) {}
}
