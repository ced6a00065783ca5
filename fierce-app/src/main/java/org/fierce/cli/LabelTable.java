package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import org.fierce.evaluate.LabelCurve;
import org.fierce.report.LabelWords;
import org.fierce.report.Numbers;

/** How many labels are needed, for a terminal: the answer, then a line a number of labels. */
final class LabelTable {
  private LabelTable() {}

  static String of(LabelCurve curve, Terminal terminal) {
    StringBuilder text =
        new StringBuilder(terminal.bold("How many labels do I need?")).append('\n');
    text.append(terminal.paragraph(curve.answer())).append('\n');
    int decimals = LabelWords.decimals(curve);
    TextTable table =
        new TextTable(curve.lines().stream().map(line -> LabelWords.line(line.name())).toList());
    for (int i = 0; i < curve.labels().size(); i++) {
      List<TextTable.Cell> cells = new ArrayList<>();
      for (LabelCurve.Line line : curve.lines()) {
        cells.add(cell(line.points().get(i), decimals));
      }
      table.row(LabelWords.labels(curve.labels().get(i)), cells, false);
    }
    text.append(table.render(terminal)).append('\n');
    text.append(ScoreTable.faint(LabelWords.measured(curve, "after ±, half of"), terminal));
    curve.notes().forEach(note -> text.append(ScoreTable.faint(note, terminal)));
    return text.toString();
  }

  private static TextTable.Cell cell(LabelCurve.Point point, int decimals) {
    boolean hasInterval = Double.isFinite(point.low()) && Double.isFinite(point.high());
    return new TextTable.Cell(
        Numbers.fixed(point.value(), decimals),
        hasInterval ? "±" + Numbers.fixed((point.high() - point.low()) / 2, decimals) : "",
        false);
  }
}
