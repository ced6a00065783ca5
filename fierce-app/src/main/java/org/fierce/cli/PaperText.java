package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import org.fierce.report.PaperTable;
import org.fierce.stats.Measure;

/** Our scores and the paper's as text for a terminal: a method's own line, then the paper's. */
final class PaperText {
  private PaperText() {}

  static String of(PaperTable table, Terminal terminal) {
    TextTable text =
        new TextTable(table.keys().stream().map(key -> Measure.of(key).heading()).toList());
    for (PaperTable.Row row : table.rows()) {
      List<TextTable.Cell> ours = new ArrayList<>();
      List<TextTable.Cell> paper = new ArrayList<>();
      for (PaperTable.Cell cell : row.cells()) {
        ours.add(new TextTable.Cell(cell.value(), cell.half(), false));
        // Two figures are one run's and an average: the second stands aside.
        String[] figures = cell.paper().split(", ", 2);
        paper.add(
            new TextTable.Cell(
                figures[0].replaceFirst(" .*", ""),
                figures.length == 2 ? "(%s)".formatted(figures[1]) : "",
                false));
      }
      text.row(row.name(), ours, row.isRival());
      if (row.cells().stream().anyMatch(cell -> !cell.paper().isEmpty())) {
        text.row("  the paper", paper, true);
      }
    }
    return text.render(terminal);
  }
}
