package org.fierce.cli;

import java.io.IOException;
import java.util.List;
import org.fierce.model.FineHead;
import org.fierce.model.FineHeads;
import org.fierce.model.FineQuestion;
import org.fierce.model.KnownClass;
import org.fierce.model.LogisticHead;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.fierce.run.RepeatCommand;
import picocli.CommandLine.Command;

/** {@code fierce classes}: the fine classes that a model knows. */
@Command(
    name = "classes",
    description = {
      "List, add or remove the fine classes that a model tells, without training.",
      "",
      "A row is of the class whose mean of examples is nearest, among those of its coarse class, or of",
      "none of them where it lies further out than almost all of their own examples do.",
      ""
    },
    subcommands = {
      ClassesListCommand.class,
      ClassesAddCommand.class,
      ClassesRemoveCommand.class,
      ClassesUndoCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce classes list runs/cats",
      "  fierce classes add runs/cats ocelot photos/ocelot-*.jpg",
      "  fierce classes add runs/cats --from labels.csv --fine breed",
      "  fierce classes remove runs/cats ocelot",
      "  fierce classes undo runs/cats"
    })
final class ClassesCommand {
  /** How a change is taken back: a command to be copied, on a line of its own. */
  static void sayUndo(ModelFile file, Streams streams) {
    streams
        .out()
        .println("Undo: " + RepeatCommand.line(List.of("classes", "undo", file.path().toString())));
    streams.out().flush();
  }

  /** Share of rows, in words, as {@code 5 %}. */
  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** The classes that a model knows; none where it has no head for fine classes. */
  static List<KnownClass> known(FineHeads heads) {
    FineHead head = heads.head(FineQuestion.FINE);
    return head instanceof LogisticHead logistic
        ? logistic.classes()
        : head instanceof NearestMeanHead means ? means.classes() : List.of();
  }

  /**
   * The head that classes are added to.
   *
   * @throws IllegalArgumentException if the model's head has to be fitted again for that
   */
  static NearestMeanHead changeable(ModelFile file, FineHeads heads) throws IOException {
    FineHead head = heads.head(FineQuestion.FINE);
    if (head == null) {
      return NearestMeanHead.empty(heads.centres());
    }
    if (head instanceof NearestMeanHead means) {
      return means;
    }
    throw new IllegalArgumentException(
        "%s answers by %s, which has to be fitted again for other classes; fit it again with all labels, or a head of --kind nearest-mean, by: fierce head fit %1$s"
            .formatted(file.path(), head.describe()));
  }
}
