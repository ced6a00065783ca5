package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fierce classes undo}: takes the last change of a model file back. */
@Command(
    name = "undo",
    description = {
      "Take the last change of a model file back: it and NAME.fierce.before change places.",
      "Done twice, the change is there again.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  fierce classes undo runs/cats")
final class ClassesUndoCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  ClassesUndoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Path path = model.path();
    ModelFile now = ModelFile.undo(path);
    streams
        .out()
        .println(
            "%s is as it was before its last change: %d fine classes. Done again, this brings the change back."
                .formatted(path, ClassesCommand.known(now.heads()).size()));
    return ExitCodes.DONE;
  }
}
