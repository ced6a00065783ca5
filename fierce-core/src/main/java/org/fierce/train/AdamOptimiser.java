package org.fierce.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone.Parameter;

/** {@link OptimiserSpec.Adam} and {@link OptimiserSpec.AdamW} over flat parameters. */
final class AdamOptimiser implements Optimiser {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double coupledDecay;
  private final double decoupledDecay;
  private final FlatParameters parameters;
  private final Tensor first;
  private final Tensor second;
  private final Tensor denominator;
  private long steps;

  AdamOptimiser(OptimiserSpec spec, FlatParameters parameters) {
    OptimiserSpec.Adam adam;
    if (spec instanceof OptimiserSpec.AdamW w) {
      adam = new OptimiserSpec.Adam(w.rate(), w.beta1(), w.beta2(), w.epsilon(), 0);
      decoupledDecay = w.weightDecay();
    } else {
      adam = (OptimiserSpec.Adam) spec;
      decoupledDecay = 0;
    }
    this.beta1 = adam.beta1();
    this.beta2 = adam.beta2();
    this.epsilon = adam.epsilon();
    this.coupledDecay = adam.weightDecay();
    this.parameters = parameters;
    this.first = parameters.zeros();
    this.second = parameters.zeros();
    this.denominator = parameters.zeros();
  }

  @Override
  public void step(double rate) {
    steps++;
    Tensor weights = parameters.weights();
    Tensor gradients = parameters.gradients();
    if (coupledDecay > 0) {
      parameters.decayingGradients().add_(parameters.decaying(), new Scalar(coupledDecay));
    }
    if (decoupledDecay > 0) {
      parameters.decaying().mul_(new Scalar(1 - rate * decoupledDecay));
    }
    first.lerp_(gradients, new Scalar(1 - beta1));
    second.mul_(new Scalar(beta2)).addcmul_(gradients, gradients, new Scalar(1 - beta2));
    double firstCorrection = 1 - Math.pow(beta1, (double) steps);
    double secondCorrection = Math.sqrt(1 - Math.pow(beta2, (double) steps));
    // Both sides of the fraction times sqrt(1 - beta2^t), which spares a pass over the weights.
    torch.sqrt_out(denominator, second);
    denominator.add_(new Scalar(epsilon * secondCorrection));
    weights.addcdiv_(first, denominator, new Scalar(-rate * secondCorrection / firstCorrection));
  }

  @Override
  public List<Parameter> state() {
    List<Parameter> state = new ArrayList<>(parameters.views("optimiser.first.", first));
    state.addAll(parameters.views("optimiser.second.", second));
    return state;
  }

  @Override
  public void resumeAt(long stepsDone) {
    steps = stepsDone;
  }

  @Override
  public void close() {
    first.close();
    second.close();
    denominator.close();
  }
}
