package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.StartingConfig;
import org.fierce.data.matrix.MatrixPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration, or a table, images or a matrix with the columns of its labels. */
final class SourceOptions {
  @Parameters(
      paramLabel = "DATA",
      description = {
        "Table, folder or zip of pictures, matrix of numbers (.npy, .npz, .safetensors,",
        ".h5, .mat, .csv; FILE:NAME names one of several), or a configuration (.yaml)."
      })
  private Path source;

  @Option(
      names = "--coarse",
      paramLabel = "COLUMN",
      description = "Column of the label to train on; ranges of a number: 'bins(price, 2)'.")
  private @Nullable String coarse;

  @Option(
      names = "--fine",
      paramLabel = "COLUMN",
      description = {
        "Column of what is asked for, used for scores and the fine head only. A number where most of its values are;",
        "else say '{classes: a}', '{number: a}' or '{shares: [a, b, c]}'."
      })
  private @Nullable String fine;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Column that names a row; it is not learnt from.")
  private @Nullable String id;

  @Option(
      names = "--labels",
      paramLabel = "CSV",
      description =
          "Table of labels, for pictures (its column file, or --id, names them) or for a matrix (a line a row).")
  private @Nullable Path labels;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description = {
        "What separates the cells of a table: one character, or comma, semicolon, tab",
        "or bar; default: found in the file."
      })
  private @Nullable String separator;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = {
        "Table or matrix of the test rows; default: those that a column split names, else a",
        "fifth of the rows."
      })
  private @Nullable Path test;

  @Option(
      names = "--test-labels",
      paramLabel = "CSV",
      description = "Table of labels of the test matrix, or of test pictures.")
  private @Nullable Path testLabels;

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = {
        "Column of texts to learn from; default: found where a table has one and no other",
        "column to learn from."
      })
  private @Nullable String text;

  @Option(names = "--no-text", description = "Read a table as one of numbers and categories.")
  private boolean isNoText;

  Path source() {
    return source;
  }

  /** The configuration that was named, or the one that fits the table or images. */
  ExperimentConfig read(ConfigReader reader) throws IOException {
    if (!Files.exists(MatrixPath.of(source).file())) {
      throw new NoSuchFileException(source.toString());
    }
    if (isConfiguration()) {
      boolean isSaid =
          Stream.of(coarse, fine, id, labels, separator, test, testLabels, text)
              .anyMatch(Objects::nonNull);
      if (isSaid || isNoText) {
        throw new IllegalArgumentException(
            "--coarse, --fine, --id, --labels, --separator, --test, --test-labels, --text and --no-text are for tables, pictures and matrices; a configuration says it"
                + " under data. Change it there, or with --set data.labels.coarse=COLUMN.");
      }
      return reader.read(source);
    }
    if (coarse == null) {
      throw new IllegalArgumentException(
          "--coarse is missing: name the column of %s that holds the coarse label"
              .formatted(labels == null ? source : labels));
    }
    if (labels == null && Files.isDirectory(source)) {
      throw new IllegalArgumentException(
          "%s is a folder: name the table of its labels with --labels".formatted(source));
    }
    if (labels == null && StartingConfig.isMatrix(source)) {
      throw new IllegalArgumentException(
          "%s is a matrix: name the table of its labels with --labels".formatted(source));
    }
    if (text != null && isNoText) {
      throw new IllegalArgumentException(
          "--text %s and --no-text contradict each other; leave one out".formatted(text));
    }
    for (Path file : new Path[] {labels, test, testLabels}) {
      if (file != null && !Files.exists(MatrixPath.of(file).file())) {
        throw new NoSuchFileException(file.toString());
      }
    }
    return new StartingConfig(
            source,
            labels,
            test,
            testLabels,
            new StartingConfig.Columns(coarse, fine, id, text),
            new StartingConfig.Form(separator, !isNoText))
        .read(reader);
  }

  /** What a model trained on the data can answer; null where a configuration names the data. */
  @Nullable Path rows() {
    return isConfiguration() ? null : source;
  }

  private boolean isConfiguration() {
    return source.toString().matches("(?i).*\\.(ya?ml|json)");
  }
}
