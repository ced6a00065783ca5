package org.fierce.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.InputShape;
import org.fierce.engine.Tensors;

/**
 * One network on one shape of input, in batches of several sizes.
 *
 * <p>The reference is the same network in double precision, whose convolutions the engine takes as
 * plain matrix products of patches: neither oneDNN nor NNPACK knows doubles.
 */
record KernelCase(BackboneSpec spec, InputShape shape, List<Integer> batches) {
  private static final int CLASSES = 3;

  /**
   * Larger differences of gradients count where they come with every seed of the weights: a
   * rectifier or a pool that decides otherwise for one value of thousands moves gradients by
   * percents, but seldom for three networks; a kernel that fails does so for any weights. Single
   * convolutions, without rectifiers, are held to 1e-4 by {@link ConvolutionSweep}.
   */
  private static final double ROUNDING = 0.05;

  private static final int SEEDS = 3;

  /**
   * Values that a batch norm must see in each map for its gradients to be compared: with fewer
   * their rounding in single precision is as large as they.
   */
  private static final int FEWEST_VALUES = 16;

  /**
   * Batches of more rows, the last of a case, are not taken in double precision, for time's sake.
   */
  private static final int MOST_ROWS = 32;

  /**
   * What came of a case.
   *
   * @param steps of training and of evaluation
   * @param compared those whose numbers were compared
   * @param outputError largest difference of a logit, relative to the largest logit
   * @param gradientError largest difference of a gradient, relative to the largest of its tensor
   * @param worst where that was
   * @param areFinite whether all outputs and gradients are
   */
  record Result(
      int steps,
      int compared,
      double outputError,
      double gradientError,
      String worst,
      boolean areFinite) {
    boolean isRight() {
      return areFinite && outputError < 1e-3 && gradientError < ROUNDING;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d steps, %d compared, output %.1e, gradient %.1e at %s%s",
          steps,
          compared,
          outputError,
          gradientError,
          worst,
          areFinite ? "" : ", NOT FINITE");
    }
  }

  Result run() {
    Result result = run(1);
    for (int seed = 2; seed <= SEEDS && !result.isRight(); seed++) {
      result = run(seed);
    }
    return result;
  }

  private Result run(long seed) {
    int steps = 0;
    int compared = 0;
    double outputError = 0;
    double gradientError = 0;
    String worst = "none";
    boolean areFinite = true;
    try (Backbone network = spec.build(shape, CLASSES, seed);
        Backbone reference = spec.build(shape, CLASSES, seed)) {
      reference.convertTo(ScalarType.Double);
      for (int rows : batches) {
        for (boolean training : new boolean[] {true, false}) {
          if (training && rows < 2 && network.hasBatchNorm()) {
            continue;
          }
          try (PointerScope scope = new PointerScope()) {
            Tensor input = input(rows);
            Step step = Step.of(network, input, training);
            steps++;
            areFinite &= step.isFinite();
            if (rows > MOST_ROWS) {
              continue;
            }
            // Also where nothing is compared: training moves the running statistics.
            Step expected = Step.of(reference, input.to(ScalarType.Double), training);
            if (!training || rows * smallestMap() >= FEWEST_VALUES) {
              compared++;
              outputError = Math.max(outputError, step.outputError(expected));
              // Nobody takes gradients in evaluation.
              for (int i = 0; training && i < step.gradients.size(); i++) {
                double error = step.gradientError(expected, i);
                if (error > gradientError) {
                  gradientError = error;
                  worst = "%s (%d rows)".formatted(network.parameters().get(i).name(), rows);
                }
              }
            }
          }
        }
      }
    }
    return new Result(steps, compared, outputError, gradientError, worst, areFinite);
  }

  private Tensor input(int rows) {
    Random random = new Random(rows);
    float[] values = new float[rows * shape.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return spec instanceof MlpSpec
        ? Tensors.of(values, rows, shape.values())
        : Tensors.of(values, rows, shape.channels(), shape.height(), shape.width());
  }

  /** Positions of the smallest maps with a norm, at least: networks halve sides three times. */
  private int smallestMap() {
    return Math.max(1, shape.height() / 8) * Math.max(1, shape.width() / 8);
  }

  /** Logits and gradients of a weighted sum of them. */
  private record Step(double[] logits, List<double[]> gradients) {
    static Step of(Backbone network, Tensor input, boolean training) {
      network.train(training);
      Tensor logits = network.forward(input).logits();
      long rows = input.size(0);
      float[] weights = new float[(int) rows * CLASSES];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) Math.sin(1 + i);
      }
      logits.mul(Tensors.of(weights, rows, CLASSES).to(logits.scalar_type())).sum().backward();
      List<double[]> gradients = new ArrayList<>();
      for (Backbone.Parameter parameter : network.parameters()) {
        Tensor gradient = parameter.tensor().mutable_grad();
        gradients.add(Tensors.doubles(gradient));
        gradient.reset();
      }
      return new Step(Tensors.doubles(logits), gradients);
    }

    boolean isFinite() {
      return isFinite(logits) && gradients.stream().allMatch(Step::isFinite);
    }

    private static boolean isFinite(double[] values) {
      for (double value : values) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
      return true;
    }

    double outputError(Step expected) {
      return difference(logits, expected.logits) / Math.max(1e-3, largest(expected.logits));
    }

    /** Relative to the largest of the tensor; where that is small to the largest of the network. */
    double gradientError(Step expected, int i) {
      double whole = expected.gradients.stream().mapToDouble(Step::largest).max().orElse(0);
      double own = largest(expected.gradients.get(i));
      return difference(gradients.get(i), expected.gradients.get(i)) / Math.max(own, 0.03 * whole);
    }

    private static double largest(double[] values) {
      double largest = 0;
      for (double value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }

    private static double difference(double[] found, double[] expected) {
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(found[i] - expected[i]));
      }
      return largest;
    }
  }
}
