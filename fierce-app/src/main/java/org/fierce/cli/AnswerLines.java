package org.fierce.cli;

import java.nio.file.Path;
import org.fierce.run.Answer;

/** What a comparison says first, for a terminal. */
final class AnswerLines {
  private static final int MOST_NOTES = 2;

  private AnswerLines() {}

  /** Verdict, notes, where the report is, and what to do next. */
  static String of(Answer answer, Path report, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    terminal
        .paragraph(answer.verdict())
        .lines()
        .forEach(line -> text.append(terminal.bold(line)).append('\n'));
    answer.notes().stream()
        .limit(MOST_NOTES)
        .forEach(note -> text.append(ScoreTable.faint(note, terminal)));
    text.append("Report: ").append(report).append('\n');
    if (!answer.next().isEmpty()) {
      text.append("Next:\n");
      answer.next().forEach(line -> text.append("  ").append(ProgramName.command(line)).append('\n'));
    }
    return text.toString();
  }
}
