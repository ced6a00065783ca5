package org.fierce.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/**
 * Answers one fine question from the features of a row, which a frozen network gives. It is stored
 * in two parts: {@link Facts} in {@code model.json}, which name the kind, and the numbers as
 * tensors in {@code heads.safetensors}. Immutable, and so safe to use from several threads.
 */
public interface FineHead {
  /** What it answers. */
  default FineQuestion question() {
    return facts().question();
  }

  /** Width of the features that it reads. */
  int features();

  /**
   * The answer for one row.
   *
   * @param features of the row, {@link #features} of them
   * @param coarse index of its coarse class, as it is predicted or known
   * @return {@link FineAnswer#NONE} where the head has no answer for that coarse class
   * @throws IllegalArgumentException if there are more or fewer features
   */
  FineAnswer answer(float[] features, int coarse);

  /** The part that {@code model.json} holds. */
  Facts facts();

  /** The part that {@code heads.safetensors} holds, by names of its own. */
  Map<String, StoredTensor> tensors();

  /** What it is, in a few words, as {@code nearest of 40 class means}. */
  String describe();

  /**
   * Refuses features of another width.
   *
   * @throws IllegalArgumentException with both widths
   */
  default void check(float[] given) {
    if (given.length != features()) {
      throw new IllegalArgumentException(
          "a row has %d features, but the head for %s reads %d; give those of the head's own model"
              .formatted(given.length, question().inWords(), features()));
    }
  }

  /** The small facts of a head: what JSON holds of it, under the name of its kind. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  interface Facts {
    /** What the head answers. */
    FineQuestion question();

    /**
     * The head, with its numbers.
     *
     * @throws CheckpointFormatException if a tensor is missing or of another shape
     */
    FineHead head(HeadTensors tensors) throws CheckpointFormatException;
  }
}
