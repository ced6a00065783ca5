package org.fierce.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.config.NearestName;
import org.fierce.model.FineHead;
import org.fierce.model.FineHeads;
import org.fierce.model.FineQuestion;
import org.fierce.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fierce head remove}: a model no longer answers a fine question. */
@Command(
    name = "remove",
    description = {
      "Remove the head for a question. The file before is kept as NAME.fierce.before.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  fierce head remove runs/houses number")
final class HeadRemoveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  @Parameters(index = "1", paramLabel = "QUESTION", description = "fine, number or shares.")
  private String question;

  HeadRemoveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    List<String> keys = Arrays.stream(FineQuestion.values()).map(FineQuestion::key).toList();
    FineQuestion asked =
        Arrays.stream(FineQuestion.values())
            .filter(each -> each.key().equals(question))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no question \"%s\"; %s"
                            .formatted(question, NearestName.suggest(question, keys))));
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    FineHead head = heads.head(asked);
    if (head == null) {
      throw new IllegalArgumentException(
          "%s has no head for %s; see what it has by: fierce head list %1$s"
              .formatted(file.path(), asked.inWords()));
    }
    file.with(heads.without(asked));
    streams.say(
        "%s no longer answers %s (%s).".formatted(file.path(), asked.inWords(), head.describe()));
    ClassesCommand.sayUndo(file, streams);
    return ExitCodes.DONE;
  }
}
