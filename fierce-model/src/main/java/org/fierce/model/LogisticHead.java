package org.fierce.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;

/**
 * The fine class by multinomial logistic regression, of which only the classes of the row's coarse
 * class compete. Whether a row is of none of them is told by the means of the classes. A class is
 * added only by fitting again.
 */
public final class LogisticHead implements FineHead {
  private final Facts facts;
  private final NearestMeanHead means;
  private final BoundedLinear linear;

  /**
   * A head.
   *
   * @param rows number of rows that it was fitted on
   * @param penalty on the weights of standardised features
   * @param means of the classes
   * @param linear an output for each class, in the order of the means
   * @throws IllegalArgumentException if there are not as many outputs as classes
   */
  public LogisticHead(int rows, double penalty, NearestMeanHead means, BoundedLinear linear) {
    this(new Facts(means.facts(), rows, penalty), means, linear);
  }

  private LogisticHead(Facts facts, NearestMeanHead means, BoundedLinear linear) {
    if (linear.bias().length != means.classes().size()) {
      throw new IllegalArgumentException(
          "%d outputs do not fit %d classes"
              .formatted(linear.bias().length, means.classes().size()));
    }
    this.facts = facts;
    this.means = means;
    this.linear = linear;
  }

  /** The classes, in order. */
  public List<KnownClass> classes() {
    return means.classes();
  }

  @Override
  public int features() {
    return linear.features();
  }

  @Override
  public FineAnswer answer(float[] features, int coarse) {
    check(features);
    int[] competing = means.competing(coarse);
    if (competing.length == 0) {
      return FineAnswer.NONE;
    }
    double[] scores = new double[competing.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = linear.apply(features, competing[i]);
    }
    double[] probabilities = BoundedLinear.softmax(scores);
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return FineAnswer.of(
        new Prediction.FineClass(
            means.classes().get(competing[best]).name(),
            probabilities[best],
            means.isUnknown(features, coarse)));
  }

  @Override
  public String describe() {
    return "logistic regression of %d classes on %d rows"
        .formatted(means.classes().size(), facts.rows());
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(means.tensors());
    tensors.putAll(linear.tensors());
    return tensors;
  }

  /**
   * What JSON holds of the head.
   *
   * @param means of the classes
   * @param rows number of rows that it was fitted on
   * @param penalty on the weights of standardised features
   */
  public record Facts(NearestMeanHead.Facts means, int rows, double penalty)
      implements FineHead.Facts {
    @Override
    public FineQuestion question() {
      return FineQuestion.FINE;
    }

    @Override
    public FineHead head(HeadTensors tensors) throws CheckpointFormatException {
      return new LogisticHead(
          this, means.head(tensors), BoundedLinear.of(tensors, means.classes().size()));
    }
  }
}
