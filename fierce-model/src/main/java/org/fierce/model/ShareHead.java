package org.fierce.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/** The shares of a mixture: softmax of a linear map. */
public final class ShareHead implements FineHead {
  private final Facts facts;
  private final BoundedLinear linear;

  /**
   * A head.
   *
   * @param linear an output for each part
   * @throws IllegalArgumentException if there are not as many outputs as parts
   */
  public ShareHead(Facts facts, BoundedLinear linear) {
    if (linear.bias().length != facts.parts().size()) {
      throw new IllegalArgumentException(
          "%d outputs do not fit %d parts".formatted(linear.bias().length, facts.parts().size()));
    }
    this.facts = facts;
    this.linear = linear;
  }

  @Override
  public int features() {
    return linear.features();
  }

  @Override
  public FineAnswer answer(float[] features, int coarse) {
    check(features);
    double[] shares = BoundedLinear.softmax(linear.apply(features));
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int part = 0; part < shares.length; part++) {
      byName.put(facts.parts().get(part), shares[part]);
    }
    return FineAnswer.of(byName);
  }

  @Override
  public String describe() {
    return "softmax of %d shares on %d rows".formatted(facts.parts().size(), facts.rows());
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    return linear.tensors();
  }

  /**
   * What JSON holds of the head.
   *
   * @param parts of the mixture, at least 2, in order
   * @param rows number of rows that it was fitted on
   * @param penalty on the weights of standardised features
   */
  public record Facts(List<String> parts, int rows, double penalty) implements FineHead.Facts {
    /**
     * Copies the names.
     *
     * @throws IllegalArgumentException if there are fewer than two, or no row
     */
    public Facts {
      parts = List.copyOf(parts);
      if (parts.size() < 2 || rows < 1) {
        throw new IllegalArgumentException(
            "a mixture of %s, fitted on %d rows; expected at least two parts and one row"
                .formatted(parts, rows));
      }
    }

    @Override
    public FineQuestion question() {
      return FineQuestion.SHARES;
    }

    @Override
    public FineHead head(HeadTensors tensors) throws CheckpointFormatException {
      return new ShareHead(this, BoundedLinear.of(tensors, parts.size()));
    }
  }
}
