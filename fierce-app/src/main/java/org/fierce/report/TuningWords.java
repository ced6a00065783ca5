package org.fierce.report;

import java.util.Locale;
import org.fierce.tune.Criterion;
import org.fierce.tune.TuningReport;

/** What the columns of a tuning are called. */
public final class TuningWords {
  private TuningWords() {}

  /** A score of a candidate, in words. */
  public static String heading(String key) {
    if (key.equals(TuningReport.PROBE)) {
      return "held-out granularity by probe";
    }
    for (Criterion criterion : Criterion.values()) {
      if (criterion.key().equals(key)) {
        return criterion.words();
      }
    }
    return key;
  }

  /** Where the numbers come from, a sentence. */
  public static String origin(TuningReport report) {
    int seeds = report.setting().seeds().size();
    return "On %s of the training rows, held out; %s."
        .formatted(
            String.format(Locale.ROOT, "%.0f %%", 100 * report.setting().heldOut()),
            seeds == 1
                ? "one seed, so no intervals"
                : "mean over %d seeds and half its 95 %% interval".formatted(seeds));
  }
}
