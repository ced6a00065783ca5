package org.fierce.entropy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which entropy term, and its options. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CodebookEntropy.Options.class, name = "codebook"),
  @JsonSubTypes.Type(value = CodebookInformation.Options.class, name = "codebook-information"),
  @JsonSubTypes.Type(value = KoLeo.Options.class, name = "koleo"),
  @JsonSubTypes.Type(value = Uniformity.Options.class, name = "uniformity"),
  @JsonSubTypes.Type(value = CodingRate.Options.class, name = "coding-rate"),
  @JsonSubTypes.Type(value = MatrixRenyi.Options.class, name = "matrix-renyi"),
  @JsonSubTypes.Type(value = VarianceCovariance.Options.class, name = "variance-covariance"),
  @JsonSubTypes.Type(value = SlicedGaussianity.Options.class, name = "sliced-gaussianity")
})
public sealed interface EntropySpec
    permits CodebookEntropy.Options,
        CodebookInformation.Options,
        KoLeo.Options,
        Uniformity.Options,
        CodingRate.Options,
        MatrixRenyi.Options,
        VarianceCovariance.Options,
        SlicedGaussianity.Options {
  /**
   * Makes the term, as H(F).
   *
   * @param featureWidth width of the features
   * @param seed what the term draws (anchors, noise, directions) comes from streams of this seed
   * @throws IllegalArgumentException if the term cannot take features of that width
   */
  EntropyTerm build(int featureWidth, long seed);

  /**
   * Makes the term inside the coarse classes, as H(F|Y): {@link ClassConditional} of {@link
   * #build}.
   *
   * @throws IllegalArgumentException if the term cannot take features of that width
   */
  default EntropyTerm buildConditional(int featureWidth, long seed) {
    return new ClassConditional(build(featureWidth, seed));
  }

  /** How many views of every row the term wants: 1 or 2. */
  default int views() {
    return 1;
  }
}
