package org.fierce.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.fierce.experiment.EmbeddingEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name embeddings made elsewhere, their labels and their scores. */
final class EmbeddingOptions {
  private static final long NO_SEED = 0;

  @Option(
      names = "--embeddings",
      paramLabel = "X.npy",
      description = "Matrix of embeddings, a row each; for scores without a run.")
  private @Nullable Path embeddings;

  @Option(
      names = "--labels",
      paramLabel = "CSV",
      description = "Labels of the matrix, row by row, with a header.")
  private @Nullable Path labels;

  @Option(
      names = "--test-embeddings",
      paramLabel = "Y.npy",
      description = "Matrix of the test rows; without it they are drawn from the first.")
  private @Nullable Path testEmbeddings;

  @Option(
      names = "--test-labels",
      paramLabel = "CSV",
      description = "Labels of the test rows, with the same columns.")
  private @Nullable Path testLabels;

  @Option(
      names = "--test-fraction",
      paramLabel = "SHARE",
      description = "Share of each coarse class drawn for the test; default: 0.2.")
  private @Nullable Double testFraction;

  @Option(
      names = "--coarse",
      paramLabel = "COLUMN",
      description = "Column of the coarse label, or 'bins(price, 3)'; default: coarse.")
  private @Nullable String coarse;

  @Option(
      names = "--fine",
      paramLabel = "COLUMN",
      description = {
        "Column of the fine target; default: fine. Numbers where all its values are;",
        "else say it: '{classes: a}', '{number: a}' or '{shares: [a, b, c]}'."
      })
  private @Nullable String fine;

  @Option(
      names = "--evaluation",
      paramLabel = "NAMES",
      description = {
        "Scores wanted, as knn,probe,few-shot,geometry or, with options,",
        "'knn,{kind: few-shot, ways: [3]}'; default: all that need no logits."
      })
  private @Nullable String evaluation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the split, the episodes and the intervals; default: 0.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with; default: 1.")
  private @Nullable Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write scores.json, run.json and report.html to.")
  private @Nullable Path out;

  boolean isGiven() {
    return embeddings != null;
  }

  /** Refuses these options where a run is named, since its own configuration has them. */
  void refuseBesideRun() {
    if (Stream.of(labels, testEmbeddings, testLabels, testFraction, coarse, fine, evaluation)
            .anyMatch(option -> option != null)
        || seed != null
        || threads != null
        || out != null) {
      throw new IllegalArgumentException(
          "only --json goes with a RUN; the other options are for --embeddings");
    }
  }

  @Nullable Path out() {
    return out;
  }

  EmbeddingEvaluation open() throws java.io.IOException {
    if (embeddings == null || labels == null) {
      throw new IllegalArgumentException(
          "--labels is missing: name the CSV file with the labels of " + embeddings);
    }
    return EmbeddingEvaluation.open(
        new EmbeddingEvaluation.Request(
            embeddings,
            labels,
            testEmbeddings,
            testLabels,
            testFraction,
            coarse,
            fine == null ? "fine" : fine,
            evaluation,
            threads),
        seed == null ? NO_SEED : seed);
  }
}
