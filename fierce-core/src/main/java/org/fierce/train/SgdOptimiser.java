package org.fierce.train;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone.Parameter;

/**
 * {@link OptimiserSpec.Sgd} over flat parameters. A momentum of zeros makes the first b equal g.
 */
final class SgdOptimiser implements Optimiser {
  private final OptimiserSpec.Sgd spec;
  private final FlatParameters parameters;
  private final Tensor momentum;

  SgdOptimiser(OptimiserSpec.Sgd spec, FlatParameters parameters) {
    this.spec = spec;
    this.parameters = parameters;
    this.momentum = parameters.zeros();
  }

  @Override
  public void step(double rate) {
    Tensor gradients = parameters.gradients();
    if (spec.weightDecay() > 0) {
      parameters.decayingGradients().add_(parameters.decaying(), new Scalar(spec.weightDecay()));
    }
    Tensor direction = gradients;
    if (spec.momentum() > 0) {
      momentum.mul_(new Scalar(spec.momentum())).add_(gradients);
      direction =
          spec.nesterov() ? gradients.add_(momentum, new Scalar(spec.momentum())) : momentum;
    }
    parameters.weights().add_(direction, new Scalar(-rate));
  }

  @Override
  public List<Parameter> state() {
    return spec.momentum() > 0 ? parameters.views("optimiser.momentum.", momentum) : List.of();
  }

  @Override
  public void resumeAt(long steps) {
    // Nothing here counts steps.
  }

  @Override
  public void close() {
    momentum.close();
  }
}
