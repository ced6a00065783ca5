package org.fierce.entropy;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The entropy terms of Fierce. */
public final class EntropyTerms implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(EntropySpec.class, "codebook", CodebookEntropy.Options.class),
        new Kind<>(EntropySpec.class, "codebook-information", CodebookInformation.Options.class),
        new Kind<>(EntropySpec.class, "koleo", KoLeo.Options.class),
        new Kind<>(EntropySpec.class, "uniformity", Uniformity.Options.class),
        new Kind<>(EntropySpec.class, "coding-rate", CodingRate.Options.class),
        new Kind<>(EntropySpec.class, "matrix-renyi", MatrixRenyi.Options.class),
        new Kind<>(EntropySpec.class, "variance-covariance", VarianceCovariance.Options.class),
        new Kind<>(EntropySpec.class, "sliced-gaussianity", SlicedGaussianity.Options.class));
  }
}
