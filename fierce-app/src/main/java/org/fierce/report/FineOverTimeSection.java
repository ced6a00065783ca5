package org.fierce.report;

import java.util.ArrayList;
import java.util.List;
import org.fierce.report.Results.Curve;
import org.fierce.stats.Measure;

/** The part of the report that shows fine detail over the epochs, coarse accuracy beside it. */
final class FineOverTimeSection {
  private static final String COARSE = "coarseAccuracy";

  private FineOverTimeSection() {}

  static void write(Html page, Results results) {
    List<String> keys = keys(results);
    if (keys.isEmpty()) {
      return;
    }
    List<Curve> shown =
        results.epochScores().stream().filter(curve -> keys.contains(curve.quantity())).toList();
    page.raw("<section><h2>Fine detail over training</h2>\n");
    page.element(
        "p",
        "class=\"aside\"",
        "Test rows, seen through the network as it was after each of these epochs (with averaged weights where they are averaged), frozen. Looking changed nothing of the training.");
    CurveSection.legend(page, results, shown);
    page.raw("<div class=\"charts\">\n");
    for (String key : keys) {
      List<Curve> curves = shown.stream().filter(curve -> curve.quantity().equals(key)).toList();
      new LineChart(ScoreSections.heading(key), CurveSection.lines(results, curves)).write(page);
    }
    page.raw("</div></section>\n");
  }

  /**
   * The score that stands for fine detail and coarse accuracy; none where fine detail is unknown.
   */
  private static List<String> keys(Results results) {
    List<String> found = results.epochScores().stream().map(Curve::quantity).distinct().toList();
    List<String> keys = new ArrayList<>(Measure.primary(found).stream().toList());
    if (!keys.isEmpty() && found.contains(COARSE)) {
      keys.add(COARSE);
    }
    return keys;
  }
}
