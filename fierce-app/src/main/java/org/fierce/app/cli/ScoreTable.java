package org.fierce.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fierce.app.cli.TextTable.Cell;
import org.fierce.app.report.Numbers;
import org.fierce.app.report.Results;
import org.fierce.app.report.Results.Difference;
import org.fierce.app.report.Results.Estimate;
import org.fierce.app.report.Results.Method;
import org.fierce.app.report.ScoreNames;

/** Results as text for a terminal. */
final class ScoreTable {
  private ScoreTable() {}

  /** Verdict, scores and paired differences. */
  static String of(Results results, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    if (results.keys().isEmpty()) {
      return "no scores\n";
    }
    text.append(results.methods().size() == 1 ? one(results, terminal) : many(results, terminal));
    if (results.methods().stream().anyMatch(method -> !method.differences().isEmpty())) {
      text.append('\n').append(differences(results, terminal));
    }
    text.append('\n').append(terminal.faint(results.intervals() + "."));
    if (results.methods().stream().anyMatch(Method::free)) {
      text.append('\n').append(terminal.faint("* rival, shown for comparison."));
    }
    text.append('\n');
    results.verdicts().forEach(verdict -> text.append('\n').append(verdict));
    results.notes().forEach(note -> text.append('\n').append(note));
    return text.append(results.verdicts().isEmpty() && results.notes().isEmpty() ? "" : "\n")
        .toString();
  }

  private static String one(Results results, Terminal terminal) {
    TextTable table = new TextTable(List.of("", ""));
    for (String key : results.keys()) {
      Estimate estimate = Objects.requireNonNull(results.methods().get(0).scores().get(key));
      table.row(
          ScoreNames.words(key),
          List.of(cell(results, key, estimate), new Cell("", key, false)),
          false);
    }
    return table
        .render(terminal)
        .lines()
        .skip(1)
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  private static String many(Results results, Terminal terminal) {
    TextTable table = new TextTable(results.keys().stream().map(ScoreNames::words).toList());
    for (Method method : results.methods()) {
      List<Cell> cells = new ArrayList<>();
      for (String key : results.keys()) {
        Estimate estimate = method.scores().get(key);
        cells.add(estimate == null ? Cell.EMPTY : cell(results, key, estimate));
      }
      table.row(method.free() ? method.name() + " *" : method.name(), cells, method.free());
    }
    return table.render(terminal);
  }

  private static String differences(Results results, Terminal terminal) {
    List<String> keys = results.keys();
    TextTable table = new TextTable(keys.stream().map(ScoreNames::words).toList());
    String to = "";
    for (Method method : results.methods()) {
      if (method.free() || method.differences().isEmpty()) {
        continue;
      }
      List<Cell> cells = new ArrayList<>();
      for (String key : keys) {
        Difference difference = method.differences().get(key);
        cells.add(difference == null ? Cell.EMPTY : cell(results, key, difference));
        to = difference == null ? to : difference.to();
      }
      table.row(method.name(), cells, false);
    }
    return to.isEmpty()
        ? ""
        : "Difference to " + to + ", paired by seed; p after Holm\n" + table.render(terminal);
  }

  private static Cell cell(Results results, String key, Estimate estimate) {
    int decimals = decimals(results, key);
    return new Cell(
        Numbers.fixed(estimate.value(), decimals), Numbers.interval(estimate, decimals), false);
  }

  private static Cell cell(Results results, String key, Difference difference) {
    int decimals = decimals(results, key);
    Estimate estimate = difference.estimate();
    String aside = Numbers.interval(estimate, decimals);
    if (Double.isFinite(difference.pHolm())) {
      aside += " " + Numbers.probability(difference.pHolm());
    }
    return new Cell(
        Numbers.signed(estimate.value(), decimals),
        aside,
        Double.isFinite(difference.pHolm()) && difference.pHolm() < 0.05);
  }

  private static int decimals(Results results, String key) {
    return Numbers.decimals(
        results.methods().stream()
            .map(method -> method.scores().get(key))
            .filter(Objects::nonNull)
            .toList());
  }
}
