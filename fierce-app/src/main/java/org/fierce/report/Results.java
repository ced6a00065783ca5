package org.fierce.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.compare.SeedsNeeded;
import org.fierce.stats.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What a run folder or a comparison folder says, as far as reports and tables show it.
 *
 * @param title what was run
 * @param comparison whether several methods or seeds stand beside each other
 * @param verdicts sentences that say what came out, for people to read
 * @param notes warnings and remarks of the file
 * @param intervals what the intervals mean, as {@code 95 % interval over 5 seeds}
 * @param primary key of the score that matters most, or null where the file names none
 * @param methods the methods first, then the free rivals
 * @param curves what was written each epoch
 * @param detail scores of the frozen network over the epochs, under the keys of scores; empty where
 *     nobody asked for them
 * @param facts where the numbers come from: version, data, machine
 * @param configuration text of config.yaml, empty where there is none
 */
public record Results(
    String title,
    boolean comparison,
    List<String> verdicts,
    List<String> notes,
    String intervals,
    @Nullable String primary,
    List<Method> methods,
    List<Curve> curves,
    List<Curve> detail,
    Map<String, String> facts,
    String configuration) {

  /**
   * A number and its interval; ends are NaN where there is none.
   *
   * @param value the number, or the mean over seeds
   * @param low lower end
   * @param high upper end
   * @param note what a reader must know of the number, as why it is not defined; null for nothing
   */
  public record Estimate(double value, double low, double high, @Nullable String note) {
    /** Without a note. */
    public Estimate(double value, double low, double high) {
      this(value, low, high, null);
    }

    /** Whether both ends are numbers. */
    public boolean hasInterval() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /**
   * A paired difference to another method.
   *
   * @param to the other method
   * @param estimate this method minus the other one; its interval speaks of other training seeds
   * @param pHolm p-value after Holm's correction, NaN where there is none
   * @param overRows the same difference, with the interval that speaks of other test rows under the
   *     same trained networks; without one where the file has none
   * @param rowsPHolm p-value of that, after Holm's correction
   * @param call better, worse or cannot tell; empty where the file does not say
   * @param needed how many seeds would tell, or null
   */
  public record Difference(
      String to,
      Estimate estimate,
      double pHolm,
      Estimate overRows,
      double rowsPHolm,
      String call,
      @Nullable SeedsNeeded needed) {
    /** A difference of which only the seeds speak. */
    public Difference(String to, Estimate estimate, double pHolm) {
      this(
          to,
          estimate,
          pHolm,
          new Estimate(estimate.value(), Double.NaN, Double.NaN),
          Double.NaN,
          "",
          null);
    }
  }

  /**
   * One line of the table.
   *
   * @param name as in the file
   * @param free whether it is a rival that costs no training of a method, as {@code raw-input}
   * @param scores by key
   * @param differences by key; empty for the first method
   * @param isUntaught whether training did not learn the coarse classes, with one seed or more
   */
  public record Method(
      String name,
      boolean free,
      Map<String, Estimate> scores,
      Map<String, Difference> differences,
      boolean isUntaught) {
    /** One whose training learnt, as far as anybody knows. */
    public Method(
        String name,
        boolean free,
        Map<String, Estimate> scores,
        Map<String, Difference> differences) {
      this(name, free, scores, differences, false);
    }

    /** Stands after the name of a method whose training did not learn. */
    public static final String UNTAUGHT_MARK = "\u2020";

    /** The name, with the mark where training did not learn. */
    public String markedName() {
      return isUntaught ? name + " " + UNTAUGHT_MARK : name;
    }
  }

  /**
   * One quantity of one run over its epochs.
   *
   * @param method whose run
   * @param seed of the run
   * @param quantity name in metrics.jsonl, as {@code lossNats}, or key of a score
   * @param epochs ascending
   * @param values as many as epochs, finite
   */
  public record Curve(
      String method, String seed, String quantity, double[] epochs, double[] values) {}

  /** All score keys that any method has: the primary one first, then in the order of the names. */
  public List<String> keys() {
    Set<String> found = new LinkedHashSet<>();
    methods.forEach(method -> found.addAll(method.scores().keySet()));
    return Measure.ordered(found, primary);
  }
}
