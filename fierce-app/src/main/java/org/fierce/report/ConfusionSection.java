package org.fierce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the report that shows which fine classes are taken for which, one coarse class at a
 * time. The script draws the matrix from counts put into the page's data.
 */
final class ConfusionSection {
  /** Pairs of classes of all methods, so that a page stays below some megabytes. */
  private static final int MOST_CELLS = 200_000;

  private ConfusionSection() {}

  static void write(Html page, Details details, ObjectNode data) {
    String reading = details.reading();
    List<Details.Method> methods =
        details.methods().stream()
            .filter(m -> m.runs().stream().anyMatch(r -> r.decisions().containsKey(reading)))
            .toList();
    if (reading.isEmpty() || methods.isEmpty()) {
      return;
    }
    List<Map<Integer, Map<Long, Integer>>> counts =
        methods.stream().map(method -> counts(method, reading)).toList();
    Set<Integer> all = new TreeSet<>();
    counts.forEach(each -> all.addAll(each.keySet()));
    Set<Integer> drawn = drawn(counts, all);
    if (drawn.isEmpty()) {
      return;
    }
    ObjectNode confusion = data.putObject("confusion").put("reading", Details.words(reading));
    ArrayNode list = confusion.putArray("methods");
    for (int m = 0; m < methods.size(); m++) {
      ObjectNode one = list.addObject().put("name", methods.get(m).name());
      put(counts.get(m), drawn, one.putArray("counts"));
    }
    page.raw(
            "<section id=\"confusion\"><h2>Confusion inside a coarse class</h2>\n<p class=\"aside\">")
        .text(
            "True fine class in lines, the one told by %s in columns, as shares of a line; seeds taken together. The darker the cell, the larger the share; the diagonal is right.%s"
                .formatted(
                    Details.words(reading),
                    drawn.size() == all.size()
                        ? ""
                        : " Of %,d coarse classes the %,d with the fewest pairs of fine classes are here; examples.csv holds all."
                            .formatted(all.size(), drawn.size())))
        .raw("</p>\n<div id=\"confusion-app\"></div>\n<noscript><p class=\"note\">")
        .raw(
            "The matrices are drawn by the page's own script, which is switched off here.</p></noscript></section>\n");
  }

  /** The coarse classes whose pairs fit into the page, those with few first. */
  private static Set<Integer> drawn(
      List<Map<Integer, Map<Long, Integer>>> counts, Set<Integer> all) {
    Map<Integer, Integer> cells = new HashMap<>();
    for (Map<Integer, Map<Long, Integer>> method : counts) {
      method.forEach((coarse, pairs) -> cells.merge(coarse, pairs.size(), Integer::sum));
    }
    Set<Integer> drawn = new TreeSet<>();
    int sum = 0;
    List<Integer> fewest =
        all.stream()
            .sorted(Comparator.comparingInt(coarse -> cells.getOrDefault(coarse, 0)))
            .toList();
    for (int coarse : fewest) {
      sum += cells.getOrDefault(coarse, 0);
      if (sum > MOST_CELLS) {
        break;
      }
      drawn.add(coarse);
    }
    return drawn;
  }

  /** By coarse class: how many rows of a fine class are told as another, both in one number. */
  private static Map<Integer, Map<Long, Integer>> counts(Details.Method method, String reading) {
    Map<Integer, Map<Long, Integer>> counts = new TreeMap<>();
    for (TestRows run : method.runs()) {
      int[] told = run.decisions().get(reading);
      for (int row = 0; told != null && row < told.length; row++) {
        if (told[row] >= 0 && run.fine()[row] >= 0) {
          counts
              .computeIfAbsent(run.coarse()[row], coarse -> new TreeMap<>())
              .merge((long) run.fine()[row] << 32 | told[row], 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /** One array a coarse class: true, told, count, true, told, count, ... */
  private static void put(
      Map<Integer, Map<Long, Integer>> counts, Set<Integer> drawn, ArrayNode classes) {
    counts.forEach(
        (coarse, cells) -> {
          if (drawn.contains(coarse)) {
            ArrayNode flat = classes.addObject().put("coarse", coarse).putArray("cells");
            cells.forEach(
                (cell, count) -> flat.add((int) (cell >> 32)).add((int) (long) cell).add(count));
          }
        });
  }
}
