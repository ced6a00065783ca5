package org.fierce.entropy;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;

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

  // Scores this far below a row's largest leave a share below exp(-60) = 9e-27.
  private static final double NEGLIGIBLE = 60;

  // Between the least and the largest Gumbel draw.
  private static final double GUMBEL_RANGE = 20;

  // Differences to anchors beyond this count as this, so that their squares are finite.
  private static final double FARTHEST = 1e15;

  private final Options options;
  private final int featureWidth;
  private final GumbelNoise noise;
  private final Tensor anchors;
  private final FeatureGate gate = new FeatureGate();

  /**
   * The options of the estimate.
   *
   * @param similarity how alike a feature and an anchor are
   * @param anchors number K of anchors, at least 2
   * @param temperature tau, above 0
   * @param assignment hard or soft
   * @param learned whether the anchors train along with the network, toward more entropy, as the
   *     features do; they stay as drawn in the paper
   */
  public record Options(
      Similarity similarity,
      int anchors,
      double temperature,
      Assignment assignment,
      boolean learned)
      implements EntropySpec {
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

    /** With anchors that stay as drawn. */
    public Options(Similarity similarity, int anchors, double temperature, Assignment assignment) {
      this(similarity, anchors, temperature, assignment, false);
    }

    /** Cosine similarity, 100 fixed anchors, tau 0.1, soft. */
    public static Options standard() {
      return new Options(Similarity.COSINE, 100, 0.1, Assignment.SOFT);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return new CodebookEntropy(this, featureWidth, seed);
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
    // What it returns is another name of the tensor, which does not own it.
    this.anchors.requires_grad_(options.learned());
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
    return Streams.uniform(
        Streams.generator(seed, "anchors"), Math.multiplyExact(count, featureWidth), low, 1);
  }

  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    if (options.assignment() == Assignment.SOFT) {
      return entropy(shares(features).mean(0));
    }
    Tensor scores = scores(features, step);
    return hardEntropy(scores, scores.softmax(1).mean(0));
  }

  /** Soft assignments, {@code softmax(s / tau)} without noise, [n, K]. */
  Tensor shares(Tensor features) {
    return scores(features, 0).softmax(1);
  }

  Assignment assignment() {
    return options.assignment();
  }

  /** {@code s / tau}, and Gumbel noise if hard, [n, K]. */
  private Tensor scores(Tensor features, long step) {
    gate.pass(features, featureWidth);
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
      case DOT -> withoutNegligible(torch.addmm(gumbel, features, places.t(), one, factor));
      case COSINE -> {
        Tensor sphere = Tensors.onSphere(features);
        Tensor scores = torch.addmm(gumbel, sphere, Tensors.onSphere(places).t(), one, factor);
        boolean isNarrow = 2 / options.temperature() + GUMBEL_RANGE < NEGLIGIBLE;
        yield isNarrow ? scores : withoutNegligible(scores);
      }
      case DISTANCE -> {
        Tensor difference =
            features
                .sub(places.t())
                .clamp(
                    new ScalarOptional(new Scalar(-FARTHEST)),
                    new ScalarOptional(new Scalar(FARTHEST)));
        yield withoutNegligible(
            torch.addcmul(gumbel, difference, difference, new Scalar(-1 / options.temperature())));
      }
    };
  }

  /** Sum of {@code -p log2 p}, bits. */
  static Tensor entropy(Tensor shares) {
    return shares.dot(shares.clamp_min(new Scalar(SMALLEST_SHARE)).log2()).neg();
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

  /**
   * Gives anchors whose share of a row is below exp(-60) no share at all. That is far below the
   * rounding of a sum of shares; but shares too small for normal numbers (below 1e-38) slowed
   * softmax, its gradient and the products after it down by 7 to 50 times.
   */
  private static Tensor withoutNegligible(Tensor scores) {
    Tensor negligible;
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor fixed = scores.detach();
      Tensor largest = fixed.amax(new long[] {1}, true);
      negligible = fixed.lt(largest.sub(new Scalar(NEGLIGIBLE)));
    }
    return scores.masked_fill(negligible, new Scalar(Double.NEGATIVE_INFINITY));
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

  /** The fixed anchors, [K, featureWidth], under the name {@code anchors}. */
  @Override
  public List<Backbone.Parameter> state() {
    return named(!options.learned());
  }

  /** The learned anchors, [K, featureWidth], under the name {@code anchors}. */
  @Override
  public List<Backbone.Parameter> parameters() {
    return named(options.learned());
  }

  private List<Backbone.Parameter> named(boolean isMeant) {
    gate.checkOpen();
    return isMeant ? List.of(new Backbone.Parameter("anchors", anchors, false)) : List.of();
  }

  @Override
  public void close() {
    if (gate.close()) {
      anchors.close();
    }
  }
}
