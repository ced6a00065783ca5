package org.fierce.loss;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What training minimises. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CrossEntropySpec.class, name = "cross-entropy"),
  @JsonSubTypes.Type(value = LabelSmoothingSpec.class, name = "label-smoothing"),
  @JsonSubTypes.Type(value = FierceSpec.class, name = "fierce"),
  @JsonSubTypes.Type(value = KoLeoSpec.class, name = "koleo"),
  @JsonSubTypes.Type(value = ConfidencePenaltySpec.class, name = "confidence-penalty"),
  @JsonSubTypes.Type(value = SupervisedContrastiveSpec.class, name = "supervised-contrastive"),
  @JsonSubTypes.Type(value = InfoNceSpec.class, name = "info-nce"),
  @JsonSubTypes.Type(value = CrossEntropyInfoNceSpec.class, name = "cross-entropy-info-nce"),
  @JsonSubTypes.Type(value = MaskConSpec.class, name = "mask-con"),
  @JsonSubTypes.Type(value = OrdinalEntropySpec.class, name = "ordinal-entropy"),
  @JsonSubTypes.Type(value = EntropyRewardSpec.class, name = "entropy")
})
public sealed interface LossSpec
    permits CrossEntropySpec,
        LabelSmoothingSpec,
        FierceSpec,
        KoLeoSpec,
        ConfidencePenaltySpec,
        SupervisedContrastiveSpec,
        InfoNceSpec,
        CrossEntropyInfoNceSpec,
        MaskConSpec,
        OrdinalEntropySpec,
        EntropyRewardSpec {
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
  default boolean isPlainCrossEntropy() {
    return false;
  }
}
