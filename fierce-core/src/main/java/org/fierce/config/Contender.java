package org.fierce.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a comparison compares: a method of the configuration, or a rival. */
public sealed interface Contender {
  /** Name in tables, files and folders. */
  String label();

  /** Whether it is made from the trained network of a method, and so runs after it. */
  default boolean needsTrainedMethod() {
    return false;
  }

  /** A method of the configuration. */
  record Method(MethodConfig config) implements Contender {
    @Override
    public String label() {
      return config.label();
    }
  }

  /**
   * A bound that costs little to state, or that no coarse training can be expected to reach; or
   * what can be had of a method's network without training another.
   */
  enum Rival implements Contender {
    /** The normalised input itself, under the same evaluators. */
    RAW_INPUT,
    /** Its principal components, as many as the network has features. */
    RAW_INPUT_PCA,
    /** The network before its first step. */
    UNTRAINED,
    /**
     * The same network read out of all its layers, as {@code readout: layers} does by default: what
     * that readout is worth without any training.
     */
    UNTRAINED_LAYERS,
    /**
     * The features of the first cross-entropy method, trained, centred and whitened on the training
     * rows; that method's own logits.
     */
    WHITENED,
    /**
     * The features of an earlier layer of the first cross-entropy method's trained network; that
     * method's own logits.
     */
    EARLIER_LAYER,
    /** The mean target of the true coarse class: all that a coarse label alone can say. */
    COARSE_MEAN,
    /** The same network trained on the fine targets at the same budget. */
    FINE_CEILING;

    @Override
    public boolean needsTrainedMethod() {
      return this == WHITENED || this == EARLIER_LAYER;
    }

    /** The rival of this label, if it is one. */
    public static Optional<Rival> of(String label) {
      return Arrays.stream(values()).filter(rival -> rival.label().equals(label)).findFirst();
    }

    @Override
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
