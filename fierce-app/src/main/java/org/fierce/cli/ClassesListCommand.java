package org.fierce.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.model.FineHead;
import org.fierce.model.FineHeads;
import org.fierce.model.FineQuestion;
import org.fierce.model.KnownClass;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.NoneOfThese;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce classes list}: the fine classes that a model knows. */
@Command(
    name = "list",
    description = {"List the fine classes that a model knows.", ""},
    footerHeading = "%nExample:%n",
    footer = "  fierce classes list runs/cats --coarse wild")
final class ClassesListCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  @Option(names = "--coarse", paramLabel = "CLASS", description = "Only those of a coarse class.")
  private @Nullable String coarse;

  ClassesListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    FineHead head = heads.head(FineQuestion.FINE);
    int only = coarse == null ? -1 : ModelOptions.coarse(file, coarse);
    List<KnownClass> classes =
        ClassesCommand.known(heads).stream()
            .filter(each -> only < 0 || each.coarse() == only)
            .toList();
    TextTable table = new TextTable(List.of("examples", "coarse class"));
    for (KnownClass each : classes) {
      table.row(
          each.name(),
          List.of(
              new TextTable.Cell(Integer.toString(each.examples()), "", false),
              new TextTable.Cell("", ModelOptions.names(file).get(each.coarse()), false)),
          false);
    }
    if (!classes.isEmpty()) {
      streams.out().print(table.render(streams.outTerminal()));
      streams.out().println();
    }
    streams.say(summary(file, head, classes.size()));
    if (head == null) {
      streams.out().println("Add some: fierce classes add %s NAME FILES".formatted(file.path()));
    }
    streams.out().flush();
    return ExitCodes.DONE;
  }

  private String summary(ModelFile file, @Nullable FineHead head, int listed) {
    if (head == null) {
      return file.path() + " knows no fine class.";
    }
    return "%s answers by %s; %d listed. %s"
        .formatted(
            file.path(),
            head.describe(),
            listed,
            head instanceof NearestMeanHead means ? unknown(means.noneOfThese()) : "");
  }

  /** What is said of rows of no known class. */
  static String unknown(@Nullable NoneOfThese limit) {
    return limit == null
        ? "No row is said to be of none of them yet: that needs a class of two examples."
        : "A row is of none of them where it lies further out than %s of what is usual (%d examples)."
            .formatted(ClassesCommand.percent(1 - limit.falseAlarmRate()), limit.examples());
  }
}
