package org.fierce.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.backbone.Backbone;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

/**
 * What every loss promises. The test of a loss extends this class and says which loss it is;
 * further tests say what it computes.
 */
public abstract class LossContract {
  private static final int WIDTH = 4;
  private static final int CLASSES = 3;
  private static final int ROWS = 12;

  /** Labels of two views of six rows, or of twelve rows. */
  private static final int[] LABELS = {0, 1, 0, 1, 0, 2, 0, 1, 0, 1, 0, 2};

  /** The loss, with options of its own. */
  protected abstract LossSpec spec();

  /** Whether noise goes by the place of a row, so that order matters and gradients are rough. */
  protected boolean isNoisy() {
    return false;
  }

  /** Whether a part of the loss that depends on the features is held fixed, as soft labels are. */
  protected boolean stopsGradients() {
    return false;
  }

  private Loss build() {
    return spec().build(WIDTH, CLASSES, 3);
  }

  @Test
  void crossEntropyIsThePlainOneWhateverIsMinimised() {
    double[] logits = normal(1, CLASSES);
    double expected = 0;
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(logits[row * CLASSES + c]);
      }
      expected += (Math.log(sum) - logits[row * CLASSES + LABELS[row]]) / ROWS;
    }
    try (PointerScope scope = new PointerScope();
        Loss loss = build()) {
      Backbone.Output output =
          new Backbone.Output(floats(normal(2, WIDTH), WIDTH), floats(logits, CLASSES));
      LossValue value = loss.compute(output, Tensors.labels(LABELS), 1);

      assertThat(value.crossEntropy().item_double()).isCloseTo(expected, within(1e-5));
      assertThat(value.reward() == null).isEqualTo(Double.isNaN(value.bitsPerUnit()));
      assertThat(value.reward() == null).isEqualTo(loss.term() == null);
    }
  }

  @Test
  void hostileBatchesLeaveValueAndGradientFinite() {
    double[] ordinary = normal(3, WIDTH);
    double[] equal = new double[ordinary.length];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = ordinary[i % WIDTH];
    }
    for (double[] features :
        List.of(
            equal, new double[ordinary.length], scaled(ordinary, 1e-20), scaled(ordinary, 1e10))) {
      for (int[] labels : List.of(LABELS, new int[ROWS])) {
        assertFinite(features, normal(4, CLASSES), labels);
        assertFinite(features, scaled(normal(4, CLASSES), 1e4), labels);
      }
    }
  }

  private void assertFinite(double[] rows, double[] outputs, int[] labels) {
    try (PointerScope scope = new PointerScope();
        Loss loss = build()) {
      Tensor features = floats(rows, WIDTH).set_requires_grad(true);
      Tensor logits = floats(outputs, CLASSES).set_requires_grad(true);
      Tensor total =
          loss.compute(new Backbone.Output(features, logits), Tensors.labels(labels), 1).total();
      total.backward();

      assertThat(total.item_double()).as("loss at %s", Arrays.toString(rows)).isFinite();
      for (Tensor leaf : List.of(features, logits)) {
        if (leaf.grad().defined()) {
          assertThat(Arrays.stream(Tensors.doubles(leaf.grad())))
              .as("gradient at %s", Arrays.toString(rows))
              .allMatch(Double::isFinite);
        }
      }
    }
  }

  @Test
  void gradientAgreesWithCentralDifferences() {
    assumeTrue(!isNoisy() && !stopsGradients());
    double[] features = normal(5, WIDTH);
    double[] logits = normal(6, CLASSES);
    try (PointerScope scope = new PointerScope();
        Loss loss = build()) {
      loss.parameters()
          .forEach(p -> p.tensor().set_data(p.tensor().detach().to(ScalarType.Double)));
      Tensor at = doubles(features, WIDTH).set_requires_grad(true);
      Tensor outputs = doubles(logits, CLASSES).set_requires_grad(true);
      loss.compute(new Backbone.Output(at, outputs), Tensors.labels(LABELS), 1).total().backward();

      assertGradient(at, features, x -> total(loss, x, logits));
      assertGradient(outputs, logits, x -> total(loss, features, x));
    }
  }

  private static double total(Loss loss, double[] features, double[] logits) {
    try (PointerScope scope = new PointerScope()) {
      return loss.compute(output(features, logits), Tensors.labels(LABELS), 1)
          .total()
          .item_double();
    }
  }

  private static void assertGradient(
      Tensor leaf, double[] at, ToDoubleFunction<double[]> function) {
    double[] gradient =
        leaf.grad().defined() ? Tensors.doubles(leaf.grad()) : new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + 1e-5;
      double up = function.applyAsDouble(moved);
      moved[i] = at[i] - 1e-5;
      double slope = (up - function.applyAsDouble(moved)) / 2e-5;
      assertThat(gradient[i]).as("at %d", i).isCloseTo(slope, within(1e-6));
    }
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    assumeTrue(!isNoisy());
    // The same turn in both halves keeps the two views of a row together.
    int[] order = {3, 5, 0, 1, 4, 2, 9, 11, 6, 7, 10, 8};
    double[] features = normal(7, WIDTH);
    double[] logits = normal(8, CLASSES);
    int[] labels = Arrays.stream(order).map(row -> LABELS[row]).toArray();
    try (PointerScope scope = new PointerScope();
        Loss loss = build()) {
      loss.parameters()
          .forEach(p -> p.tensor().set_data(p.tensor().detach().to(ScalarType.Double)));
      double turned =
          loss.compute(
                  output(turn(features, order, WIDTH), turn(logits, order, CLASSES)),
                  Tensors.labels(labels),
                  1)
              .total()
              .item_double();

      assertThat(turned).isCloseTo(total(loss, features, logits), within(1e-9));
    }
  }

  @Test
  void stateAndWeightsThatAreSavedAndPutBackGiveTheSameLoss() {
    try (PointerScope scope = new PointerScope();
        Loss saved = build();
        Loss restored = build()) {
      List<Backbone.Parameter> from = all(saved);
      List<Backbone.Parameter> to = all(restored);
      assertThat(from.stream().map(Backbone.Parameter::name)).doesNotHaveDuplicates();
      assertThat(to.stream().map(Backbone.Parameter::name))
          .containsExactlyElementsOf(from.stream().map(Backbone.Parameter::name).toList());
      assertThat(saved.parameters()).allMatch(p -> p.tensor().requires_grad());
      assertThat(saved.state()).noneMatch(p -> p.tensor().requires_grad());
      try (NoGradGuard guard = new NoGradGuard()) {
        for (int i = 0; i < from.size(); i++) {
          to.get(i).tensor().zero_();
          to.get(i).tensor().copy_(from.get(i).tensor());
        }
      }
      Tensor features = floats(normal(9, WIDTH), WIDTH);
      Tensor logits = floats(normal(10, CLASSES), CLASSES);
      Backbone.Output output = new Backbone.Output(features, logits);

      assertThat(restored.compute(output, Tensors.labels(LABELS), 5).total().item_double())
          .isEqualTo(saved.compute(output, Tensors.labels(LABELS), 5).total().item_double());
    }
  }

  @Test
  void stepsKeepTheNumberOfTensors() {
    long atTen = 0;
    try (Loss loss = build()) {
      for (int step = 0; step < 50; step++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor features = floats(normal(step, WIDTH), WIDTH).set_requires_grad(true);
          Tensor logits = floats(normal(step + 1, CLASSES), CLASSES).set_requires_grad(true);
          loss.compute(new Backbone.Output(features, logits), Tensors.labels(LABELS), step)
              .total()
              .backward();
        }
        atTen = step == 9 ? Pointer.totalCount() : atTen;
      }

      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(atTen);
    }
  }

  @Test
  void theLossWantsAsManyViewsAsItsOptionsSay() {
    try (Loss loss = build()) {
      assertThat(loss.views()).isEqualTo(spec().views()).isBetween(1, 2);
    }
  }

  @Test
  void useAfterCloseIsRefusedAndClosingTwiceDoesNothing() {
    Loss loss = build();
    loss.close();
    loss.close();

    assertThatThrownBy(() -> total(loss, normal(1, WIDTH), normal(2, CLASSES)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static List<Backbone.Parameter> all(Loss loss) {
    return Stream.concat(loss.parameters().stream(), loss.state().stream()).toList();
  }

  private static Backbone.Output output(double[] features, double[] logits) {
    return new Backbone.Output(doubles(features, WIDTH), doubles(logits, CLASSES));
  }

  private static double[] normal(long seed, int width) {
    float[] floats = Streams.normal(Streams.generator(seed, "loss"), ROWS * width, 1);
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private static double[] turn(double[] rows, int[] order, int width) {
    double[] turned = new double[rows.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(rows, order[i] * width, turned, i * width, width);
    }
    return turned;
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(x -> x * factor).toArray();
  }

  private static Tensor doubles(double[] rows, int width) {
    Tensor tensor = torch.zeros(rows.length / width, width).to(ScalarType.Double);
    tensor.data_ptr_double().put(rows, 0, rows.length);
    return tensor;
  }

  private static Tensor floats(double[] rows, int width) {
    return doubles(rows, width).to(ScalarType.Float);
  }
}
