package org.fierce.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.fierce.config.NearestName;
import org.fierce.model.FineHeads;
import org.fierce.model.FineQuestion;
import org.fierce.model.KnownClass;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce classes remove}: a model forgets a fine class. */
@Command(
    name = "remove",
    description = {
      "Remove a fine class from a model. The file before is kept as NAME.fierce.before.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  fierce classes remove runs/cats ocelot")
final class ClassesRemoveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  @Parameters(index = "1", paramLabel = "NAME", description = "The class.")
  private String name;

  @Option(
      names = "--coarse",
      paramLabel = "CLASS",
      description = "Its coarse class, where two have one of that name.")
  private @Nullable String coarse;

  ClassesRemoveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    NearestMeanHead head = ClassesCommand.changeable(file, heads);
    int found = find(file, head.classes());
    NearestMeanHead rest = head.without(found);
    file.with(rest.classes().isEmpty() ? heads.without(FineQuestion.FINE) : heads.with(rest));
    KnownClass removed = head.classes().get(found);
    streams.say(
        "%s no longer knows \"%s\" of coarse class %s (%d examples); it knows %d fine classes."
            .formatted(
                file.path(),
                removed.name(),
                ModelOptions.names(file).get(removed.coarse()),
                removed.examples(),
                rest.classes().size()));
    ClassesCommand.sayUndo(file, streams);
    return ExitCodes.DONE;
  }

  private int find(ModelFile file, List<KnownClass> classes) {
    int only = coarse == null ? -1 : ModelOptions.coarse(file, coarse);
    int[] found =
        IntStream.range(0, classes.size())
            .filter(c -> classes.get(c).name().equals(name))
            .filter(c -> only < 0 || classes.get(c).coarse() == only)
            .toArray();
    if (found.length == 0) {
      List<String> names = classes.stream().map(KnownClass::name).distinct().toList();
      throw new IllegalArgumentException(
          names.isEmpty()
              ? "%s knows no fine class".formatted(file.path())
              : "%s knows no fine class \"%s\"%s; %s"
                  .formatted(
                      file.path(),
                      name,
                      coarse == null ? "" : " of coarse class " + coarse,
                      NearestName.suggest(name, names)));
    }
    if (found.length > 1) {
      throw new IllegalArgumentException(
          "%s knows \"%s\" in %d coarse classes: %s; say which by --coarse"
              .formatted(
                  file.path(),
                  name,
                  found.length,
                  String.join(
                      ", ",
                      IntStream.of(found)
                          .mapToObj(c -> ModelOptions.names(file).get(classes.get(c).coarse()))
                          .toList())));
    }
    return found[0];
  }
}
