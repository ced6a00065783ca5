package org.fierce.backbone;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fierce.data.InputShape;

/** Which network to build. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface BackboneSpec {
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
