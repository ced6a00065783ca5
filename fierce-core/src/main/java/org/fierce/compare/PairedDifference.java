package org.fierce.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.fierce.stats.Measure;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/**
 * One method's score less another's, paired by seed.
 *
 * @param to the other method
 * @param mean over seeds
 * @param low lower end of the t interval over seeds, NaN for one seed: what other training seeds
 *     would give
 * @param high its upper end
 * @param pHolm p-value of the paired t test after Holm over the methods, NaN for one seed
 * @param call what can be said of it: better or worse where p after Holm is below 0.05, by the t
 *     test over seeds or for a single seed by the bootstrap over test rows; null where the score is
 *     not judged
 * @param examples what other test rows would give, or null where runs do not say
 * @param seedsNeeded to tell, or null where too little is known of the spread
 */
public record PairedDifference(
    String to,
    double mean,
    double low,
    double high,
    double pHolm,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Call call,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OverExamples examples,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SeedsNeeded seedsNeeded) {
  private static final double SIGNIFICANCE = 0.05;

  /**
   * The same difference over other test rows of the same trained networks, by bootstrap.
   *
   * @param pHolm p-value after Holm over the methods
   * @param rows number of distinct test rows
   */
  public record OverExamples(double low, double high, double pHolm, int rows) {}

  /** What can be said of a difference. */
  public enum Call {
    BETTER,
    WORSE,
    CANNOT_TELL;

    /** In words and in files, as {@code cannot tell}. */
    @JsonValue
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** A difference on a score, and what can be said of it. */
  static PairedDifference of(
      String key,
      String to,
      SeedStatistics.Mean seeds,
      double pHolm,
      @Nullable OverExamples examples,
      @Nullable SeedsNeeded seedsNeeded) {
    PairedDifference uncalled =
        new PairedDifference(
            to, seeds.mean(), seeds.low(), seeds.high(), pHolm, null, examples, seedsNeeded);
    Measure measure = Measure.of(key);
    double p = uncalled.leadingP();
    Call call =
        Double.isNaN(p) || p >= SIGNIFICANCE
            ? Call.CANNOT_TELL
            : seeds.mean() > 0 == measure.isLargerBetter() ? Call.BETTER : Call.WORSE;
    return new PairedDifference(
        to,
        seeds.mean(),
        seeds.low(),
        seeds.high(),
        pHolm,
        measure.isJudged() ? call : null,
        examples,
        seedsNeeded);
  }

  /** Whether the call is by test rows, since there is one seed. */
  public boolean isByExamples() {
    return Double.isNaN(pHolm) && examples != null;
  }

  /** The p-value that the call goes by; NaN where there is none. */
  public double leadingP() {
    return Double.isNaN(pHolm) && examples != null ? examples.pHolm() : pHolm;
  }
}
