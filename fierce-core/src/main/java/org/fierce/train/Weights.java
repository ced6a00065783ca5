package org.fierce.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Backbone.Parameter;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;

/** A backbone's parameters and running statistics as a safetensors file. */
public final class Weights {
  private Weights() {}

  /**
   * Writes or replaces the file; it is there whole or not at all.
   *
   * @param metadata strings kept in the file beside the weights
   */
  public static void save(Backbone backbone, Map<String, String> metadata, Path file)
      throws IOException {
    new Safetensors(NamedTensors.read(all(backbone)), metadata).write(file);
  }

  /**
   * Fills the backbone and gives back the file's metadata.
   *
   * @throws CheckpointFormatException if the file is malformed or belongs to another network
   * @throws IOException if it cannot be read
   */
  public static Map<String, String> load(Backbone backbone, Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    NamedTensors.write(content.tensors(), all(backbone), file);
    return content.metadata();
  }

  private static List<Parameter> all(Backbone backbone) {
    List<Parameter> all = new ArrayList<>(backbone.parameters());
    all.addAll(backbone.buffers());
    return all;
  }
}
