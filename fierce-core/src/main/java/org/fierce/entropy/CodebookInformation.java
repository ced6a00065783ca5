package org.fierce.entropy;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;

/**
 * Information between the code of a feature and the example it came from, over two views, in bits:
 * {@code I(F; X) = H(F) - H(F|X)}, {@code H(F)} the entropy of the mean assignment of all examples,
 * {@code H(F|X)} the mean over the examples of the entropy of the mean of their two views'
 * assignments; softmax assignments as in {@link CodebookEntropy}, without noise. Inside the coarse
 * classes (by {@link ClassConditional}) it is {@code I(F; X|Y) = H(F|Y) - H(F|X)}.
 *
 * <p>Entropy that the two views of an example do not share is noise, and earns nothing here.
 * Between 0 (all examples share one assignment, however spread it is) and log2 min(K, m), m the
 * number of examples (each wholly on one code in both views, the codes used equally). Hard
 * assignments are not offered: the entropy of two draws says next to nothing of H(F|X).
 */
public final class CodebookInformation implements EntropyTerm {
  private static final double LN_2 = Math.log(2);

  private final CodebookEntropy codebook;

  /**
   * The options of the estimate.
   *
   * @param similarity how alike a feature and an anchor are
   * @param anchors number K of anchors, at least 2
   * @param temperature tau, above 0
   * @param learned whether the anchors train along with the network
   */
  public record Options(Similarity similarity, int anchors, double temperature, boolean learned)
      implements EntropySpec {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      codebook(similarity, anchors, temperature, learned);
    }

    /** Cosine similarity, 100 fixed anchors, tau 0.1. */
    public static Options standard() {
      return new Options(Similarity.COSINE, 100, 0.1, false);
    }

    private static CodebookEntropy.Options codebook(
        Similarity similarity, int anchors, double temperature, boolean learned) {
      return new CodebookEntropy.Options(
          similarity, anchors, temperature, Assignment.SOFT, learned);
    }

    @Override
    public EntropyTerm build(int featureWidth, long seed) {
      return new CodebookInformation(
          new CodebookEntropy(
              codebook(similarity, anchors, temperature, learned), featureWidth, seed));
    }

    @Override
    public int views() {
      return 2;
    }
  }

  /**
   * Over a codebook, which is closed with this one.
   *
   * @throws IllegalArgumentException if its assignments are hard
   */
  public CodebookInformation(CodebookEntropy codebook) {
    if (codebook.assignment() != Assignment.SOFT) {
      throw new IllegalArgumentException(
          "information over two views needs soft assignment, found hard");
    }
    this.codebook = codebook;
  }

  /**
   * The information of two views of the same examples in the same order.
   *
   * @param first [m, featureWidth]
   * @param second [m, featureWidth]
   */
  public Tensor information(Tensor first, Tensor second) {
    if (first.size(0) != second.size(0)) {
      throw new IllegalArgumentException(
          "both views must have as many rows, found %d and %d"
              .formatted(first.size(0), second.size(0)));
    }
    Tensor shares = codebook.shares(first).add(codebook.shares(second)).mul(new Scalar(0.5));
    Tensor inside =
        CodebookEntropy.entropy(shares.reshape(-1)).div(new Scalar((double) first.size(0)));
    return CodebookEntropy.entropy(shares.mean(0)).sub(inside);
  }

  /**
   * The information of a batch, whose first n / 2 rows are one view and the others, in the same
   * order, the second.
   *
   * @throws IllegalArgumentException if n is odd
   */
  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    long rows = features.size(0);
    if (rows % 2 != 0) {
      throw new IllegalArgumentException(
          "information needs two views of every row, found an odd number of rows, " + rows);
    }
    return information(features.narrow(0, 0, rows / 2), features.narrow(0, rows / 2, rows / 2));
  }

  @Override
  public int views() {
    return 2;
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
    return Math.min(codebook.maximum(rows), Math.log(Math.max(1, rows / 2)) / LN_2);
  }

  @Override
  public List<Backbone.Parameter> state() {
    return codebook.state();
  }

  @Override
  public List<Backbone.Parameter> parameters() {
    return codebook.parameters();
  }

  @Override
  public void close() {
    codebook.close();
  }
}
