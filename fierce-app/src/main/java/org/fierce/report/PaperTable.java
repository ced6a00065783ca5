package org.fierce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.paper.PaperResults;
import org.fierce.report.Results.Estimate;
import org.jspecify.annotations.Nullable;

/** A comparison of ours with the paper's figures beside it, as text cells. */
public final class PaperTable {
  private static final int PAPER_DECIMALS = 4;

  private final List<String> keys;
  private final List<Row> rows;
  private final List<Long> seeds;

  /**
   * A line.
   *
   * @param isRival whether it is none of the paper's methods
   * @param cells one a key
   */
  public record Row(String name, boolean isRival, List<Cell> cells) {}

  /**
   * A score.
   *
   * @param value mean over seeds, empty where there is none
   * @param half {@code ±} and half the interval, empty for one seed
   * @param paper the paper's figures, empty where there are none
   */
  public record Cell(String value, String half, String paper) {}

  /** The scores of a comparison that the paper reports too; lines without any are left out. */
  public PaperTable(ComparisonReport report, PaperResults paper) {
    seeds = report.seeds();
    keys =
        paper.keys().stream()
            .filter(key -> report.methods().stream().anyMatch(row -> has(row, key)))
            .toList();
    rows =
        report.methods().stream()
            .filter(row -> keys.stream().anyMatch(key -> has(row, key)))
            .map(row -> row(row, report, paper))
            .toList();
  }

  private static boolean has(Summary row, String key) {
    return row.scores().containsKey(key);
  }

  private Row row(Summary row, ComparisonReport report, PaperResults paper) {
    List<Cell> cells = new ArrayList<>();
    for (String key : keys) {
      cells.add(cell(row.scores().get(key), decimals(report, key), paper.figures(row.name(), key)));
    }
    return new Row(row.name(), row.isRival(), cells);
  }

  private static int decimals(ComparisonReport report, String key) {
    return Numbers.decimals(
        report.methods().stream()
            .map(row -> row.scores().get(key))
            .filter(Objects::nonNull)
            .map(score -> new Estimate(score.mean(), score.low(), score.high()))
            .toList());
  }

  private static Cell cell(
      @Nullable SeedScore score, int decimals, List<PaperResults.Figure> figures) {
    String beside =
        figures.stream()
            .map(
                figure ->
                    Numbers.fixed(figure.value(), PAPER_DECIMALS).replaceFirst("0+$", "")
                        + (figures.size() > 1 ? " " + figure.kind() : ""))
            .collect(Collectors.joining(", "));
    if (score == null) {
      return new Cell("", "", beside);
    }
    double half = (score.high() - score.low()) / 2;
    return new Cell(
        Numbers.fixed(score.mean(), decimals),
        Double.isFinite(half) ? "±" + Numbers.fixed(half, decimals) : "",
        beside);
  }

  /** The keys of the columns. */
  public List<String> keys() {
    return keys;
  }

  /** Methods first, then rivals. */
  public List<Row> rows() {
    return rows;
  }

  /** The seeds that the means are over. */
  public List<Long> seeds() {
    return seeds;
  }
}
