package org.fierce.backbone;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fierce.data.InputShape;

/** Which network to build. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MlpSpec.class, name = "mlp"),
  @JsonSubTypes.Type(value = SmallCnnSpec.class, name = "small-cnn"),
  @JsonSubTypes.Type(value = ResNetSpec.class, name = "resnet")
})
public sealed interface BackboneSpec permits MlpSpec, SmallCnnSpec, ResNetSpec {
  /**
   * Builds the network with weights drawn from the seed: same seed, same weights, and the same body
   * whatever the head.
   *
   * @param shape shape of a row of input
   * @param classes number of outputs: the classes to tell apart, at least 1
   * @throws IllegalArgumentException if the network cannot take such inputs
   */
  Backbone build(InputShape shape, int classes, long seed);

  /** What turns features into logits. */
  Head head();

  /** The same network with another head. */
  BackboneSpec withHead(Head head);
}
