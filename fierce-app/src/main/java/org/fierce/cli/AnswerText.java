package org.fierce.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.fierce.data.csv.Problems;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;

/**
 * What a run or a comparison says first, for a terminal: the verdict, then what bears it out, what
 * the model file uses, what to do next; at most {@value #MOST_LINES} lines of 80 columns.
 */
final class AnswerText {
  /** All that is printed, the places of the files among it. */
  static final int MOST_LINES = 12;

  private static final int WIDEST = 80;

  private AnswerText() {}

  /**
   * The lines, each ended.
   *
   * @param last lines to end with, as where the report is
   */
  static String of(Answer answer, List<String> last, Terminal terminal) {
    Terminal narrow =
        new Terminal(
            terminal.isInteractive(), terminal.hasColour(), Math.min(WIDEST, terminal.width()));
    StringBuilder verdict = new StringBuilder();
    narrow
        .paragraph(answer.verdict())
        .lines()
        .forEach(line -> verdict.append(narrow.bold(line)).append('\n'));
    List<String> facts = new ArrayList<>();
    if (!answer.coarse().isEmpty()) {
      facts.add("Coarse label right: " + bars(answer.coarse(), answer.coarse().size()));
    }
    if (!answer.fine().isEmpty()) {
      facts.add(Words.of(answer.fine().get(0)).heading() + ": " + bars(answer.fine(), 4));
    }
    Answer.ChosenFeatures features = answer.features();
    if (features != null) {
      facts.add("The model file uses %s: %s.".formatted(features.words(), features.why()));
    }
    StringBuilder text = new StringBuilder(verdict);
    facts.forEach(fact -> text.append(narrow.paragraph(fact)));
    List<String> end = new ArrayList<>();
    for (int i = 0; i < answer.next().size(); i++) {
      end.add((i == 0 ? "Next: " : "      ") + ProgramName.command(answer.next().get(i)));
    }
    end.addAll(onOneLine(last));
    int left = MOST_LINES - (int) text.chars().filter(c -> c == '\n').count() - end.size();
    text.append(notes(answer.notes(), left, narrow));
    end.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** The places side by side where they fit. */
  private static List<String> onOneLine(List<String> places) {
    String line = String.join("   ", places);
    return line.length() <= WIDEST ? List.of(line) : places;
  }

  /**
   * As many notes as there is room for, those of rows that were left out first; the next one by its
   * beginning, and the number of the others.
   */
  private static String notes(List<String> notes, int room, Terminal terminal) {
    List<String> inOrder = new ArrayList<>(notes);
    inOrder.sort(Comparator.comparing(note -> !note.contains(Problems.LEFT_OUT)));
    StringBuilder text = new StringBuilder();
    int lines = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      String note = terminal.paragraph(inOrder.get(i));
      int own = (int) note.lines().count();
      boolean isLast = i == inOrder.size() - 1;
      if (lines + own + (isLast ? 0 : 1) > Math.max(1, room)) {
        return text + rest(inOrder.subList(i, inOrder.size()), i == 0);
      }
      text.append(note);
      lines += own;
    }
    return text.toString();
  }

  /** One line for notes that have no room. */
  private static String rest(List<String> notes, boolean isAll) {
    String first = notes.get(0);
    if (isAll && first.contains(Problems.LEFT_OUT)) {
      String beginning = first.substring(0, first.indexOf(Problems.LEFT_OUT));
      return beginning
          + Problems.LEFT_OUT
          + (notes.size() > 1 ? "; more in the report.\n" : "; see the report.\n");
    }
    return "%d %snote%s in the report.\n"
        .formatted(notes.size(), isAll ? "" : "more ", notes.size() == 1 ? "" : "s");
  }

  /** What a score is called on the first screen, and how it is written. */
  private enum Words {
    SHARE("Right inside the coarse class", "%.2f"),
    R2("Share of the spread explained (R²)", "%.3f"),
    ERROR("Squared error of the shares", "%.4f");

    private final String heading;
    private final String format;

    Words(String heading, String format) {
      this.heading = heading;
      this.format = format;
    }

    static Words of(Bar bar) {
      return bar.key().contains("Error") ? ERROR : bar.key().contains("R2") ? R2 : SHARE;
    }

    String heading() {
      return heading;
    }

    String value(double value) {
      return String.format(Locale.ROOT, format, value).replace("-", "−");
    }
  }

  private static String bars(List<Bar> bars, int most) {
    List<String> parts = new ArrayList<>();
    for (Bar bar : bars.subList(0, Math.min(most, bars.size()))) {
      parts.add(Words.of(bar).value(bar.value()) + " " + bar.words());
    }
    return String.join(", ", parts) + ".";
  }
}
