package org.fierce.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table and the rows nearest to it, a line each: of all columns those that differ most,
 * each value with its difference to that of the row.
 */
final class NeighbourTable {
  /** Columns shown: those that differ most. */
  private static final int COLUMNS = 5;

  /** Longer ones are sentences. */
  private static final int LONGEST_CELL = 60;

  private final Details.Values values;
  private final double[] spreads;

  /** Tables of rows whose cells are known. */
  NeighbourTable(Details.Values values) {
    this.values = values;
    this.spreads =
        IntStream.range(0, values.columns().size()).mapToDouble(c -> spread(values, c)).toArray();
  }

  /**
   * A line.
   *
   * @param label what stands first, as the fine target
   * @param aside what stands below it, as how near the row is
   * @param cells of the row; null where they are not known
   */
  record Line(String label, String aside, @Nullable List<@Nullable Object> cells) {}

  /** Standard deviation of a column over all rows that are known; 1 of a column of text. */
  private static double spread(Details.Values values, int column) {
    double[] numbers =
        Stream.of(values.test(), values.train())
            .map(Map::values)
            .flatMap(Collection::stream)
            .map(cells -> cells.get(column))
            .filter(Number.class::isInstance)
            .mapToDouble(cell -> ((Number) cell).doubleValue())
            .filter(Double::isFinite)
            .toArray();
    double mean = DoubleStream.of(numbers).average().orElse(0);
    double square =
        DoubleStream.of(numbers).map(each -> (each - mean) * (each - mean)).average().orElse(0);
    return square > 0 ? Math.sqrt(square) : 1;
  }

  /** The columns in which the others differ most from the row, in the order of the table. */
  private int[] columns(List<@Nullable Object> row, List<Line> others) {
    double[] gaps =
        IntStream.range(0, spreads.length).mapToDouble(c -> gap(row, others, c)).toArray();
    return IntStream.range(0, spreads.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> -gaps[c]))
        .limit(COLUMNS)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Mean difference in standard deviations; of texts the share that differs. */
  private double gap(List<@Nullable Object> row, List<Line> others, int column) {
    return others.stream()
        .map(Line::cells)
        .filter(Objects::nonNull)
        .mapToDouble(
            cells -> {
              Object mine = row.get(column);
              Object theirs = cells.get(column);
              return mine instanceof Number one && theirs instanceof Number other
                  ? Math.abs(one.doubleValue() - other.doubleValue()) / spreads[column]
                  : Objects.equals(mine, theirs) ? 0 : 1;
            })
        .average()
        .orElse(0);
  }

  /**
   * Writes the table.
   *
   * @param first the row, whose cells are known
   * @param others nearest first
   */
  void write(Html page, Line first, List<Line> others) {
    List<@Nullable Object> row = Objects.requireNonNull(first.cells());
    int[] columns = columns(row, others);
    page.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text("Nearest to " + first.label())
        .raw("\"><table class=\"overview near\"><thead><tr><th scope=\"col\">")
        .text("fine target")
        .raw("</th>");
    for (int column : columns) {
      page.element("th", "scope=\"col\"", values.columns().get(column));
    }
    page.raw("</tr></thead><tbody>\n");
    line(page, "class=\"self\"", first, columns, null);
    others.forEach(other -> line(page, "", other, columns, row));
    page.raw("</tbody></table></div>\n");
  }

  private static void line(
      Html page,
      String attributes,
      Line line,
      int[] columns,
      @Nullable List<@Nullable Object> compared) {
    page.raw(attributes.isEmpty() ? "<tr>" : "<tr " + attributes + ">").raw("<th scope=\"row\">");
    page.text(line.label()).element("small", "", line.aside()).raw("</th>");
    for (int column : columns) {
      Object cell = line.cells() == null ? null : line.cells().get(column);
      page.raw("<td>").text(Details.Values.text(cell));
      if (compared != null && line.cells() != null) {
        page.element("small", "", difference(cell, compared.get(column)));
      }
      page.raw("</td>");
    }
    page.raw("</tr>\n");
  }

  /** How far a cell is from that of the row: {@code +0.5}, or {@code same}. */
  private static String difference(@Nullable Object cell, @Nullable Object compared) {
    if (Objects.equals(cell, compared)) {
      return "same";
    }
    if (cell instanceof Number one && compared instanceof Number other) {
      double gap = one.doubleValue() - other.doubleValue();
      return gap == 0 ? "same" : (gap > 0 ? "+" : "") + Numbers.plain(gap);
    }
    return "differs";
  }

  /** Whether rows are shown so: several columns, and cells that are no sentences. */
  static boolean fits(Details.@Nullable Values values) {
    if (values == null || values.columns().size() < 2) {
      return false;
    }
    return values.test().values().stream()
        .limit(50)
        .flatMap(List::stream)
        .allMatch(cell -> Details.Values.text(cell).length() <= LONGEST_CELL);
  }
}
