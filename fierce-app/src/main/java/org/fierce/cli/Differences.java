package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fierce.cli.TextTable.Cell;
import org.fierce.cli.TextTable.Ink;
import org.fierce.compare.PairedDifference;
import org.fierce.compare.SeedsNeeded;
import org.fierce.report.Numbers;
import org.fierce.report.Results;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.fierce.stats.Measure;
import org.fierce.stats.PairedPower;
import org.jspecify.annotations.Nullable;

/**
 * The table of differences to the first method on one score: over seeds, over test rows, and the
 * verdict.
 */
final class Differences {
  private static final double SIGNIFICANCE = 0.05;

  private final List<PairedDifference> rows;
  private final int decimals;
  private final List<String> headings = new ArrayList<>();
  private final List<List<Cell>> cells = new ArrayList<>();

  private Differences(List<PairedDifference> rows, int decimals) {
    this.rows = rows;
    this.decimals = decimals;
    rows.forEach(row -> cells.add(new ArrayList<>()));
  }

  /** The table with a line above and one below; empty where no method has a difference. */
  static String of(Results results, String key, int decimals, Terminal terminal) {
    List<Method> methods =
        results.methods().stream()
            .filter(method -> !method.isRival() && method.differences().containsKey(key))
            .toList();
    if (methods.isEmpty()) {
      return "";
    }
    List<PairedDifference> rows =
        methods.stream()
            .map(method -> Objects.requireNonNull(method.differences().get(key)))
            .toList();
    Differences differences = new Differences(rows, decimals);
    List<String> remarks = differences.columns();
    TextTable table = new TextTable(differences.headings);
    for (int i = 0; i < rows.size(); i++) {
      table.row(methods.get(i).name(), differences.cells.get(i), false);
    }
    String title =
        "Against %s on %s (%s is better), paired by seed"
            .formatted(
                rows.get(0).to(),
                Measure.of(key).words(),
                Measure.of(key).isLargerBetter() ? "larger" : "smaller");
    return "\n"
        + terminal.paragraph(title)
        + table.render(terminal)
        + (remarks.isEmpty() ? "" : ScoreTable.faint(String.join(" ", remarks), terminal));
  }

  /** Fills headings and cells; returns the remarks to print below. */
  private List<String> columns() {
    List<String> remarks = new ArrayList<>();
    boolean hasSeeds = rows.stream().anyMatch(row -> Double.isFinite(row.pHolm()));
    boolean hasRows = rows.stream().anyMatch(row -> row.examples() != null);
    if (rows.stream().anyMatch(row -> row.call() != null)) {
      column("verdict", Differences::call);
    }
    column(
        hasSeeds ? "over training seeds" : "difference",
        row ->
            new Cell(
                Numbers.signed(row.mean(), decimals),
                interval(Estimate.overSeeds(row)),
                row.pHolm() < SIGNIFICANCE));
    if (hasSeeds) {
      column("p (Holm)", row -> new Cell(probability(row.pHolm()), "", false));
    }
    if (hasRows) {
      column("over test rows", row -> new Cell(interval(Estimate.overRows(row)), "", false));
      column(
          "p (Holm)",
          row ->
              new Cell(
                  probability(row.examples() == null ? Double.NaN : row.examples().pHolm()),
                  "",
                  false));
      remarks.add(
          hasSeeds
              ? "Over training seeds: other seeds of training, and of the split where they draw it. Over test rows: other rows under the same trained networks."
              : "One seed: the interval is of other test rows under the same trained networks.");
    }
    rows.stream()
        .map(PairedDifference::seedsNeeded)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(needed -> remarks.add(neededColumns(needed)));
    return remarks;
  }

  private String neededColumns(SeedsNeeded any) {
    String smallest = any.smallest().shownDifference();
    column("seeds for size seen", row -> needed(row.seedsNeeded(), true));
    column("seeds for " + smallest, row -> needed(row.seedsNeeded(), false));
    return "Seeds to find a difference of the size seen, or of %s, in %.0f of 100 comparisons; in brackets over the 95 %% interval of the spread."
        .formatted(smallest, 100 * SeedsNeeded.POWER);
  }

  private interface Column {
    Cell cell(PairedDifference row);
  }

  private void column(String heading, Column column) {
    headings.add(heading);
    for (int i = 0; i < rows.size(); i++) {
      cells.get(i).add(column.cell(rows.get(i)));
    }
  }

  private static Cell call(PairedDifference row) {
    PairedDifference.Call call = row.call();
    if (call == null) {
      return Cell.EMPTY;
    }
    Ink ink =
        switch (call) {
          case BETTER -> Ink.GREEN;
          case WORSE -> Ink.RED;
          case CANNOT_TELL -> Ink.PLAIN;
        };
    return new Cell(call.words(), "", ink);
  }

  private static Cell needed(@Nullable SeedsNeeded needed, boolean isSeen) {
    if (needed == null) {
      return Cell.EMPTY;
    }
    SeedsNeeded.Size size = isSeen ? needed.observed() : needed.smallest();
    return new Cell(
        count(size.seeds()), "[%s, %s]".formatted(count(size.low()), count(size.high())), false);
  }

  private static String count(int seeds) {
    return seeds >= PairedPower.MOST_SEEDS ? "≥" + PairedPower.MOST_SEEDS : Integer.toString(seeds);
  }

  private String interval(Estimate estimate) {
    return Numbers.interval(estimate, decimals);
  }

  /** {@code < 0.001} or {@code 0.012}; nothing where there is none. */
  private static String probability(double p) {
    return Double.isFinite(p) ? Numbers.probability(p).replaceFirst("^p (= )?", "") : "";
  }
}
