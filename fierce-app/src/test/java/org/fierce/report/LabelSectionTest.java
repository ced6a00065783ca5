package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.evaluate.LabelCurve;
import org.fierce.run.LabelCurveFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many labels are needed, in a report. */
class LabelSectionTest {
  @TempDir private Path folder;

  /** Features rise from {@code first} by 0.1 a step; intervals are as wide. */
  private static LabelCurve curve(double first) {
    List<LabelCurve.Point> features = new ArrayList<>();
    List<LabelCurve.Point> coarse = new ArrayList<>();
    int[] labels = {1, 10, 100};
    for (int i = 0; i < 3; i++) {
      double value = first + 0.1 * i;
      features.add(new LabelCurve.Point(labels[i], value, value - 0.05, value + 0.05));
      coarse.add(new LabelCurve.Point(labels[i], 0.2, Double.NaN, Double.NaN));
    }
    return new LabelCurve(
        "labelsAccuracyWithinTrue",
        "fine class",
        10,
        300,
        List.of(
            new LabelCurve.Line(LabelCurve.FEATURES, features),
            new LabelCurve.Line(LabelCurve.COARSE_CLASS, coarse)),
        List.of(
            new LabelCurve.Difference("features", 100, "features", 10, 0.1, 0.05, 0.15),
            new LabelCurve.Difference("features", 10, "features", 1, 0.1, 0.05, 0.15)),
        List.of("A <note>."));
  }

  private String report(Path run) throws IOException {
    Files.writeString(
        run.resolve("run.json"),
        "{\"formatVersion\":1,\"method\":\"koleo\",\"seed\":0,\"fierce\":\"0.1.0\"}");
    Files.writeString(
        run.resolve("scores.json"),
        "{\"formatVersion\":1,\"scores\":{\"coarseAccuracy\":{\"value\":0.9,\"low\":0.8,\"high\":1,\"level\":0.95,\"interval\":\"wilson\",\"n\":9}}}");
    return Files.readString(HtmlReport.write(run));
  }

  @Test
  void theAnswerStandsAboveTheChartAndTheNumbersBelow() throws IOException {
    LabelCurveFile.write(folder.resolve("label-curve.json"), curve(0.5));
    String page = report(folder);

    assertThat(page)
        .containsSubsequence(
            "<h2>How many labels do I need?</h2>",
            "<p class=\"verdict\">More labels pay up to the 100 that were tried: accuracy 0.60 at 10, 0.70 at 100.</p>",
            "features</li>",
            "coarse class alone</li>",
            "<figcaption>Accuracy inside the true coarse class</figcaption>",
            "Accuracy inside the true coarse class of heads fitted on so many labels a fine class; bars show the 95 % interval over 10 draws of the labelled rows and 300 test rows.",
            "A &lt;note&gt;.",
            "<th scope=\"row\">10</th><td>0.600<small>[0.550, 0.650]</small></td><td>0.200<small></small></td>");
  }

  /** The scale of labels runs over two powers of ten; that of values from 0.2 to 0.8. */
  @Test
  void theChartIsDrawnOnAScaleOfEqualRatios() throws IOException {
    LabelCurveFile.write(folder.resolve("label-curve.json"), curve(0.5));
    String page = report(folder);

    // From 52 + 6 to 440 - 16 - 6, half the distance of the lines to the left; 10 in the middle.
    // 0.5, 0.6 and 0.7 lie at 1/2, 2/3 and 5/6 of the height of 236 above 246.
    assertThat(page)
        .contains("<path class=\"mean s0\" d=\"M56.5 128.0L236.5 88.7L416.5 49.3\"/>")
        .contains("<path class=\"mean s0 interval\" d=\"M56.5 147.7V108.3M236.5 108.3V69.0")
        .contains("<path class=\"edge\" d=\"M59.5 246.0L239.5 246.0L419.5 246.0\"/>")
        .contains(
            "<desc>features: 0.5 at 1, 0.6 at 10, 0.7 at 100. coarse class alone: 0.2 at 1, 0.2 at 10, 0.2 at 100.</desc>");
  }

  /** The scale runs from −0.6 to 0.2: −0.5 lies at an eighth of the height of 236 above 246. */
  @Test
  void uselessValuesAreDrawnAtABound() throws IOException {
    LabelCurveFile.write(folder.resolve("label-curve.json"), curve(-1.7));
    String page = report(folder);

    assertThat(page)
        .contains("<path class=\"mean s0\" d=\"M56.5 216.5L236.5 216.5L416.5 216.5\"/>")
        .contains("300 test rows. What lies below −0.5 is drawn there.");
  }

  @Test
  void aComparisonDrawsALineForEachMethod() throws IOException {
    ReportFolders.images(folder);
    LabelCurveFile.write(folder.resolve("runs/cross-entropy/0/label-curve.json"), curve(0.4));
    LabelCurveFile.write(folder.resolve("runs/fierce/0/label-curve.json"), curve(0.5));
    String page = Files.readString(HtmlReport.write(folder));

    assertThat(page)
        .contains(
            "cross-entropy: More labels pay up to the 100 that were tried: accuracy 0.50 at 10, 0.60 at 100.",
            "fierce: More labels pay up to the 100 that were tried: accuracy 0.60 at 10, 0.70 at 100.",
            "<desc>cross-entropy: 0.4 at 1, 0.5 at 10, 0.6 at 100. fierce: 0.5 at 1,",
            "Of the first seed of each method.");
  }

  @Test
  void aFolderWithoutACurveHasNoSuchPart() throws IOException {
    assertThat(report(folder)).doesNotContain("How many labels");
  }
}
