package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator works on: frozen embeddings of training rows (to fit on or to look up in) and
 * of test rows (to score). Values are looked at once, when it is made, not again by {@link
 * #withAugmented}, {@link #withValidation} and {@link #withInput}.
 */
public final class Evaluation {
  private final Embeddings reference;
  private final CoarseLabels referenceCoarse;
  private final FineTargets referenceFine;
  private final Embeddings query;
  private final CoarseLabels queryCoarse;
  private final FineTargets queryFine;
  private final long seed;
  private final @Nullable AugmentedQueries augmented;
  private final @Nullable ValidationLogits validation;
  private final @Nullable RawInput input;

  /**
   * The rows that the embeddings were made from.
   *
   * @param reference normalised input of the training rows
   * @param query normalised input of the test rows
   */
  public record RawInput(Inputs reference, Inputs query) {}

  /**
   * Checks that everything fits together and that features and logits are finite.
   *
   * @param reference embeddings of the training rows
   * @param referenceCoarse their coarse labels
   * @param referenceFine their fine targets
   * @param query embeddings of the test rows
   * @param queryCoarse their coarse labels
   * @param queryFine their fine targets, of the same kind and names as the reference's
   * @param seed of episodes, splits and bootstrap draws
   * @throws IllegalArgumentException if a side is empty, sizes, widths, names or kinds differ, or a
   *     value is not finite, with its row
   */
  public Evaluation(
      Embeddings reference,
      CoarseLabels referenceCoarse,
      FineTargets referenceFine,
      Embeddings query,
      CoarseLabels queryCoarse,
      FineTargets queryFine,
      long seed) {
    this.reference = reference;
    this.referenceCoarse = referenceCoarse;
    this.referenceFine = referenceFine;
    this.query = query;
    this.queryCoarse = queryCoarse;
    this.queryFine = queryFine;
    this.seed = seed;
    this.augmented = null;
    this.validation = null;
    this.input = null;
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
    if (referenceFine.getClass() != queryFine.getClass()
        || !referenceFine.names().equals(queryFine.names())) {
      throw new IllegalArgumentException(
          "fine targets of the reference are %s %s, of the query %s %s"
              .formatted(
                  referenceFine.getClass().getSimpleName(),
                  referenceFine.names(),
                  queryFine.getClass().getSimpleName(),
                  queryFine.names()));
    }
  }

  /** The same rows, which were looked at already, with other company. */
  private Evaluation(
      Evaluation checked,
      @Nullable AugmentedQueries augmented,
      @Nullable ValidationLogits validation,
      @Nullable RawInput input) {
    reference = checked.reference;
    referenceCoarse = checked.referenceCoarse;
    referenceFine = checked.referenceFine;
    query = checked.query;
    queryCoarse = checked.queryCoarse;
    queryFine = checked.queryFine;
    seed = checked.seed;
    this.augmented = augmented;
    this.validation = validation;
    this.input = input;
  }

  /**
   * An evaluation on rows of classes that no training row has, for evaluators that ask nothing of
   * the training rows but their features. Each class counts as a coarse class of its own, so that
   * nothing is scored inside coarse classes, and the coarse logits, which know none of them, are
   * left out.
   */
  public static Evaluation ofNovel(
      Embeddings reference, Embeddings query, CoarseLabels classes, long seed) {
    int[] nothing = new int[reference.features().size()];
    return new Evaluation(
        new Embeddings(reference.features(), null),
        new CoarseLabels(nothing, classes.names()),
        new FineTargets.Classes(nothing, classes.names()),
        new Embeddings(query.features(), null),
        classes,
        new FineTargets.Classes(classes.labels(), classes.names()),
        seed);
  }

  /**
   * This evaluation with something that makes further embeddings of the test rows from augmented
   * inputs; or without, where null.
   */
  public Evaluation withAugmented(@Nullable AugmentedQueries copies) {
    return new Evaluation(this, copies, validation, input);
  }

  /**
   * The same with logits of rows held out of training, to fit a temperature on; or without, where
   * null.
   *
   * @throws IllegalArgumentException if their coarse classes are others or a logit is not finite,
   *     with its row
   */
  public Evaluation withValidation(@Nullable ValidationLogits logits) {
    if (logits != null) {
      if (!logits.coarse().names().equals(queryCoarse.names())) {
        throw new IllegalArgumentException(
            "coarse classes of the validation rows are %s, of the query %s"
                .formatted(logits.coarse().names(), queryCoarse.names()));
      }
      checkFinite("validation logit", logits.logits());
    }
    return new Evaluation(this, augmented, logits, input);
  }

  /**
   * The same with what the embeddings were made from, to be answered from as well; or without,
   * where null.
   *
   * @throws IllegalArgumentException if there are more or fewer rows of it
   */
  public Evaluation withInput(@Nullable RawInput rows) {
    if (rows != null
        && (rows.reference().size() != reference.features().size()
            || rows.query().size() != query.features().size())) {
      throw new IllegalArgumentException(
          "the input has %d training and %d test rows, the embeddings %d and %d"
              .formatted(
                  rows.reference().size(),
                  rows.query().size(),
                  reference.features().size(),
                  query.features().size()));
    }
    return new Evaluation(this, augmented, validation, rows);
  }

  /** Embeddings of the training rows. */
  public Embeddings reference() {
    return reference;
  }

  /** Coarse labels of the training rows. */
  public CoarseLabels referenceCoarse() {
    return referenceCoarse;
  }

  /** Fine targets of the training rows. */
  public FineTargets referenceFine() {
    return referenceFine;
  }

  /** Embeddings of the test rows. */
  public Embeddings query() {
    return query;
  }

  /** Coarse labels of the test rows. */
  public CoarseLabels queryCoarse() {
    return queryCoarse;
  }

  /** Fine targets of the test rows. */
  public FineTargets queryFine() {
    return queryFine;
  }

  /** Seed of episodes, splits and bootstrap draws. */
  public long seed() {
    return seed;
  }

  /** Makes further embeddings of the test rows; null where there is nothing to make them with. */
  public @Nullable AugmentedQueries augmented() {
    return augmented;
  }

  /** Logits of rows held out of training; null where there are none. */
  public @Nullable ValidationLogits validation() {
    return validation;
  }

  /** What the embeddings were made from; null where it is not at hand. */
  public @Nullable RawInput input() {
    return input;
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

  public static void checkFinite(String what, Inputs matrix) {
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
}
