package org.fierce.entropy;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/**
 * A term inside the coarse classes of a batch, H(F|Y): {@code sum_c n_c / n H(F | Y = c)}, in the
 * unit of the term.
 *
 * <p>A class of one example has no spread to tell of and is left out; n counts the rows of the
 * others. A batch without two examples of one class is worth the floor of the range and has no
 * gradient. The estimates of a small class are poor: about 8 rows a class are wanted. Noise is
 * drawn anew for each class.
 */
public final class ClassConditional implements EntropyTerm {
  private final EntropyTerm term;
  private final FeatureGate gate = new FeatureGate();

  /**
   * Of a term, which is closed with this one.
   *
   * @param term looks at the rows of one class at a time
   */
  public ClassConditional(EntropyTerm term) {
    this.term = term;
  }

  /**
   * @throws IllegalArgumentException if features and labels differ in number
   */
  @Override
  public Tensor reward(Tensor features, Tensor coarse, long step) {
    ClassRows rows = classRows(features, coarse);
    if (rows.classes() == 0) {
      return FeatureGate.zeroOf(features).add(new Scalar(term.minimum(1)));
    }
    TensorVector parts = rows.parts(rows.sorted(features));
    TensorVector labels = rows.parts(rows.sorted(coarse));
    @Nullable Tensor total = null;
    for (int c = 0; c < rows.classes(); c++) {
      long stream = Streams.word(step, rows.label(c));
      Tensor inside = term.reward(parts.get(c), labels.get(c), stream);
      Scalar weight = new Scalar(rows.weight(c));
      total = total == null ? inside.mul(weight) : total.add(inside, weight);
    }
    return Objects.requireNonNull(total);
  }

  private ClassRows classRows(Tensor features, Tensor coarse) {
    if (gate.pass(features).size(0) != coarse.numel()) {
      throw new IllegalArgumentException(
          "every row needs a label, found %d rows and %d labels"
              .formatted(features.size(0), coarse.numel()));
    }
    return new ClassRows(coarse, term.views());
  }

  @Override
  public double bitsPerUnit() {
    return term.bitsPerUnit();
  }

  /** As if all rows were of one class. */
  @Override
  public double minimum(int rows) {
    return term.minimum(rows);
  }

  /** As if all rows were of one class. */
  @Override
  public double maximum(int rows) {
    return term.maximum(rows);
  }

  /** In the range of the classes as they are, each weighted by its rows. */
  @Override
  public double share(double value, Tensor coarse) {
    ClassRows rows = new ClassRows(coarse, term.views());
    double smallest = 0;
    double range = 0;
    for (int c = 0; c < rows.classes(); c++) {
      double low = term.minimum(rows.size(c));
      smallest += rows.weight(c) * low;
      range += rows.weight(c) * (term.maximum(rows.size(c)) - low);
    }
    return range > 0 ? (value - smallest) / range : 0;
  }

  /** Every row the mean of its class. */
  @Override
  public Tensor collapsed(Tensor features, Tensor coarse) {
    ClassRows rows = classRows(features, coarse);
    TensorVector parts = rows.parts(rows.sorted(features));
    TensorVector means = new TensorVector(parts.size());
    for (long c = 0; c < parts.size(); c++) {
      Tensor part = parts.get(c);
      boolean isClass = c < rows.classes();
      means.put(
          c,
          isClass
              ? part.mean(new long[] {0}, true, new ScalarTypeOptional()).expand_as(part)
              : part);
    }
    return rows.restored(torch.cat(means, 0));
  }

  @Override
  public int views() {
    return term.views();
  }

  @Override
  public List<Backbone.Parameter> state() {
    return term.state();
  }

  @Override
  public List<Backbone.Parameter> parameters() {
    return term.parameters();
  }

  @Override
  public void close() {
    gate.close();
    term.close();
  }
}
