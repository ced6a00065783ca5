package org.fierce.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.fierce.loss.CrossEntropySpec;

/** What a comparison compares: a method of the configuration, or a rival. */
public sealed interface Contender {
  /** Name in tables, files and folders. */
  String label();

  /** The method of a configuration whose network its run is made with. */
  MethodConfig methodOf(ExperimentConfig config);

  /** That method with no more than matters to the run. */
  default MethodConfig essentialOf(ExperimentConfig config) {
    return methodOf(config);
  }

  /** Whether it is made from the trained network of a method, and so runs after it. */
  default boolean needsTrainedMethod() {
    return false;
  }

  /** A method of the configuration. */
  record Method(MethodConfig config) implements Contender {
    @Override
    public MethodConfig methodOf(ExperimentConfig all) {
      return config;
    }

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
    public MethodConfig methodOf(ExperimentConfig config) {
      return needsTrainedMethod()
          ? config.firstCrossEntropy().orElseThrow()
          : config.methods().get(0);
    }

    @Override
    public MethodConfig essentialOf(ExperimentConfig config) {
      MethodConfig method = methodOf(config);
      if (needsTrainedMethod()) {
        return method;
      }
      // An untrained network is made of its head alone, a row and its class of none.
      boolean hasNetwork = this != RAW_INPUT && this != COARSE_MEAN;
      return new MethodConfig("network", hasNetwork ? method.head() : null, new CrossEntropySpec());
    }

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
