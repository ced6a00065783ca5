package org.fierce.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/**
 * A number by ridge regression, with an interval: the number plus what true numbers were above it
 * in rows that were not fitted on, of the same predicted coarse class where there are enough.
 */
public final class RidgeHead implements FineHead {
  private static final String BELOW = "below";
  private static final String ABOVE = "above";

  private final Facts facts;
  private final BoundedLinear linear;
  private final float[] below;
  private final float[] above;

  /**
   * A head.
   *
   * @param linear one output, in the unit of the column
   * @param below what is added to the number for the lower end of the interval, for each coarse
   *     class
   * @param above what is added for the upper end
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public RidgeHead(Facts facts, BoundedLinear linear, float[] below, float[] above) {
    if (linear.bias().length != 1
        || below.length != facts.coarseClasses()
        || above.length != facts.coarseClasses()) {
      throw new IllegalArgumentException(
          "%d outputs, and intervals of %d and %d coarse classes; expected 1 and %d"
              .formatted(linear.bias().length, below.length, above.length, facts.coarseClasses()));
    }
    this.facts = facts;
    this.linear = linear;
    this.below = below.clone();
    this.above = above.clone();
  }

  @Override
  public int features() {
    return linear.features();
  }

  @Override
  public FineAnswer answer(float[] features, int coarse) {
    check(features);
    double value = linear.apply(features, 0);
    return FineAnswer.of(
        new Prediction.FineNumber(
            value, value + below[coarse], value + above[coarse], facts.level()));
  }

  @Override
  public String describe() {
    return "ridge regression of %s on %d rows".formatted(facts.column(), facts.rows());
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(linear.tensors());
    tensors.put(BELOW, BoundedLinear.row(below));
    tensors.put(ABOVE, BoundedLinear.row(above));
    return tensors;
  }

  /**
   * What JSON holds of the head.
   *
   * @param column what the number is
   * @param rows number of rows that it was fitted on
   * @param penalty on the weights of standardised features
   * @param level share of rows whose number lies inside the interval, above 0, below 1
   * @param intervalRows number of rows that the interval was learnt from
   * @param coarseClasses number of intervals, at least 1
   */
  public record Facts(
      String column, int rows, double penalty, double level, int intervalRows, int coarseClasses)
      implements FineHead.Facts {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Facts {
      if (!(level > 0 && level < 1) || coarseClasses < 1 || rows < 1 || intervalRows < 1) {
        throw new IllegalArgumentException(
            "level is %s, of %d and %d rows and %d coarse classes; expected between 0 and 1, and at least 1"
                .formatted(level, rows, intervalRows, coarseClasses));
      }
    }

    @Override
    public FineQuestion question() {
      return FineQuestion.NUMBER;
    }

    @Override
    public FineHead head(HeadTensors tensors) throws CheckpointFormatException {
      return new RidgeHead(
          this,
          BoundedLinear.of(tensors, 1),
          tensors.vector(BELOW, coarseClasses),
          tensors.vector(ABOVE, coarseClasses));
    }
  }
}
