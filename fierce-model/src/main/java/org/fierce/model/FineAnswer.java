package org.fierce.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fine heads answer for one row; empty where no head answers.
 *
 * @param fine the fine class, or null
 * @param number the number, or null
 * @param shares the share of each part, which sum to 1, in the head's order; may be empty
 */
public record FineAnswer(
    Prediction.@Nullable FineClass fine,
    Prediction.@Nullable FineNumber number,
    Map<String, Double> shares) {
  /** No answer to any question. */
  public static final FineAnswer NONE = new FineAnswer(null, null, Map.of());

  /** A fine class alone. */
  static FineAnswer of(Prediction.FineClass fine) {
    return new FineAnswer(fine, null, Map.of());
  }

  /** A number alone. */
  static FineAnswer of(Prediction.FineNumber number) {
    return new FineAnswer(null, number, Map.of());
  }

  /** Shares alone. */
  static FineAnswer of(Map<String, Double> shares) {
    return new FineAnswer(null, null, shares);
  }

  /** This, and what another head answers to another question. */
  FineAnswer and(FineAnswer other) {
    return new FineAnswer(
        fine == null ? other.fine : fine,
        number == null ? other.number : number,
        shares.isEmpty() ? other.shares : shares);
  }
}
