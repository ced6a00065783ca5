package org.fierce.loss;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What training minimises. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
public interface LossSpec {
  /**
   * Makes the loss for a backbone.
   *
   * @param featureWidth width of the backbone's features
   * @param classes number of coarse classes
   * @param seed what the term draws (anchors, noise) comes from streams of this seed
   * @throws IllegalArgumentException if the loss cannot take features of that width
   */
  Loss build(int featureWidth, int classes, long seed);

  /**
   * How many augmented views of every row the loss wants: 1, or 2, at twice the cost of an epoch.
   */
  default int views() {
    return 1;
  }

  /**
   * Whether this is coarse cross-entropy and nothing else: the baseline of tuning, and what the
   * rivals made from a trained network are made from.
   */
  default boolean usesOnlyCrossEntropy() {
    return false;
  }
}
