package org.fierce.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fierce.model.FineHead;
import org.fierce.model.FineHeads;
import org.fierce.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fierce head list}: the fine heads of a model. */
@Command(
    name = "list",
    description = {"List the fine heads of a model.", ""},
    footerHeading = "%nExample:%n",
    footer = "  fierce head list runs/houses")
final class HeadListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  HeadListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    for (FineHead head : heads.heads()) {
      streams.out().println("%-7s %s".formatted(head.question().key(), head.describe()));
    }
    if (heads.heads().isEmpty()) {
      streams
          .out()
          .println(
              "%s has no fine head. Fit one by: fierce head fit %1$s --data TABLE.csv --target COLUMN"
                  .formatted(file.path()));
    }
    return ExitCodes.DONE;
  }
}
