package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fierce.compare.ComparisonReport;
import org.fierce.report.Results;
import org.fierce.run.LabelCurveFile;
import org.fierce.run.RunFolder;
import org.fierce.run.Scores;
import org.jspecify.annotations.Nullable;

/** Prints what a folder of results says: for people, or as its file for machines. */
final class ResultsPrinter {
  private ResultsPrinter() {}

  /**
   * Prints.
   *
   * @param isJson print {@code comparison.json}, or else {@code scores.json}, and nothing else
   * @param isAll print every score of a comparison
   * @param report to name below, or null
   */
  static void print(
      Path folder, boolean isJson, boolean isAll, @Nullable Path report, Streams streams)
      throws IOException {
    if (isJson) {
      Path comparison = folder.resolve(ComparisonReport.FILE);
      streams
          .out()
          .print(
              Files.readString(
                  Files.exists(comparison) ? comparison : folder.resolve(Scores.FILE)));
      streams.out().flush();
      return;
    }
    streams.out().println(ScoreTable.of(Results.read(folder), isAll, streams.outTerminal()));
    Path curve = new RunFolder(folder).labelCurve();
    if (Files.exists(curve)) {
      streams.out().println(LabelTable.of(LabelCurveFile.read(curve), streams.outTerminal()));
    }
    if (report != null) {
      streams.out().println("Report: " + report);
    }
  }
}
