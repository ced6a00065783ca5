package org.fierce.model;

import java.util.List;
import java.util.Map;
import org.fierce.data.RowNote;
import org.jspecify.annotations.Nullable;

/**
 * What a model answers for one row.
 *
 * @param coarse the most probable coarse class
 * @param coarseProbability its probability, 0 to 1, calibrated where the model has a {@link
 *     Calibration}
 * @param embedding the features of the row
 * @param fine the fine class, or null where the model has no head for one, or its head knows no
 *     class of the coarse class
 * @param number the number asked for, or null where the model has no head for one
 * @param shares the share of each part, which sum to 1, in the head's order; empty where the model
 *     has no head for them
 * @param notes what was strange about the row, as a category that no training row had
 */
public record Prediction(
    String coarse,
    double coarseProbability,
    float[] embedding,
    @Nullable FineClass fine,
    @Nullable FineNumber number,
    Map<String, Double> shares,
    List<RowNote> notes) {
  /**
   * A fine class.
   *
   * @param name the nearest, also where the row is probably of none
   * @param probability that it is the row's, 0 to 1, given that the coarse class is right
   * @param isUnknown whether the row is further from all known classes than almost all of their own
   *     examples are
   */
  public record FineClass(String name, double probability, boolean isUnknown) {}

  /**
   * A number in the unit of its column.
   *
   * @param low lower end of the interval
   * @param high upper end of the interval
   * @param level share of rows whose number lies inside the interval, as 0.9
   */
  public record FineNumber(double value, double low, double high, double level) {}
}
