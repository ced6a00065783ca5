package org.fierce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of the report that shows which fine classes are taken for which, one coarse class at a
 * time. The script draws the matrix from counts put into the page's data.
 */
final class ConfusionSection {
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
    ObjectNode confusion = data.putObject("confusion").put("reading", Details.words(reading));
    ArrayNode list = confusion.putArray("methods");
    for (Details.Method method : methods) {
      ObjectNode one = list.addObject().put("name", method.name());
      counts(method, reading, one.putArray("counts"));
    }
    page.raw(
            "<section id=\"confusion\"><h2>Confusion inside a coarse class</h2>\n<p class=\"aside\">")
        .text(
            "True fine class in lines, the one told by %s in columns, as shares of a line; seeds taken together. The darker the cell, the larger the share; the diagonal is right."
                .formatted(Details.words(reading)))
        .raw("</p>\n<div id=\"confusion-app\"></div>\n<noscript><p class=\"note\">")
        .raw(
            "The matrices are drawn by the page's own script, which is switched off here.</p></noscript></section>\n");
  }

  /** One array a coarse class: true, told, count, true, told, count, ... */
  private static void counts(Details.Method method, String reading, ArrayNode classes) {
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
    counts.forEach(
        (coarse, cells) -> {
          ObjectNode one = classes.addObject().put("coarse", coarse);
          ArrayNode flat = one.putArray("cells");
          cells.forEach(
              (cell, count) -> flat.add((int) (cell >> 32)).add((int) (long) cell).add(count));
        });
  }
}
