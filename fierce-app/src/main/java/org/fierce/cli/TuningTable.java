package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.cli.TextTable.Cell;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.report.Numbers;
import org.fierce.report.TuningWords;
import org.fierce.tune.TuningReport;
import org.fierce.tune.TuningReport.Candidate;
import org.jspecify.annotations.Nullable;

/** A tuning as text for a terminal: a line a candidate, the choice and its reason. */
final class TuningTable {
  private TuningTable() {}

  /** Whether a folder holds a tuning. */
  static boolean isThere(Path folder) {
    return Files.exists(folder.resolve(TuningReport.FILE));
  }

  /** Prints the tuning of a folder: its file, or the table and where things are. */
  static void print(Path folder, boolean json, Path report, Streams streams) throws IOException {
    Path file = folder.resolve(TuningReport.FILE);
    if (json) {
      streams.out().print(Files.readString(file));
      streams.out().flush();
    } else {
      streams.out().println(of(TuningReport.read(file), streams.outTerminal()));
      streams.out().println("Configuration: " + folder.resolve(TuningReport.TUNED));
      streams.out().println("Report: " + report);
    }
  }

  static String of(TuningReport report, Terminal terminal) {
    List<String> headings = new ArrayList<>();
    report.keys().forEach(key -> headings.add(TuningWords.heading(key)));
    headings.add("within budget");
    TextTable table = new TextTable(headings);
    for (Candidate candidate : report.candidates()) {
      boolean isChosen = candidate.name().equals(report.chosen());
      List<Cell> cells = new ArrayList<>();
      for (String key : report.keys()) {
        cells.add(cell(candidate.scores().get(key), isChosen && key.equals(report.by().key())));
      }
      cells.add(new Cell(candidate.withinBudget() ? "yes" : "no", "", false));
      table.row(candidate.name(), cells, !candidate.withinBudget());
    }
    StringBuilder text = new StringBuilder(table.render(terminal));
    text.append('\n').append(ScoreTable.faint(TuningWords.origin(report), terminal)).append('\n');
    report.reason().forEach(sentence -> text.append(terminal.fitted(sentence)).append('\n'));
    report.remarks().forEach(sentence -> text.append(terminal.fitted(sentence)).append('\n'));
    text.append("Chosen: ").append(terminal.bold(report.chosen())).append('\n');
    return text.toString();
  }

  private static Cell cell(@Nullable SeedScore score, boolean isBold) {
    if (score == null) {
      return Cell.EMPTY;
    }
    double half = (score.high() - score.low()) / 2;
    String aside = Double.isFinite(half) ? "±" + Numbers.fixed(half, 3) : "";
    return new Cell(Numbers.fixed(score.mean(), 3), aside, isBold);
  }
}
