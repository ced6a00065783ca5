package org.fierce.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.engine.Tensors;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;
import org.jspecify.annotations.Nullable;

/** Copies named tensors between the engine and what files hold. */
final class NamedTensors {
  private NamedTensors() {}

  /** The values of the tensors, by name. */
  static Map<String, StoredTensor> read(List<Parameter> tensors) {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    for (Parameter named : tensors) {
      stored.put(
          named.name(),
          new StoredTensor.Floats(shape(named.tensor()), Tensors.floats(named.tensor())));
    }
    return stored;
  }

  /**
   * Fills the tensors.
   *
   * @param file where the values come from, for messages
   * @throws CheckpointFormatException if names or shapes differ; nothing is changed then
   */
  static void write(Map<String, StoredTensor> stored, List<Parameter> tensors, Path file)
      throws CheckpointFormatException {
    List<StoredTensor.Floats> values = new ArrayList<>();
    for (Parameter named : tensors) {
      values.add(fitting(stored.get(named.name()), named, file));
    }
    if (stored.size() != tensors.size()) {
      List<String> foreign = new ArrayList<>(stored.keySet());
      tensors.forEach(named -> foreign.remove(named.name()));
      throw new CheckpointFormatException(
          "%s holds %s, which this network and training do not have; it belongs to another configuration"
              .formatted(file, foreign.get(0)));
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard noGradient = new NoGradGuard()) {
      for (int i = 0; i < values.size(); i++) {
        StoredTensor.Floats value = values.get(i);
        tensors.get(i).tensor().copy_(Tensors.of(value.values(), value.shape()));
      }
    }
  }

  private static StoredTensor.Floats fitting(
      @Nullable StoredTensor stored, Parameter named, Path file) throws CheckpointFormatException {
    long[] shape = shape(named.tensor());
    if (stored instanceof StoredTensor.Floats floats && Arrays.equals(floats.shape(), shape)) {
      return floats;
    }
    throw new CheckpointFormatException(
        "%s holds %s for %s, expected F32 %s; it belongs to another configuration"
            .formatted(
                file,
                stored == null
                    ? "nothing"
                    : stored.elementType() + " " + Arrays.toString(stored.shape()),
                named.name(),
                Arrays.toString(shape)));
  }

  private static long[] shape(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }
}
