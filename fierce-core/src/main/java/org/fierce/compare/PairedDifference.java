package org.fierce.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.fierce.files.Json;
import org.fierce.stats.Measure;
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
 * @param examples what other test rows would give, or null where runs do not say
 * @param seedsNeeded to tell, or null where too little is known of the spread
 */
public record PairedDifference(
    String to,
    double mean,
    double low,
    double high,
    double pHolm,
    @Nullable OverExamples examples,
    @Nullable SeedsNeeded seedsNeeded) {
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

    /** In words, as {@code cannot tell}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Better or worse where p after Holm is below 0.05: by the t test over seeds, or for a single
   * seed by the bootstrap over test rows.
   */
  public Call call(String key) {
    double p = leadingP();
    if (Double.isNaN(p) || p >= SIGNIFICANCE) {
      return Call.CANNOT_TELL;
    }
    return mean > 0 == Measure.of(key).isLargerBetter() ? Call.BETTER : Call.WORSE;
  }

  /** Whether the call is by test rows, since there is one seed. */
  public boolean isByExamples() {
    return Double.isNaN(pHolm) && examples != null;
  }

  /** The p-value that {@link #call} goes by; NaN where there is none. */
  public double leadingP() {
    return Double.isNaN(pHolm) && examples != null ? examples.pHolm() : pHolm;
  }

  ObjectNode toJson(String key) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("to", to);
    node.set("mean", Json.number(mean));
    node.set("low", Json.number(low));
    node.set("high", Json.number(high));
    node.set("pHolm", Json.number(pHolm));
    if (Measure.of(key).isJudged()) {
      node.put("call", call(key).words());
    }
    if (examples != null) {
      ObjectNode over = node.putObject("examples");
      over.set("low", Json.number(examples.low()));
      over.set("high", Json.number(examples.high()));
      over.set("pHolm", Json.number(examples.pHolm()));
      over.put("rows", examples.rows());
    }
    if (seedsNeeded != null) {
      node.set("seedsNeeded", seedsNeeded.toJson());
    }
    return node;
  }

  static PairedDifference read(JsonNode node) {
    JsonNode over = node.path("examples");
    return new PairedDifference(
        node.path("to").asText(),
        Json.number(node, "mean"),
        Json.number(node, "low"),
        Json.number(node, "high"),
        Json.number(node, "pHolm"),
        over.isMissingNode()
            ? null
            : new OverExamples(
                Json.number(over, "low"),
                Json.number(over, "high"),
                Json.number(over, "pHolm"),
                over.path("rows").asInt()),
        node.has("seedsNeeded") ? SeedsNeeded.read(node.get("seedsNeeded")) : null);
  }
}
