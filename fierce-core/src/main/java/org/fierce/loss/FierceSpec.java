package org.fierce.loss;

import org.fierce.entropy.Assignment;
import org.fierce.entropy.CodebookEntropy;
import org.fierce.entropy.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * FIERCE: cross-entropy (nats) less a reward for the entropy H of the features (bits), estimated on
 * each batch by {@link CodebookEntropy} (Baena, Drumetz, Gripon, arXiv 2208.03684). In one of two
 * forms, of which exactly one is given:
 *
 * <ul>
 *   <li>{@code weight}: {@code CE - weight H}
 *   <li>{@code alpha}: {@code CE / (1 + alpha) + alpha / (1 + alpha) (log2 K - H)}, the normalised
 *       form of the age experiment
 * </ul>
 *
 * @param similarity how alike a feature and an anchor are
 * @param anchors number K of anchors, at least 2
 * @param temperature tau, above 0
 * @param assignment hard or soft
 * @param weight lambda, at least 0; null where alpha is given
 * @param alpha at least 0; null where weight is given
 */
public record FierceSpec(
    Similarity similarity,
    int anchors,
    double temperature,
    Assignment assignment,
    @Nullable Double weight,
    @Nullable Double alpha)
    implements LossSpec {
  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException if one is out of range, or not exactly one of weight and alpha
   *     is given
   */
  public FierceSpec {
    options(similarity, anchors, temperature, assignment);
    if (weight != null) {
      Checks.weight("weight", weight);
    }
    if (alpha != null) {
      Checks.weight("alpha", alpha);
    }
    if (weight != null && alpha != null) {
      throw new IllegalArgumentException(
          "fierce takes weight (CE - weight H) or alpha (the normalised form), found weight %s and alpha %s"
              .formatted(weight, alpha));
    }
    if (weight == null && alpha == null) {
      throw new IllegalArgumentException(
          "fierce needs weight (CE - weight H) or alpha (the normalised form), found neither");
    }
  }

  private static CodebookEntropy.Options options(
      Similarity similarity, int anchors, double temperature, Assignment assignment) {
    return new CodebookEntropy.Options(similarity, anchors, temperature, assignment);
  }

  /** The unmixing experiment's: dot, 100 anchors, tau 1, hard, with the given lambda (1 or 4). */
  public static FierceSpec vectors(double weight) {
    return new FierceSpec(Similarity.DOT, 100, 1, Assignment.HARD, weight, null);
  }

  /**
   * The few-shot experiment's: cosine, 100 anchors, hard; the paper's tau is 1, which saturates.
   */
  public static FierceSpec images(double temperature, double weight) {
    return new FierceSpec(Similarity.COSINE, 100, temperature, Assignment.HARD, weight, null);
  }

  /** The age experiment's: distance, 100 anchors, tau 1, hard, alpha 0.2. */
  public static FierceSpec age() {
    return new FierceSpec(Similarity.DISTANCE, 100, 1, Assignment.HARD, null, 0.2);
  }

  @Override
  public Loss build(int featureWidth, int classes, long seed) {
    CodebookEntropy term =
        new CodebookEntropy(
            options(similarity, anchors, temperature, assignment), featureWidth, seed);
    SmoothedCrossEntropy base = new SmoothedCrossEntropy(0);
    if (weight != null) {
      return new EntropyRegularised(base, term, 1, weight, 0);
    }
    double share = alpha == null ? 0 : alpha / (1 + alpha);
    double largest = Math.log(anchors) / Math.log(2);
    return new EntropyRegularised(base, term, 1 - share, share, share * largest);
  }
}
