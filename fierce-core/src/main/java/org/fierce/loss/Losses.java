package org.fierce.loss;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The losses of Fierce. */
public final class Losses implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(LossSpec.class, "cross-entropy", CrossEntropySpec.class),
        new Kind<>(LossSpec.class, "label-smoothing", LabelSmoothingSpec.class),
        new Kind<>(LossSpec.class, "fierce", FierceSpec.class),
        new Kind<>(LossSpec.class, "koleo", KoLeoSpec.class),
        new Kind<>(LossSpec.class, "confidence-penalty", ConfidencePenaltySpec.class),
        new Kind<>(LossSpec.class, "supervised-contrastive", SupervisedContrastiveSpec.class),
        new Kind<>(LossSpec.class, "info-nce", InfoNceSpec.class),
        new Kind<>(LossSpec.class, "cross-entropy-info-nce", CrossEntropyInfoNceSpec.class),
        new Kind<>(LossSpec.class, "mask-con", MaskConSpec.class),
        new Kind<>(LossSpec.class, "ordinal-entropy", OrdinalEntropySpec.class),
        new Kind<>(LossSpec.class, "entropy", EntropyRewardSpec.class));
  }
}
