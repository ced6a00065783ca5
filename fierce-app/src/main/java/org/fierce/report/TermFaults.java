package org.fierce.report;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fierce.loss.TermHealth;
import org.fierce.loss.TermHealth.Fault;
import org.fierce.run.RunFolder;
import org.fierce.train.EpochMetrics;
import org.fierce.train.MetricsLog;

/** What is said of an entropy term that does nothing, or too much. */
public final class TermFaults {
  private static final String PLACE = "N being the place of the method, from 0";

  private TermFaults() {}

  /**
   * Adds a sentence for each fault that the runs of a method end with, of the one that shows it
   * most.
   */
  static void addTo(List<String> notes, String method, List<RunFolder> runs) throws IOException {
    Map<Fault, EpochMetrics> worst = new EnumMap<>(Fault.class);
    for (RunFolder run : runs) {
      EpochMetrics last =
          new MetricsLog(run.metrics())
              .read().stream()
                  .filter(epoch -> !epoch.health().equals(TermHealth.NONE))
                  .reduce((one, later) -> later)
                  .orElse(null);
      Fault fault = last == null ? null : last.termFault();
      if (last != null && fault != null) {
        worst.merge(fault, last, (one, other) -> worse(fault, one, other));
      }
    }
    worst.forEach(
        (fault, epoch) ->
            notes.add(sentence(method, fault, epoch.health(), epoch.coarseAccuracy())));
  }

  private static EpochMetrics worse(Fault fault, EpochMetrics one, EpochMetrics other) {
    boolean isOther =
        switch (fault) {
          case SATURATED -> other.health().saturation() > one.health().saturation();
          case DEAD -> other.health().gradientRatio() < one.health().gradientRatio();
          case OVERWHELMING -> other.health().gradientRatio() > one.health().gradientRatio();
        };
    return isOther ? other : one;
  }

  /** A word for progress lines. */
  public static String word(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The warning for a method, with the option to change.
   *
   * @param health in which the fault was found
   * @param coarseAccuracy in training, of the same epoch
   */
  public static String sentence(
      String method, Fault fault, TermHealth health, double coarseAccuracy) {
    String fact =
        switch (fault) {
          case SATURATED ->
              String.format(
                  Locale.ROOT,
                  "is saturated (%.2f of its range whatever the features): its gradient is noise. Lower its temperature, for example --set methods.N.temperature=0.1, %s (of the method entropy: methods.N.term.temperature, or term.epsilon of a coding rate).",
                  health.saturation(),
                  PLACE);
          case DEAD ->
              String.format(
                  Locale.ROOT,
                  "is dead (its gradient at the features is %.1g of cross-entropy's): it changes nothing. Raise its weight, --set methods.N.weight=... (alpha, where the method has that), %s; or raise its temperature, if that is far below 0.1.",
                  health.gradientRatio(),
                  PLACE);
          case OVERWHELMING ->
              String.format(
                  Locale.ROOT,
                  "overwhelms cross-entropy (its gradient at the features is %.0f times as large, with %.0f %% of the training rows right): the coarse labels are hardly learnt. Lower its weight, --set methods.N.weight=... (alpha, where the method has that), %s.",
                  health.gradientRatio(),
                  100 * coarseAccuracy,
                  PLACE);
        };
    return method + ": the entropy term " + fact;
  }
}
