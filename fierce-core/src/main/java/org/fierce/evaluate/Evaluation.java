package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator works on: frozen embeddings of training rows (to fit on or to look up in) and
 * of test rows (to score).
 *
 * @param reference embeddings of the training rows
 * @param referenceCoarse their coarse labels
 * @param referenceFine their fine targets
 * @param query embeddings of the test rows
 * @param queryCoarse their coarse labels
 * @param queryFine their fine targets, of the same kind and names as the reference's
 * @param seed of episodes, splits and bootstrap draws
 * @param augmented makes further embeddings of the test rows from augmented inputs; null where
 *     there is nothing to make them with, as for embeddings made elsewhere
 * @param validation logits of rows held out of training, to fit a temperature on; null where there
 *     are none
 */
public record Evaluation(
    Embeddings reference,
    CoarseLabels referenceCoarse,
    FineTargets referenceFine,
    Embeddings query,
    CoarseLabels queryCoarse,
    FineTargets queryFine,
    long seed,
    @Nullable AugmentedQueries augmented,
    @Nullable ValidationLogits validation) {
  /** Without augmented copies of the test rows and without validation rows. */
  public Evaluation(
      Embeddings reference,
      CoarseLabels referenceCoarse,
      FineTargets referenceFine,
      Embeddings query,
      CoarseLabels queryCoarse,
      FineTargets queryFine,
      long seed) {
    this(
        reference, referenceCoarse, referenceFine, query, queryCoarse, queryFine, seed, null, null);
  }

  /**
   * Checks that everything fits together and that features and logits are finite.
   *
   * @throws IllegalArgumentException if a side is empty, sizes, widths, names or kinds differ, or a
   *     value is not finite, with its row
   */
  public Evaluation {
    check("reference", reference, referenceCoarse, referenceFine);
    check("query", query, queryCoarse, queryFine);
    if (reference.features().shape().values() != query.features().shape().values()) {
      throw new IllegalArgumentException(
          "reference features are %d wide, query features %d"
              .formatted(reference.features().shape().values(), query.features().shape().values()));
    }
    if (!referenceCoarse.names().equals(queryCoarse.names())) {
      throw new IllegalArgumentException(
          "coarse classes of the reference are %s, of the query %s"
              .formatted(referenceCoarse.names(), queryCoarse.names()));
    }
    if (validation != null) {
      if (!validation.coarse().names().equals(queryCoarse.names())) {
        throw new IllegalArgumentException(
            "coarse classes of the validation rows are %s, of the query %s"
                .formatted(validation.coarse().names(), queryCoarse.names()));
      }
      checkFinite("validation logit", validation.logits());
    }
    if (referenceFine.getClass() != queryFine.getClass()
        || !names(referenceFine).equals(names(queryFine))) {
      throw new IllegalArgumentException(
          "fine targets of the reference are %s %s, of the query %s %s"
              .formatted(
                  referenceFine.getClass().getSimpleName(),
                  names(referenceFine),
                  queryFine.getClass().getSimpleName(),
                  names(queryFine)));
    }
  }

  /**
   * An evaluation on rows of classes that no training row has, for evaluators that ask nothing of
   * the training rows but their features. Each class counts as a coarse class of its own, so that
   * nothing is scored inside coarse classes, and the coarse logits, which know none of them, are
   * left out.
   */
  public static Evaluation ofNovel(
      Embeddings reference, Embeddings query, FineTargets.Classes classes, long seed) {
    int[] nothing = new int[reference.features().size()];
    return new Evaluation(
        new Embeddings(reference.features(), null),
        new CoarseLabels(nothing, classes.names()),
        new FineTargets.Classes(nothing, classes.names()),
        new Embeddings(query.features(), null),
        new CoarseLabels(classes.labels(), classes.names()),
        classes,
        seed);
  }

  /** This evaluation with augmented copies of its test rows. */
  public Evaluation withAugmented(@Nullable AugmentedQueries copies) {
    return new Evaluation(
        reference,
        referenceCoarse,
        referenceFine,
        query,
        queryCoarse,
        queryFine,
        seed,
        copies,
        validation);
  }

  /** The same with validation rows, or without where null. */
  public Evaluation withValidation(@Nullable ValidationLogits logits) {
    return new Evaluation(
        reference,
        referenceCoarse,
        referenceFine,
        query,
        queryCoarse,
        queryFine,
        seed,
        augmented,
        logits);
  }

  private static void check(
      String side, Embeddings embeddings, CoarseLabels coarse, FineTargets fine) {
    int rows = embeddings.features().size();
    if (rows == 0 || coarse.size() != rows || fine.size() != rows) {
      throw new IllegalArgumentException(
          "%s has %d rows of features, %d coarse labels and %d fine targets"
              .formatted(side, rows, coarse.size(), fine.size()));
    }
    if (fine.known().length < rows) {
      throw new IllegalArgumentException(
          "%d of %d %s rows have no fine target; leave them out"
              .formatted(rows - fine.known().length, rows, side));
    }
    checkFinite(side + " feature", embeddings.features());
    FloatMatrix logits = embeddings.logits();
    if (logits != null) {
      checkFinite(side + " logit", logits);
    }
  }

  static void checkFinite(String what, Inputs matrix) {
    float[] values = new float[matrix.shape().values()];
    for (int row = 0; row < matrix.size(); row++) {
      matrix.read(row, values, 0);
      for (int column = 0; column < values.length; column++) {
        if (!Float.isFinite(values[column])) {
          throw new IllegalArgumentException(
              "%s %d of row %d is %s".formatted(what, column, row, values[column]));
        }
      }
    }
  }

  private static Object names(FineTargets fine) {
    if (fine instanceof FineTargets.Classes classes) {
      return classes.names();
    }
    if (fine instanceof FineTargets.Shares shares) {
      return shares.names();
    }
    return ((FineTargets.Scalars) fine).name();
  }
}
