package org.fierce.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.fierce.config.StartingConfig;
import org.fierce.data.FloatMatrix;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.rows.RowInputs;
import org.fierce.data.split.FineColumns;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.fierce.model.ClassExamples;
import org.fierce.model.FineHeads;
import org.fierce.model.Majority;
import org.fierce.model.ModelFile;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.Predictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce classes add}: a model learns fine classes from a few examples each. */
@Command(
    name = "add",
    description = {
      "Add fine classes to a model, from a few examples each, without training.",
      "",
      "FILES hold the examples of one class: pictures or folders of them; a table, a file of texts or a",
      "matrix of which each row is one. A table given by --from names the class of each of its rows:",
      "  pictures  columns file and fine; names of files are relative to the table",
      "  a table   the columns that the model was trained on, and fine",
      "  texts     columns text and fine",
      "  vectors   column fine, a line for each row of --matrix",
      "",
      "A class belongs to the coarse class that more than half of its examples are predicted to be in,",
      "unless it is said. The file before is kept as NAME.fierce.before.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce classes add runs/cats ocelot photos/ocelot-*.jpg",
      "  fierce classes add runs/cats ocelot photos/ocelot/ --coarse wild",
      "  fierce classes add runs/cats --from labels.csv --fine breed"
    })
final class ClassesAddCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The class.")
  private @Nullable String name;

  @Parameters(index = "2..*", paramLabel = "FILES", description = "Its examples.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--from", paramLabel = "TABLE.csv", description = "Table of labelled examples.")
  private @Nullable Path from;

  @Option(
      names = "--fine",
      paramLabel = "COLUMN",
      defaultValue = "fine",
      description = "Column of the table that holds the class; default: ${DEFAULT-VALUE}.")
  private String fine;

  @Mixin private LabelledFileOptions rows;

  @Option(
      names = "--coarse",
      paramLabel = "CLASS",
      description = "Coarse class that all of them belong to.")
  private @Nullable String coarse;

  ClassesAddCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * A class to be added.
   *
   * @param agreeing number of examples that are predicted to be in its coarse class
   */
  private record Added(ClassExamples examples, int agreeing) {}

  @Override
  public Integer call() throws IOException {
    if ((from == null) == (name == null) || (from == null && files.isEmpty())) {
      throw new IllegalArgumentException(
          "name either a class and the FILES of its examples, or a table of labelled examples with --from; found %s"
              .formatted(
                  from != null
                      ? "both the name \"%s\" and --from %s".formatted(name, from)
                      : name == null ? "neither" : "the name \"%s\" alone".formatted(name)));
    }
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    NearestMeanHead before = ClassesCommand.changeable(file, heads);
    List<Added> added;
    try (Predictor predictor = Predictor.load(file.path());
        StageLine stage = new StageLine("", streams)) {
      stage.begin("computing the features of the examples");
      added = from == null ? one(file, predictor) : labelled(file, predictor, from);
    }
    NearestMeanHead after;
    try {
      after = before.with(added.stream().map(Added::examples).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file.path(), e.getMessage()), e);
    }
    file.with(heads.with(after));
    print(file, before, after, added);
    return ExitCodes.DONE;
  }

  private List<Added> one(ModelFile file, Predictor predictor) throws IOException {
    FeatureRows.Reader reader = new FeatureRows.Reader(predictor);
    RowInputs inputs = RowInputs.of(predictor.model().description().row());
    reader.addAll(inputs.open(files, InputStream.nullInputStream()));
    if (reader.size() == 0) {
      throw inputs.nothing(files);
    }
    FeatureRows read = reader.read();
    int[] all = IntStream.range(0, reader.size()).toArray();
    return List.of(added(file, String.valueOf(name), null, read, all));
  }

  /** The column of classes that {@code --fine} names. */
  private String fineColumn() {
    FineColumns columns = StartingConfig.fineColumns(fine);
    if (columns.number() != null || !columns.shares().isEmpty()) {
      throw new IllegalArgumentException(
          "--fine %s is no class; a number or shares are learnt by: fierce head fit MODEL --data TABLE --fine '%1$s'"
              .formatted(fine));
    }
    return columns.single();
  }

  private List<Added> labelled(ModelFile file, Predictor predictor, Path path) throws IOException {
    CsvTable table = LabelledFileOptions.table(path);
    String fineColumn = fineColumn();
    FineTargets.Classes classes = table.knownClasses(fineColumn);
    int[] known = classes.known();
    if (known.length == 0) {
      throw new DatasetFormatException(
          "%s: column %s has no value in any row; fill in the class of some rows"
              .formatted(path, fineColumn));
    }
    String column = rows.coarseColumn();
    FineTargets.Classes told = column == null ? null : table.classes(column);
    FeatureRows.Reader reader = new FeatureRows.Reader(predictor);
    rows.add(table, known, predictor, reader);
    FeatureRows read = reader.read();
    Map<List<String>, List<Integer>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < known.length; i++) {
      String own = told == null ? "" : told.names().get(told.labels()[known[i]]);
      byClass
          .computeIfAbsent(
              List.of(classes.names().get(classes.labels()[known[i]]), own),
              key -> new ArrayList<>())
          .add(i);
    }
    List<Added> added = new ArrayList<>();
    for (Map.Entry<List<String>, List<Integer>> each : byClass.entrySet()) {
      int[] own = each.getValue().stream().mapToInt(Integer::intValue).toArray();
      added.add(
          added(file, each.getKey().get(0), told == null ? null : each.getKey().get(1), read, own));
    }
    return added;
  }

  private Added added(
      ModelFile file, String fineName, @Nullable String told, FeatureRows read, int[] own) {
    String said = coarse != null ? coarse : told;
    int[] predicted = Arrays.stream(own).map(row -> read.coarse()[row]).toArray();
    int index;
    if (said == null) {
      try {
        index = Majority.of(fineName, predicted, ModelOptions.names(file)).coarse();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            e.getMessage() + ", by --coarse" + (from == null ? "" : " or --coarse-column"), e);
      }
    } else {
      index = ModelOptions.coarse(file, said);
    }
    int agreeing = (int) Arrays.stream(predicted).filter(each -> each == index).count();
    FloatMatrix features = FloatMatrix.copyOf(read.features().select(own));
    return new Added(new ClassExamples(fineName, index, features), agreeing);
  }

  private void print(
      ModelFile file, NearestMeanHead before, NearestMeanHead after, List<Added> added) {
    TextTable table =
        new TextTable(
            List.of(
                "examples",
                "of them predicted in the coarse class",
                "right inside the coarse class, before",
                "after",
                "coarse class"));
    double[] old = accuracies(file, before);
    double[] now = accuracies(file, after);
    for (Added each : added) {
      ClassExamples examples = each.examples();
      table.row(
          examples.name(),
          List.of(
              number(Integer.toString(examples.features().rows())),
              number(Integer.toString(each.agreeing())),
              number(accuracy(old[examples.coarse()])),
              number(accuracy(now[examples.coarse()])),
              new TextTable.Cell("", ModelOptions.names(file).get(examples.coarse()), false)),
          false);
    }
    streams.out().print(table.render(streams.outTerminal()));
    streams.out().println();
    streams.say(
        "%s knows %d fine classes, %d of them new. Right inside the coarse class: share of kept examples that are nearest to their own class, each left out of its mean. %s"
            .formatted(
                file.path(),
                after.classes().size(),
                added.size(),
                ClassesListCommand.unknown(after.noneOfThese())));
    ClassesCommand.sayUndo(file, streams);
  }

  private static double[] accuracies(ModelFile file, NearestMeanHead head) {
    return head.leaveOneOutAccuracies(ModelOptions.names(file).size());
  }

  private static TextTable.Cell number(String text) {
    return new TextTable.Cell(text, "", false);
  }

  private static String accuracy(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
