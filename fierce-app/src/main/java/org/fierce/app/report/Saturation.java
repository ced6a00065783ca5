package org.fierce.app.report;

import java.util.Locale;
import org.fierce.entropy.EntropyTerm;

/** What is said of an entropy term that no feature can move. */
public final class Saturation {
  private Saturation() {}

  /**
   * The warning for a method.
   *
   * @param value above {@link EntropyTerm#SATURATED}
   */
  public static String sentence(String method, double value) {
    return String.format(
        Locale.ROOT,
        "%s: the entropy term is saturated (%.2f of its range whatever the features): its gradient is"
            + " noise. Lower its temperature, for example --set methods.N.temperature=0.1, N being"
            + " the place of the method, from 0 (of the method entropy: methods.N.term.temperature, or"
            + " term.epsilon of a coding rate).",
        method,
        value);
  }
}
