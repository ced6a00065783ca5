package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.fierce.config.NearestName;
import org.fierce.config.StartingConfig;
import org.fierce.data.csv.CsvTable;
import org.fierce.evaluate.probe.HeadFitter;
import org.fierce.evaluate.probe.HeadKind;
import org.fierce.evaluate.probe.LabelledRows;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.fierce.model.FineHead;
import org.fierce.model.FineHeads;
import org.fierce.model.Majority;
import org.fierce.model.ModelFile;
import org.fierce.model.Predictor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fierce head fit}: a model learns to answer a fine question. */
@Command(
    name = "fit",
    description = {
      "Fit a fine head on the features that a model gives to labelled rows; its network stays as it is.",
      "",
      "Rows whose target is empty are passed over. A head for the same question is replaced; the file",
      "before is kept as NAME.fierce.before. Give rows that the network was not trained on where you can:",
      "intervals and the limit of none of these are too narrow where it was.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce head fit runs/houses --data sold.csv --target price",
      "  fierce head fit runs/cats --data labels.csv --target breed --kind logistic",
      "  fierce head fit runs/soil --data fields.csv --target '{shares: [sand, silt, clay]}'"
    })
final class HeadFitCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private ModelOptions model;

  @Option(
      names = "--data",
      paramLabel = "TABLE.csv",
      required = true,
      description = "Table of labelled rows, as for fierce classes add --from.")
  private Path data;

  @Option(
      names = {"--target", "--fine"},
      paramLabel = "COLUMN",
      required = true,
      description = {
        "Column of the target. Numbers where most of its values are; else say it:",
        "'{classes: a}', '{number: a}' or '{shares: [a, b, c]}'."
      })
  private String target;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "nearest-mean or logistic for classes, ridge for a number, shares; default: the first that suits.")
  private @Nullable String kind;

  @Mixin private LabelledFileOptions rows;

  HeadFitCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    ModelFile file = model.open();
    FineHeads heads = file.heads();
    CsvTable table = LabelledFileOptions.table(data);
    List<String> notes = new ArrayList<>(table.notes());
    FineTargets all = StartingConfig.fineColumns(target).read(table, notes);
    int[] known = all.known();
    HeadKind chosen = kind == null ? HeadKind.of(all) : named(kind);
    FeatureRows read;
    try (Predictor predictor = Predictor.load(file.path());
        StageLine stage = new StageLine("", streams)) {
      stage.begin("computing the features of %,d rows".formatted(known.length));
      FeatureRows.Reader reader = new FeatureRows.Reader(predictor);
      rows.add(table, known, predictor, reader);
      read = reader.read();
    }
    FineTargets fine = all.select(known);
    String column = rows.coarseColumn();
    int[] coarse = column == null ? coarse(file, fine, read) : told(file, table, column, known);
    FineHead head =
        new HeadFitter(heads.centres(), ModelOptions.names(file).size(), 0)
            .fit(chosen, new LabelledRows(read.features(), coarse, read.coarse(), fine), null);
    FineHead former = heads.head(head.question());
    file.with(heads.with(head));
    StringBuilder words =
        new StringBuilder(
            "%s answers %s by %s."
                .formatted(file.path(), head.question().inWords(), head.describe()));
    if (known.length < table.size()) {
      words.append(
          " %d of %d rows have no target and were passed over."
              .formatted(table.size() - known.length, table.size()));
    }
    if (former != null) {
      words.append(" It answered by %s before.".formatted(former.describe()));
    }
    notes.forEach(streams::say);
    streams.say(words.toString());
    ClassesCommand.sayUndo(file, streams);
    return ExitCodes.DONE;
  }

  private static HeadKind named(String kind) {
    List<String> keys = Arrays.stream(HeadKind.values()).map(HeadKind::key).toList();
    return Arrays.stream(HeadKind.values())
        .filter(each -> each.key().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no kind of head \"%s\"; %s"
                        .formatted(kind, NearestName.suggest(kind, keys))));
  }

  private static int[] told(ModelFile file, CsvTable table, String column, int[] known)
      throws DatasetFormatException {
    FineTargets.Classes told = table.classes(column);
    int[] index = told.names().stream().mapToInt(name -> ModelOptions.coarse(file, name)).toArray();
    return Arrays.stream(known).map(row -> index[told.labels()[row]]).toArray();
  }

  /** Of each row, the coarse class of its fine class; as predicted where the target is none. */
  private static int[] coarse(ModelFile file, FineTargets fine, FeatureRows read) {
    if (!(fine instanceof FineTargets.Classes classes)) {
      return read.coarse();
    }
    int[] ofClass = new int[classes.names().size()];
    for (int c = 0; c < ofClass.length; c++) {
      int each = c;
      int[] predicted =
          IntStream.range(0, classes.size())
              .filter(row -> classes.labels()[row] == each)
              .map(row -> read.coarse()[row])
              .toArray();
      if (predicted.length > 0) {
        try {
          ofClass[c] =
              Majority.of(classes.names().get(c), predicted, ModelOptions.names(file)).coarse();
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(e.getMessage() + ", by --coarse-column", e);
        }
      }
    }
    return Arrays.stream(classes.labels()).map(label -> ofClass[label]).toArray();
  }
}
