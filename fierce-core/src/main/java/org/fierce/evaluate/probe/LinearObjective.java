package org.fierce.evaluate.probe;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.LimitedMemoryBfgs;
import org.fierce.algebra.Matrices;

/**
 * Mean loss of a linear layer on fixed features, plus {@code penalty / 2 * |W|^2}. A point is W
 * [width, outputs] row by row, then the bias [outputs], which is not penalised. Products are in the
 * precision of the features, sums over rows in double.
 */
public final class LinearObjective implements LimitedMemoryBfgs.Objective {
  private final Tensor features;
  private final RowLoss loss;
  private final double penalty;
  private final int width;
  private final int outputs;

  /** A mean over rows and its derivative by the logits. */
  public interface RowLoss {
    /** Both at logits [rows, outputs]; the caller's scope frees the tensors. */
    Value at(Tensor logits);
  }

  record Value(double mean, Tensor derivative) {}

  /** Features and loss are the caller's and must outlive this. */
  public LinearObjective(Tensor features, int outputs, RowLoss loss, double penalty) {
    this.features = features;
    this.loss = loss;
    this.penalty = penalty;
    this.width = (int) features.size(1);
    this.outputs = outputs;
  }

  /** Number of parameters. */
  public static int size(int width, int outputs) {
    return (width + 1) * outputs;
  }

  /**
   * Rough inverse of the second derivative along each weight, for features whose columns are
   * uncorrelated: a softmax that has learnt nothing has p (1 - p) = (1 - 1/c) / c.
   */
  public static double[] inverseCurvature(double[] variances, int outputs, double penalty) {
    double[] inverse = new double[size(variances.length, outputs)];
    double share = Math.max(1, outputs - 1) / ((double) outputs * outputs);
    for (int i = 0; i < inverse.length; i++) {
      int column = i / outputs;
      inverse[i] = 1 / (column < variances.length ? share * variances[column] + penalty : share);
    }
    return inverse;
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    int weights = width * outputs;
    double squares = 0;
    double mean;
    try (PointerScope scope = new PointerScope()) {
      Value value = loss.at(logits(features, point, outputs));
      Tensor byWeight = torch.mm(features.t(), value.derivative()).to(ScalarType.Double);
      Tensor byBias =
          value.derivative().sum(new long[] {0}, false, new ScalarTypeOptional(ScalarType.Double));
      Matrices.read(byWeight, gradient, 0, weights);
      Matrices.read(byBias, gradient, weights, outputs);
      mean = value.mean();
    }
    for (int i = 0; i < weights; i++) {
      squares += point[i] * point[i];
      gradient[i] += penalty * point[i];
    }
    return mean + penalty / 2 * squares;
  }

  /** Logits [rows, outputs] of features under a point. */
  public static Tensor logits(Tensor features, double[] point, int outputs) {
    int width = (int) features.size(1);
    ScalarType type = features.scalar_type();
    Tensor weight = Matrices.doubles(point, 0, width, outputs).to(type);
    Tensor bias = Matrices.doubles(point, width * outputs, 1, outputs).to(type);
    return torch.addmm(bias, features, weight);
  }

  /** Mean of -ln softmax(logits)[label], in nats. */
  public record CrossEntropy(Tensor labels) implements RowLoss {
    @Override
    public Value at(Tensor logits) {
      long rows = labels.size(0);
      Tensor logs = torch.log_softmax(logits, 1);
      Tensor chosen = logs.gather(1, labels);
      double mean = -chosen.sum(new ScalarTypeOptional(ScalarType.Double)).item_double() / rows;
      Tensor derivative = logs.exp_();
      derivative.scatter_add_(1, labels, torch.full_like(chosen, new Scalar(-1.0)));
      return new Value(mean, derivative.div_(new Scalar((double) rows)));
    }
  }

  /** Mean of |softmax(logits) - shares|^2 / unit. */
  record SquaredError(Tensor shares, double unit) implements RowLoss {
    @Override
    public Value at(Tensor logits) {
      long rows = shares.size(0);
      Tensor predicted = torch.softmax(logits, 1);
      Tensor error = predicted.sub(shares);
      double sum = error.mul(error).sum(new ScalarTypeOptional(ScalarType.Double)).item_double();
      Tensor inner = error.mul(predicted).sum(new long[] {1}, true, new ScalarTypeOptional());
      Tensor derivative = predicted.mul(error.sub(inner)).mul_(new Scalar(2.0 / (rows * unit)));
      return new Value(sum / rows / unit, derivative);
    }
  }
}
