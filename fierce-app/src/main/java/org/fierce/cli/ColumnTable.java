package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fierce.data.ColumnProfile;
import org.fierce.report.VisibleText;

/** What the columns of a table were taken for, a line each, as wide as the terminal. */
final class ColumnTable {
  private static final int MOST_LINES = 25;
  private static final int LONGEST_NAME = 20;
  private static final int LONGEST_USE = 34;
  private static final int LEAST_HOLDS = 8;
  private static final String GAP = "  ";

  private ColumnTable() {}

  /**
   * The table as lines, each ended; empty where there are no columns.
   *
   * @param all whether all columns are shown, however many there are
   */
  static String of(List<ColumnProfile> columns, Terminal terminal, boolean all) {
    if (columns.isEmpty()) {
      return "";
    }
    List<ColumnProfile> shown =
        all || columns.size() <= MOST_LINES ? columns : columns.subList(0, MOST_LINES - 1);
    List<List<String>> cells = new ArrayList<>();
    cells.add(column("column", shown, ColumnProfile::name, LONGEST_NAME));
    cells.add(column("taken for", shown, column -> column.kind().words(), LONGEST_NAME));
    cells.add(right(column("missing", shown, column -> missing(column), LONGEST_NAME)));
    cells.add(column("use", shown, ColumnProfile::use, LONGEST_USE));
    int used = cells.stream().mapToInt(each -> each.get(0).length() + GAP.length()).sum();
    int left = Math.max(LEAST_HOLDS, terminal.width() - used);
    cells.add(column("holds", shown, ColumnProfile::holds, left));
    StringBuilder text = new StringBuilder();
    for (int line = 0; line <= shown.size(); line++) {
      StringBuilder row = new StringBuilder();
      for (List<String> each : cells) {
        row.append(row.length() == 0 ? "" : GAP).append(each.get(line));
      }
      String plain = row.toString().stripTrailing();
      boolean isFaint = line > 0 && shown.get(line - 1).isLeftOut();
      text.append(line == 0 ? terminal.bold(plain) : isFaint ? terminal.faint(plain) : plain)
          .append('\n');
    }
    if (shown.size() < columns.size()) {
      text.append(
          "and %d more columns; --all shows them\n".formatted(columns.size() - shown.size()));
    }
    return text.toString();
  }

  private static String missing(ColumnProfile column) {
    return column.missing() == 0 ? "" : Integer.toString(column.missing());
  }

  /** A heading and the cells under it, cut and padded to one width. */
  private static List<String> column(
      String heading,
      List<ColumnProfile> columns,
      Function<ColumnProfile, String> cell,
      int longest) {
    List<String> cells = new ArrayList<>(List.of(heading));
    for (ColumnProfile column : columns) {
      String text = VisibleText.of(cell.apply(column));
      cells.add(text.length() <= longest ? text : text.substring(0, longest - 1) + "…");
    }
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    return cells.stream().map(text -> text + " ".repeat(width - text.length())).toList();
  }

  private static List<String> right(List<String> cells) {
    return cells.stream()
        .map(
            cell -> {
              String text = cell.stripTrailing();
              return " ".repeat(cell.length() - text.length()) + text;
            })
        .toList();
  }
}
