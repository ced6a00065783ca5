package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fierce.evaluate.DetailMeasure;
import org.fierce.run.DetailReport;
import org.fierce.run.DetailVerdict;

/** What {@code fierce detail} prints: one line for each coarse class, the worst first. */
final class DetailTable {
  private DetailTable() {}

  static String of(DetailReport report, Terminal terminal) {
    List<DetailMeasure> measures = new ArrayList<>();
    for (DetailMeasure measure : DetailMeasure.values()) {
      if (report.classes().stream().anyMatch(e -> e.detail().values().containsKey(measure))) {
        measures.add(measure);
      }
    }
    List<String> headings = new ArrayList<>(List.of("verdict", "share left", "rows"));
    measures.forEach(measure -> headings.add(measure.heading()));
    TextTable table = new TextTable(headings);
    for (DetailReport.Entry entry : report.worstFirst()) {
      List<TextTable.Cell> cells = new ArrayList<>();
      DetailVerdict verdict = entry.verdict();
      cells.add(new TextTable.Cell("", verdict.key(), false));
      cells.add(cell(number(entry.share())));
      cells.add(cell(Integer.toString(entry.detail().rows())));
      measures.forEach(measure -> cells.add(cell(number(entry.detail().value(measure)))));
      table.row(entry.detail().coarse(), cells, false);
    }
    StringBuilder text = new StringBuilder(table.render(terminal)).append('\n');
    text.append(terminal.paragraph(report.summary()));
    report.missing().forEach(sentence -> text.append(terminal.paragraph(sentence)));
    return text.toString();
  }

  private static TextTable.Cell cell(String value) {
    return new TextTable.Cell(value, "", false);
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
  }
}
