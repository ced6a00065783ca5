package org.fierce.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fierce.cli.TextTable.Cell;
import org.fierce.report.Footnotes;
import org.fierce.report.Numbers;
import org.fierce.report.Results;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.fierce.stats.Measure;

/** Results as text for a terminal. */
final class ScoreTable {
  private static final int GAP = 4;

  private ScoreTable() {}

  /**
   * Scores, paired differences on the primary score, verdict.
   *
   * @param isAll whether every score of a comparison is shown, not only the main ones
   */
  static String of(Results results, boolean isAll, Terminal terminal) {
    List<String> all = results.keys();
    if (all.isEmpty()) {
      return "no scores\n";
    }
    StringBuilder text = new StringBuilder();
    if (results.methods().size() == 1) {
      List<String> keys = all.stream().filter(key -> !Measure.of(key).isDetail()).toList();
      text.append(one(results, keys, terminal));
      String rest =
          keys.size() == all.size()
              ? "."
              : ". %d of %d scores; scores.json and the report hold the others."
                  .formatted(keys.size(), all.size());
      if (!hasRoomForKeys(results, keys, terminal)) {
        rest += " Their keys: --json.";
      }
      text.append('\n').append(faint(results.intervals() + rest, terminal));
    } else {
      List<String> keys = isAll ? all : main(all);
      text.append(many(results, keys, terminal));
      text.append('\n').append(faint(remark(results, keys.size(), all.size()), terminal));
      text.append(Differences.of(results, all.get(0), decimals(results, all.get(0)), terminal));
    }
    List<String> said = new ArrayList<>(results.verdicts());
    said.addAll(results.warnings());
    said.addAll(results.notes());
    if (!said.isEmpty()) {
      text.append('\n');
    }
    said.forEach(sentence -> text.append(terminal.paragraph(sentence)));
    return text.toString();
  }

  /** The main ones of these keys; all of them where none is main. */
  private static List<String> main(List<String> keys) {
    List<String> main = keys.stream().filter(key -> Measure.of(key).isMain()).toList();
    return main.isEmpty() ? keys : main;
  }

  /** A sentence in lighter ink, line by line. */
  static String faint(String sentence, Terminal terminal) {
    return terminal
        .paragraph(sentence)
        .lines()
        .map(line -> terminal.faint(line) + "\n")
        .collect(Collectors.joining());
  }

  private static String remark(Results results, int shown, int all) {
    String plusMinus =
        results.methods().stream()
                .flatMap(method -> method.scores().values().stream())
                .anyMatch(Estimate::hasInterval)
            ? results.intervals("after ±, half of")
            : results.intervals();
    return shown == all
        ? plusMinus + "."
        : "%s. %d of %d scores; --all prints the others, the report shows them."
            .formatted(plusMinus, shown, all);
  }

  private static String one(Results results, List<String> keys, Terminal terminal) {
    boolean hasKeys = hasRoomForKeys(results, keys, terminal);
    TextTable table = new TextTable(hasKeys ? List.of("", "") : List.of(""));
    Footnotes notes = new Footnotes();
    for (String key : keys) {
      Estimate estimate = Objects.requireNonNull(results.methods().get(0).scores().get(key));
      Cell cell = cell(results, key, estimate, notes.mark(estimate.note()));
      table.row(
          Measure.of(key).words(),
          hasKeys ? List.of(cell, new Cell("", key, false)) : List.of(cell),
          false);
    }
    String rows =
        table.render(terminal).lines().skip(1).map(line -> line + "\n").reduce("", String::concat);
    String told =
        notes.lines().stream().map(line -> faint(line, terminal)).collect(Collectors.joining());
    return rows + (told.isEmpty() ? "" : "\n" + told);
  }

  /** Whether names, numbers and keys fit beside each other, so that no name is told twice. */
  private static boolean hasRoomForKeys(Results results, List<String> keys, Terminal terminal) {
    int names = 0;
    int numbers = 0;
    int widest = 0;
    for (String key : keys) {
      Estimate estimate = Objects.requireNonNull(results.methods().get(0).scores().get(key));
      names = Math.max(names, Measure.of(key).words().length());
      Cell cell = cell(results, key, estimate, estimate.note() == null ? "" : "(9)");
      numbers = Math.max(numbers, cell.value().length() + 1 + cell.aside().length());
      widest = Math.max(widest, key.length());
    }
    return names + numbers + widest + 2 * GAP <= terminal.width();
  }

  private static String many(Results results, List<String> keys, Terminal terminal) {
    TextTable table = new TextTable(keys.stream().map(key -> Measure.of(key).heading()).toList());
    boolean hasRivals = false;
    for (Method method : results.methods()) {
      if (keys.stream().noneMatch(method.scores()::containsKey)) {
        continue;
      }
      if (method.isRival() && !hasRivals) {
        table.row("rivals", Collections.nCopies(keys.size(), Cell.EMPTY), true);
        hasRivals = true;
      }
      List<Cell> cells = new ArrayList<>();
      for (String key : keys) {
        Estimate estimate = method.scores().get(key);
        cells.add(estimate == null ? Cell.EMPTY : compact(results, key, estimate));
      }
      table.row(
          method.isRival() ? "  " + method.markedName() : method.markedName(),
          cells,
          method.isRival());
    }
    return table.render(terminal);
  }

  private static Cell compact(Results results, String key, Estimate estimate) {
    int decimals = decimals(results, key);
    return new Cell(
        Numbers.fixed(estimate.value(), decimals),
        estimate.hasInterval()
            ? "±" + Numbers.fixed((estimate.high() - estimate.low()) / 2, decimals)
            : "",
        false);
  }

  private static Cell cell(Results results, String key, Estimate estimate, String mark) {
    int decimals = decimals(results, key);
    String aside = Numbers.interval(estimate, decimals) + " " + mark;
    return new Cell(Numbers.fixed(estimate.value(), decimals), aside.strip(), false);
  }

  private static int decimals(Results results, String key) {
    return Numbers.decimals(
        results.methods().stream()
            .map(method -> method.scores().get(key))
            .filter(Objects::nonNull)
            .toList());
  }
}
