package org.fierce.experiment;

import java.util.Locale;

/** What a comparison sets side by side: a method, or a rival that is always there. */
public sealed interface Contender {
  /** Name in tables, files and folders. */
  String label();

  /** A method of the configuration. */
  record Method(MethodConfig config) implements Contender {
    @Override
    public String label() {
      return config.label();
    }
  }

  /** A bound that costs little to state, or that no coarse training can be expected to reach. */
  enum Rival implements Contender {
    /** The normalised input itself, under the same evaluators. */
    RAW_INPUT,
    /** Its principal components, as many as the network has features. */
    RAW_INPUT_PCA,
    /** The network before its first step. */
    UNTRAINED,
    /** The mean target of the true coarse class: all that a coarse label alone can say. */
    COARSE_MEAN,
    /** The same network trained on the fine targets at the same budget. */
    FINE_CEILING;

    @Override
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
