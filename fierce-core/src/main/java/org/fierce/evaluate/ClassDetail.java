package org.fierce.evaluate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured inside one coarse class.
 *
 * @param coarse name of the class
 * @param rows its test rows
 * @param used how many of them were looked at
 * @param candidates rows among which the other view of a row was looked for
 * @param values by measure, finite; without those that could not be had
 */
public record ClassDetail(
    String coarse, int rows, int used, int candidates, Map<DetailMeasure, Double> values) {
  /** Copies the values, without those that are not finite. */
  public ClassDetail {
    Map<DetailMeasure, Double> finite = new EnumMap<>(DetailMeasure.class);
    values.forEach(
        (measure, value) -> {
          if (Double.isFinite(value)) {
            finite.put(measure, value);
          }
        });
    values = Collections.unmodifiableMap(finite);
  }

  /** The value of a measure; NaN where it could not be had. */
  public double value(DetailMeasure measure) {
    return values.getOrDefault(measure, Double.NaN);
  }
}
