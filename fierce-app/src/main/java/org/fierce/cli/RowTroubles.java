package org.fierce.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fierce.data.RowNote;
import org.fierce.data.csv.CsvTable;

/** Rows that could not be read, and what was strange about others; told when all is done. */
final class RowTroubles {
  private static final int SHOWN = 10;
  private static final int MOST_COUNTED = 1000;
  private static final int COUNTS_SHOWN = 5;

  private final List<String> shown = new ArrayList<>();
  private final Map<RowNote.Kind, Noted> notes = new EnumMap<>(RowNote.Kind.class);
  private long rows;
  private long unreadable;

  /** Rows with notes of a kind, and how often what was noted. */
  private static final class Noted {
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long rows;
    private long others;

    void add(List<RowNote> ofOneRow) {
      rows++;
      for (RowNote note : ofOneRow) {
        String what = note.counted();
        if (counts.size() < MOST_COUNTED || counts.containsKey(what)) {
          counts.merge(what, 1L, Long::sum);
        } else {
          others++;
        }
      }
    }

    String inWords(RowNote.Kind kind) {
      List<String> most = new ArrayList<>();
      counts.entrySet().stream()
          .filter(count -> !count.getKey().isEmpty())
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .limit(COUNTS_SHOWN)
          .forEach(
              count ->
                  most.add(
                      count.getValue() == 1 && rows == 1
                          ? CsvTable.shortened(count.getKey())
                          : String.format(
                              Locale.ROOT,
                              "%s (%,d)",
                              CsvTable.shortened(count.getKey()),
                              count.getValue())));
      int unsaid = counts.size() - most.size();
      String more =
          unsaid > 0 && !most.isEmpty()
              ? " and %s%d more".formatted(others > 0 ? "over " : "", unsaid)
              : "";
      String list = most.isEmpty() ? "" : ": " + String.join(", ", most) + more;
      return kind.words(rows) + list + ".";
    }
  }

  void add(ReadRows.Row row) {
    rows++;
    if (row.encoded() == null) {
      unreadable++;
      if (shown.size() < SHOWN) {
        shown.add(named(row) + ": " + row.problem());
      }
      return;
    }
    Map<RowNote.Kind, List<RowNote>> byKind = new EnumMap<>(RowNote.Kind.class);
    for (RowNote note : row.encoded().notes()) {
      byKind.computeIfAbsent(note.kind(), kind -> new ArrayList<>()).add(note);
    }
    byKind.forEach((kind, all) -> notes.computeIfAbsent(kind, none -> new Noted()).add(all));
  }

  private static String named(ReadRows.Row row) {
    String id = CsvTable.shortened(row.id());
    boolean isNumber = !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9');
    String name = isNumber ? "row " + id : id;
    return row.place().isEmpty() ? name : "%s (%s)".formatted(name, row.place());
  }

  long rows() {
    return rows;
  }

  long unreadable() {
    return unreadable;
  }

  /** Sentences of what was strange. */
  List<String> notes() {
    List<String> sentences = new ArrayList<>();
    notes.forEach((kind, noted) -> sentences.add(noted.inWords(kind)));
    return sentences;
  }

  /** The rows that could not be read, with their reasons; empty where there are none. */
  String problems() {
    if (unreadable == 0) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s of %,d could not be read:",
                unreadable == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", unreadable),
                rows));
    shown.forEach(each -> text.append("\n  ").append(each));
    if (unreadable > shown.size()) {
      text.append(String.format(Locale.ROOT, "\n  and %,d more", unreadable - shown.size()));
    }
    return text.toString();
  }

  /** Prints both on standard error. */
  void print(List<String> ofReading, Streams streams) {
    List<String> sentences = new ArrayList<>(ofReading);
    sentences.addAll(notes());
    for (String sentence : sentences) {
      streams.note(sentence);
    }
    if (unreadable > 0) {
      String text = streams.errTerminal().bold("fierce:") + " " + problems();
      streams.err().println(streams.errTerminal().fitted(text));
    }
    streams.err().flush();
  }
}
