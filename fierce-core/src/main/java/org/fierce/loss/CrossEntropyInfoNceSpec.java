package org.fierce.loss;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Cross-entropy with the coarse labels plus {@code weight} times InfoNCE of two views, in nats;
 * both shape the features. The views' negatives are the whole batch, as in {@link InfoNceSpec}, or
 * the rows of the same coarse class only, so that telling classes apart is left to cross-entropy
 * and the contrast works inside them: the idea of ANCOR (Bukchin et al. 2021, arXiv 2012.03515,
 * which adds an angular normalisation to classes that is not built here) and of the class-
 * conditional InfoNCE of "Perfectly Balanced" (Chen et al. 2022, arXiv 2204.07596, which adds it to
 * the supervised contrastive loss instead).
 *
 * @param weight of InfoNCE, at least 0
 * @param temperature above 0
 * @param negatives which rows stand against the other view; a row alone in its class, under {@link
 *     Negatives#SAME_CLASS}, adds nothing
 * @param projection as {@link SupervisedContrastiveSpec}'s
 */
public record CrossEntropyInfoNceSpec(
    double weight, double temperature, Negatives negatives, int projection) implements LossSpec {
  /** Which rows a view must be told from. */
  public enum Negatives {
    /** All other rows of the batch. */
    @JsonProperty("batch")
    BATCH,
    /** The other rows of the same coarse class. */
    @JsonProperty("same-class")
    SAME_CLASS
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CrossEntropyInfoNceSpec {
    Checks.weight("weight", weight);
    Checks.temperature("temperature", temperature);
    Checks.projection(projection);
  }

  @Override
  public int views() {
    return 2;
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    ContrastiveLoss.Term term =
        switch (negatives) {
          case BATCH -> (z, coarse) -> Contrast.infoNce(z, temperature);
          case SAME_CLASS -> (z, coarse) -> Contrast.infoNceWithinClass(z, coarse, temperature);
        };
    return ContrastiveLoss.added(term, weight, featureWidth, projection, seed);
  }
}
