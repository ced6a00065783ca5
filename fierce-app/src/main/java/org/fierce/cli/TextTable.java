package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.report.VisibleText;

/**
 * A table of text: names on the left, numbers in columns under wrapped headings, as many columns
 * beside each other as the terminal has room for, the others below. A name that leaves no room for
 * a column stands on a line of its own, above its numbers.
 */
final class TextTable {
  private static final String GAP = "   ";
  private static final int SHORTEST_HEADING = 12;
  private static final int SHORTEST_NAME = 12;

  private final List<String> headings;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A number and what stands beside it.
   *
   * @param value aligned to the right
   * @param aside in lighter ink, aligned to the left
   * @param ink of the value
   */
  record Cell(String value, String aside, Ink ink) {
    static final Cell EMPTY = new Cell("", "", false);

    Cell(String value, String aside, boolean isBold) {
      this(value, aside, isBold ? Ink.BOLD : Ink.PLAIN);
    }

    private Cell visible() {
      return new Cell(VisibleText.of(value), VisibleText.of(aside), ink);
    }
  }

  /** How a value stands out where the terminal has colour. */
  enum Ink {
    PLAIN,
    BOLD,
    GREEN,
    RED;

    private String on(String text, Terminal terminal) {
      return switch (this) {
        case PLAIN -> text;
        case BOLD -> terminal.bold(text);
        case GREEN -> terminal.green(text);
        case RED -> terminal.red(text);
      };
    }
  }

  private record Row(String name, List<Cell> cells, boolean isFaint) {}

  /** The columns that a heading stands over. */
  private record Column(int index, int valueWidth, int asideWidth, List<String> heading) {
    int width() {
      int body = valueWidth + (asideWidth == 0 ? 0 : 1 + asideWidth);
      return Math.max(body, heading.stream().mapToInt(String::length).max().orElse(0));
    }
  }

  TextTable(List<String> headings) {
    this.headings = headings.stream().map(VisibleText::of).toList();
  }

  /** Adds a row; {@code isFaint} puts all of it in lighter ink. */
  void row(String name, List<Cell> cells, boolean isFaint) {
    if (cells.size() != headings.size()) {
      throw new IllegalArgumentException(
          "row %s has %d cells, the table %d columns"
              .formatted(name, cells.size(), headings.size()));
    }
    rows.add(new Row(VisibleText.of(name), cells.stream().map(Cell::visible).toList(), isFaint));
  }

  /** The table as lines, each ended. */
  String render(Terminal terminal) {
    List<Column> columns = IntStream.range(0, headings.size()).mapToObj(this::column).toList();
    int widest = columns.stream().mapToInt(Column::width).max().orElse(0);
    int room = Math.max(SHORTEST_NAME, terminal.width() - GAP.length() - widest);
    int nameWidth =
        rows.stream()
            .mapToInt(row -> row.name().length())
            .filter(length -> length <= room)
            .max()
            .orElse(SHORTEST_NAME);
    StringBuilder text = new StringBuilder();
    List<Column> block = new ArrayList<>();
    int used = nameWidth;
    for (Column column : columns) {
      if (!block.isEmpty() && used + GAP.length() + column.width() > terminal.width()) {
        write(text, block, nameWidth, terminal);
        text.append('\n');
        block.clear();
        used = nameWidth;
      }
      block.add(column);
      used += GAP.length() + column.width();
    }
    write(text, block, nameWidth, terminal);
    return text.toString();
  }

  private Column column(int index) {
    int value = 0;
    int aside = 0;
    for (Row row : rows) {
      value = Math.max(value, row.cells().get(index).value().length());
      aside = Math.max(aside, row.cells().get(index).aside().length());
    }
    int body = value + (aside == 0 ? 0 : 1 + aside);
    List<String> heading = wrap(headings.get(index), Math.max(body, SHORTEST_HEADING));
    if (aside == 0) {
      // Numbers alone end where their heading ends.
      value = Math.max(value, heading.stream().mapToInt(String::length).max().orElse(0));
    }
    return new Column(index, value, aside, heading);
  }

  private void write(StringBuilder text, List<Column> block, int nameWidth, Terminal terminal) {
    int height = block.stream().mapToInt(column -> column.heading().size()).max().orElse(0);
    for (int line = 0; line < height; line++) {
      StringBuilder words = new StringBuilder(" ".repeat(nameWidth));
      for (Column column : block) {
        int at = line - (height - column.heading().size());
        words.append(GAP).append(padded(at < 0 ? "" : column.heading().get(at), column.width()));
      }
      text.append(terminal.bold(words.toString().stripTrailing())).append('\n');
    }
    for (Row row : rows) {
      boolean fits = row.name().length() <= nameWidth;
      if (!fits) {
        text.append(row.isFaint() ? terminal.faint(row.name()) : row.name()).append('\n');
      }
      StringBuilder plain = new StringBuilder(padded(fits ? row.name() : "", nameWidth));
      for (Column column : block) {
        plain.append(GAP).append(cell(row, column, terminal));
      }
      String line = plain.toString().stripTrailing();
      text.append(row.isFaint() ? terminal.faint(line) : line).append('\n');
    }
  }

  private static String cell(Row row, Column column, Terminal terminal) {
    Cell cell = row.cells().get(column.index());
    String value = " ".repeat(column.valueWidth() - cell.value().length()) + cell.value();
    int rest = column.width() - column.valueWidth();
    String aside = rest == 0 ? "" : padded(" " + cell.aside(), rest);
    if (row.isFaint()) {
      return value + aside;
    }
    return cell.ink().on(value, terminal)
        + (cell.aside().isEmpty() ? aside : terminal.faint(aside));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** Lines of whole words, none longer than the width unless a word is. */
  static List<String> wrap(String words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
