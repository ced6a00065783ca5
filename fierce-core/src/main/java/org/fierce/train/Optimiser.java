package org.fierce.train;

import java.util.List;
import org.fierce.backbone.Backbone.Parameter;

/** Turns gradients into steps. Call it inside a scope and with autograd off. */
interface Optimiser extends AutoCloseable {
  /** Takes one step with this learning rate. */
  void step(double rate);

  /** What a checkpoint must hold, besides the number of steps; in the caller's scope. */
  List<Parameter> state();

  /** Continues after that many steps, once {@link #state} is restored. */
  void resumeAt(long steps);

  @Override
  void close();

  /** The optimiser of these options. */
  static Optimiser of(OptimiserSpec spec, FlatParameters parameters) {
    return spec instanceof OptimiserSpec.Sgd sgd
        ? new SgdOptimiser(sgd, parameters)
        : new AdamOptimiser(spec, parameters);
  }
}
