package org.fierce.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.engine.Device;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;
import org.fierce.loss.Loss;
import org.jspecify.annotations.Nullable;

/** Everything that training changes and that a checkpoint must hold. */
final class TrainingState implements AutoCloseable {
  private static final String LOSS = "loss.";

  private final Backbone backbone;
  private final Loss loss;
  private final FlatParameters parameters;
  private final Optimiser optimiser;
  private final @Nullable WeightAverage average;

  TrainingState(Backbone backbone, Loss loss, TrainingSpec spec) {
    this.backbone = backbone;
    this.loss = loss;
    if (spec.device() != Device.CPU) {
      try (PointerScope scope = new PointerScope()) {
        var device = new org.bytedeco.pytorch.Device(spec.device().type());
        backbone.moveTo(device);
        for (Parameter drawn : loss.state()) {
          drawn.tensor().set_data(drawn.tensor().to(device, drawn.tensor().scalar_type()));
        }
        for (Parameter own : loss.parameters()) {
          own.tensor().set_data(own.tensor().detach().to(device, own.tensor().scalar_type()));
        }
      }
    }
    List<Parameter> trained = new ArrayList<>(backbone.parameters());
    add(trained, LOSS, loss.parameters());
    parameters = new FlatParameters(trained);
    optimiser = Optimiser.of(spec.optimiser(), parameters);
    average =
        spec.averaging() > 0
            ? new WeightAverage(spec.averaging(), parameters, backbone.buffers())
            : null;
  }

  void clearGradients() {
    parameters.gradients().zero_();
  }

  /** Takes a step with the gradients there are; {@code step} counts from 1. */
  void update(long step, double rate) {
    try (NoGradGuard noGradient = new NoGradGuard()) {
      optimiser.step(rate);
      if (average != null) {
        average.update(step);
      }
    }
  }

  boolean hasFiniteWeights() {
    return parameters.areFinite();
  }

  /** Does something with the averaged weights in the backbone, where there is an average. */
  <T> T withAverage(Supplier<T> action) {
    exchange();
    try {
      return action.get();
    } finally {
      exchange();
    }
  }

  /** What {@link #withAverage(Action)} does. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** Does something with the averaged weights in the backbone, where there is an average. */
  void withAverage(Action action) throws IOException {
    exchange();
    try {
      action.run();
    } finally {
      exchange();
    }
  }

  /** Leaves the averaged weights in the backbone, where there is an average. */
  void finish() {
    exchange();
  }

  private void exchange() {
    if (average != null) {
      average.exchange();
    }
  }

  /** The values of every tensor, by name. */
  Map<String, StoredTensor> store() {
    try (PointerScope scope = new PointerScope()) {
      return NamedTensors.read(all());
    }
  }

  /**
   * Restores stored values.
   *
   * @throws CheckpointFormatException if they belong to another configuration
   */
  void restore(Map<String, StoredTensor> stored, long steps, Path file)
      throws CheckpointFormatException {
    try (PointerScope scope = new PointerScope()) {
      NamedTensors.write(stored, all(), file);
    }
    optimiser.resumeAt(steps);
  }

  private List<Parameter> all() {
    List<Parameter> all = new ArrayList<>();
    add(all, "network.", backbone.parameters());
    add(all, "network.", backbone.buffers());
    add(all, LOSS, loss.state());
    add(all, LOSS, loss.parameters());
    all.addAll(optimiser.state());
    if (average != null) {
      all.addAll(average.state());
    }
    return all;
  }

  private static void add(List<Parameter> all, String prefix, List<Parameter> tensors) {
    for (Parameter named : tensors) {
      all.add(new Parameter(prefix + named.name(), named.tensor(), named.decays()));
    }
  }

  @Override
  public void close() {
    if (average != null) {
      average.close();
    }
    optimiser.close();
    parameters.close();
  }
}
