package org.fierce.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fierce.model.Prediction;
import org.fierce.report.VisibleText;

/** How many rows were answered by each class. */
final class AnswerCounts {
  private static final int SHOWN = 6;

  private final Map<String, Long> coarse = new TreeMap<>();
  private long rows;
  private long unknown;

  void add(Prediction prediction) {
    rows++;
    coarse.merge(prediction.coarse(), 1L, Long::sum);
    Prediction.FineClass fine = prediction.fine();
    unknown += fine != null && fine.isUnknown() ? 1 : 0;
  }

  long rows() {
    return rows;
  }

  /** As {@code 10 rows: cat 7, dog 3; none of the fine classes 2}. */
  String inWords() {
    List<Map.Entry<String, Long>> most =
        coarse.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    String counts =
        most.stream()
            .limit(SHOWN)
            .map(
                count ->
                    String.format(
                        Locale.ROOT, "%s %,d", VisibleText.of(count.getKey()), count.getValue()))
            .collect(Collectors.joining(", "));
    int others = most.size() - SHOWN;
    long rest = most.stream().skip(SHOWN).mapToLong(Map.Entry::getValue).sum();
    return String.format(
        Locale.ROOT,
        "%,d %s: %s%s%s.",
        rows,
        rows == 1 ? "row" : "rows",
        counts,
        others > 0
            ? String.format(
                Locale.ROOT, ", %d other %s %,d", others, others == 1 ? "class" : "classes", rest)
            : "",
        unknown > 0
            ? String.format(Locale.ROOT, "; none of the known fine classes %,d", unknown)
            : "");
  }
}
