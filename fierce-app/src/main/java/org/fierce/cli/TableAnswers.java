package org.fierce.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fierce.data.RowKind;
import org.fierce.model.Prediction;
import org.fierce.report.VisibleText;

/**
 * A table for a terminal, written while rows come: its columns are as wide as the first rows need.
 */
final class TableAnswers implements AnswerWriter {
  private static final String GAP = "   ";
  private static final int WIDEST = 48;
  private static final int NARROWEST = 12;

  private final AnswerParts parts;
  private final RowKind kind;
  private final Terminal terminal;
  private List<Integer> widths = List.of();
  private int shown;

  TableAnswers(AnswerParts parts, RowKind kind, Terminal terminal) {
    this.parts = parts;
    this.kind = kind;
    this.terminal = terminal;
  }

  private List<String> headings() {
    List<String> headings = new ArrayList<>();
    headings.add(
        switch (kind) {
          case TEXT -> "text";
          case PICTURE -> "picture";
          case CELLS, NUMBERS -> "row";
        });
    headings.addAll(List.of("coarse class", "prob."));
    if (parts.fine()) {
      headings.addAll(List.of("fine class", "prob."));
    }
    if (parts.number()) {
      headings.addAll(List.of("number", "from", "to"));
    }
    headings.addAll(parts.shareHeadings());
    if (parts.nearest() > 0) {
      headings.add("nearest");
    }
    return headings;
  }

  /** Whether a column holds numbers, which end at one place. */
  private boolean isRight(int column) {
    int texts = parts.fine() ? 4 : 2;
    int last = headings().size() - (parts.nearest() > 0 ? 1 : 0);
    return column == 2 || (column >= texts && column < last);
  }

  @Override
  public String rows(List<Answered> rows) {
    List<List<String>> lines = rows.stream().map(this::cells).toList();
    StringBuilder text = new StringBuilder();
    if (widths.isEmpty()) {
      widths = widths(lines);
      shown = shown();
      List<String> headings = headings();
      if (shown < headings.size()) {
        text.append(
            ScoreTable.faint(
                "No room for %s; a wider terminal, --csv and --json have all columns."
                    .formatted(String.join(", ", headings.subList(shown, headings.size()))),
                terminal));
      }
      text.append(terminal.bold(line(headings))).append('\n');
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = line(lines.get(i));
      text.append(rows.get(i).prediction() == null ? terminal.faint(line) : line).append('\n');
    }
    return text.toString();
  }

  /** How many columns fit beside each other; the coarse class and its probability always. */
  private int shown() {
    int used = widths.get(0);
    for (int c = 1; c < widths.size(); c++) {
      used += GAP.length() + widths.get(c);
      if (used > terminal.width() && c > 2) {
        return c;
      }
    }
    return widths.size();
  }

  private List<Integer> widths(List<List<String>> lines) {
    List<Integer> found = new ArrayList<>();
    List<String> headings = headings();
    int others = 0;
    for (int c = 0; c < headings.size(); c++) {
      int column = c;
      int width =
          lines.stream()
              .filter(cells -> cells.size() > column)
              .mapToInt(cells -> cells.get(column).length())
              .max()
              .orElse(0);
      found.add(Math.max(width, headings.get(c).length()));
      others += c == 0 ? 0 : found.get(c) + GAP.length();
    }
    int room = Math.max(NARROWEST, terminal.width() - others);
    found.set(0, Math.min(found.get(0), Math.min(room, WIDEST)));
    return found;
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder(shortened(cells.get(0), widths.get(0)));
    line.append(" ".repeat(Math.max(0, widths.get(0) - line.length())));
    for (int c = 1; c < Math.min(shown, cells.size()); c++) {
      String cell = cells.get(c);
      String blanks = " ".repeat(Math.max(0, widths.get(c) - cell.length()));
      line.append(GAP).append(isRight(c) ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }

  /** Of a path the end is told, of a text the beginning. */
  private String shortened(String name, int width) {
    if (name.length() <= width) {
      return name;
    }
    return kind == RowKind.PICTURE
        ? "..." + name.substring(name.length() - width + 3)
        : name.substring(0, width - 3) + "...";
  }

  private List<String> cells(Answered each) {
    String text = each.row().text();
    List<String> cells =
        new ArrayList<>(List.of(VisibleText.of(text == null ? each.row().id() : text)));
    Prediction prediction = each.prediction();
    if (prediction == null) {
      cells.add("(cannot be read)");
      return cells;
    }
    cells.add(VisibleText.of(prediction.coarse()));
    cells.add(probability(prediction.coarseProbability()));
    if (parts.fine()) {
      Prediction.FineClass fine = prediction.fine();
      if (fine == null || fine.isUnknown()) {
        cells.addAll(List.of("none of these", ""));
      } else {
        cells.addAll(List.of(VisibleText.of(fine.name()), probability(fine.probability())));
      }
    }
    if (parts.number()) {
      Prediction.FineNumber number = prediction.number();
      cells.add(number == null ? "" : number(number.value()));
      cells.add(number == null ? "" : number(number.low()));
      cells.add(number == null ? "" : number(number.high()));
    }
    for (String share : parts.shares()) {
      Double value = prediction.shares().get(share);
      cells.add(value == null ? "" : probability(value));
    }
    if (parts.nearest() > 0) {
      cells.add(
          each.nearest().stream()
              .map(near -> VisibleText.of(near.id()))
              .collect(Collectors.joining(", ")));
    }
    return cells;
  }

  /** Five significant digits. */
  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static String probability(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
