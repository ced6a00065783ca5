package org.fierce.entropy;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.RandomStream;
import org.fierce.backbone.Tensors;

/**
 * FIERCE's entropy of features, in bits: {@code H = -sum_k p_k log2 p_k}, p the mean over the batch
 * of assignments to K fixed anchors (Baena, Drumetz, Gripon, arXiv 2208.03684).
 *
 * <p>With similarities s of a row to the anchors, its assignment is {@code softmax(s / tau)}
 * ({@link Assignment#SOFT}, no noise), or the one-hot of the largest {@code s / tau + g}, g Gumbel
 * noise, with the gradient of {@code softmax(s / tau + g)} ({@link Assignment#HARD}: the
 * straight-through Gumbel-softmax at temperature 1 of logits s / tau, the authors' choice).
 *
 * <p>Between 0 (all rows on one anchor) and log2 min(K, n) hard, log2 K soft. 0 log 0 = 0; the
 * slope at an anchor that no row of a hard batch chose, infinite in the formula, is taken as that
 * of the chord from p = 0 to p = 1/n, {@code log2 n}.
 */
public final class CodebookEntropy implements EntropyTerm {
  private static final double LN_2 = Math.log(2);

  // Keeps log2 finite where a soft share underflows to 0; its own gradient is 0 there anyway.
  private static final double SMALLEST_SHARE = 1e-30;

  private final Options options;
  private final int featureWidth;
  private final GumbelNoise noise;
  private final Tensor anchors;
  private boolean closed;

  /**
   * How the estimate is made.
   *
   * @param similarity how alike a feature and an anchor are
   * @param anchors number K of anchors, at least 2
   * @param temperature tau, above 0
   * @param assignment hard or soft
   */
  public record Options(
      Similarity similarity, int anchors, double temperature, Assignment assignment) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      if (anchors < 2) {
        throw new IllegalArgumentException("anchors must be at least 2, found " + anchors);
      }
      if (!(temperature > 0) || Double.isInfinite(temperature)) {
        throw new IllegalArgumentException("temperature must be above 0, found " + temperature);
      }
    }
  }

  /**
   * Draws the anchors from the seed.
   *
   * @throws IllegalArgumentException if {@link Similarity#DISTANCE} meets features of another width
   *     than 1
   */
  public CodebookEntropy(Options options, int featureWidth, long seed) {
    this(options, featureWidth, drawAnchors(options, featureWidth, seed), GumbelNoise.seeded(seed));
  }

  /**
   * With given anchors and noise.
   *
   * @param anchors [K, featureWidth] in row-major order; for {@link Similarity#DISTANCE} the places
   *     of the K anchors on the line
   */
  public CodebookEntropy(Options options, int featureWidth, float[] anchors, GumbelNoise noise) {
    this.options = options;
    this.featureWidth = featureWidth;
    this.noise = noise;
    if (options.similarity() == Similarity.DISTANCE && featureWidth != 1) {
      throw new IllegalArgumentException(
          "similarity distance needs one feature, found %d; set scalarFeature on the backbone, or use dot or cosine"
              .formatted(featureWidth));
    }
    this.anchors = Tensors.keep(Tensors.of(anchors, options.anchors(), featureWidth));
  }

  private static float[] drawAnchors(Options options, int featureWidth, long seed) {
    int count = options.anchors();
    if (options.similarity() == Similarity.DISTANCE) {
      float[] places = new float[count];
      for (int k = 0; k < count; k++) {
        places[k] = k + 1;
      }
      return places;
    }
    double low = options.similarity() == Similarity.DOT ? 0 : -1;
    return RandomStream.uniform(
        RandomStream.of(seed, "anchors"), Math.multiplyExact(count, featureWidth), low, 1);
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    if (closed) {
      throw new IllegalStateException("the entropy term is closed");
    }
    if (features.dim() != 2 || features.size(1) != featureWidth || features.size(0) < 1) {
      throw new IllegalArgumentException(
          "features must be [n, %d] with n at least 1, found %d dimensions, the last of %d"
              .formatted(featureWidth, features.dim(), features.size(features.dim() - 1)));
    }
    Tensor scores = scores(features, step);
    Tensor mean = scores.softmax(1).mean(0);
    return options.assignment() == Assignment.SOFT ? softEntropy(mean) : hardEntropy(scores, mean);
  }

  /** {@code s / tau}, and Gumbel noise if hard, [n, K]. */
  private Tensor scores(Tensor features, long step) {
    int rows = Math.toIntExact(features.size(0));
    Tensor start =
        options.assignment() == Assignment.SOFT
            ? torch.zeros(1)
            : noise.draw(step, rows, options.anchors());
    Tensor gumbel = like(start, features);
    Tensor places = like(anchors, features);
    Scalar one = new Scalar(1.0);
    Scalar factor = new Scalar(1 / options.temperature());
    return switch (options.similarity()) {
      case DOT -> torch.addmm(gumbel, features, places.t(), one, factor);
      case COSINE ->
          torch.addmm(
              gumbel, Tensors.onSphere(features), Tensors.onSphere(places).t(), one, factor);
      case DISTANCE -> {
        Tensor difference = features.sub(places.t());
        yield torch.addcmul(gumbel, difference, difference, new Scalar(-1 / options.temperature()));
      }
    };
  }

  private static Tensor softEntropy(Tensor mean) {
    return mean.dot(mean.clamp_min(new Scalar(SMALLEST_SHARE)).log2()).neg();
  }

  /**
   * The straight-through estimate. H depends on the assignments through their mean alone, so the
   * value is taken from the counts, and the gradient is that of {@code -sum_k m_k log2 p_k} with m
   * the mean of the soft shares and p held fixed; the slope's constant 1 / ln 2 drops out since m
   * sums to 1.
   */
  private Tensor hardEntropy(Tensor scores, Tensor mean) {
    long rows = scores.size(0);
    Tensor slopes;
    Tensor value;
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor nearest = scores.detach().argmax(new LongOptional(1), false);
      Tensor counts = nearest.bincount(new TensorOptional(), options.anchors());
      Tensor p = counts.to(scores.scalar_type()).div(new Scalar((double) rows));
      // At p = 0: ln(1 / (e n)) + 1 = -ln n, the chord's slope. Every other p is at least 1/n.
      slopes = p.clamp_min(new Scalar(1 / (Math.E * rows))).log2();
      value = p.dot(slopes).neg();
    }
    Tensor carrier = mean.dot(slopes);
    return carrier.detach().sub(carrier).add(value);
  }

  private static Tensor like(Tensor tensor, Tensor model) {
    return tensor.to(model);
  }

  @Override
  public double bitsPerUnit() {
    return 1;
  }

  @Override
  public double minimum(int rows) {
    return 0;
  }

  @Override
  public double maximum(int rows) {
    int anchorCount = options.anchors();
    int codes = options.assignment() == Assignment.SOFT ? anchorCount : Math.min(anchorCount, rows);
    return Math.log(codes) / LN_2;
  }

  /** The anchors, [K, featureWidth], under the name {@code anchors}. */
  @Override
  public List<Backbone.Parameter> state() {
    if (closed) {
      throw new IllegalStateException("the entropy term is closed");
    }
    return List.of(new Backbone.Parameter("anchors", anchors, false));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      anchors.close();
    }
  }
}
