package org.fierce.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.run.RepeatCommand;
import org.jspecify.annotations.Nullable;

/** The commands that a user is shown after a run, which work as they are printed. */
final class NextCommands {
  private NextCommands() {}

  /**
   * After a run with a model file.
   *
   * @param rows file or folder that the model can answer, or null where none is known
   */
  static List<String> afterRun(Path run, @Nullable Path rows) {
    List<String> commands = new ArrayList<>();
    if (rows != null) {
      commands.add(RepeatCommand.line(List.of("predict", run.toString(), rows.toString())));
    }
    commands.add(RepeatCommand.line(List.of("classes", "add", run.toString(), "--help")));
    return commands;
  }
}
