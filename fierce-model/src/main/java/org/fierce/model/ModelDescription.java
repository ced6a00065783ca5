package org.fierce.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.fierce.data.Normalisation;
import org.fierce.data.RowEncoder;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.labels.CoarseClasses;

/**
 * All that training fitted but the weights and the readout's own numbers, as {@code model.json}
 * holds it in the folder of a run, beside {@code weights.safetensors} and {@code
 * readout.safetensors}. Where the model comes from, with the SHA-256 of each input file, stands in
 * {@code run.json} there.
 *
 * @param fierce version that trained it
 * @param method label of the method, as {@code run.json} has it
 * @param seed of the run
 * @param row what makes an input of a raw row
 * @param normalisation of each input, of the same shape
 * @param coarse the coarse classes of the data, with the edges of bins
 * @param backbone the network, as a configuration names it: an object with {@code kind}
 * @param outputs number of the network's outputs, at least 1: logits of the coarse classes, in
 *     their order, unless the method was trained on something else
 * @param readout how features are read, as a configuration names it: an object with {@code kind}
 * @param features width of the features, at least 1
 */
public record ModelDescription(
    String fierce,
    String method,
    long seed,
    RowEncoder row,
    Normalisation normalisation,
    CoarseClasses coarse,
    JsonNode backbone,
    int outputs,
    JsonNode readout,
    int features) {
  private static final int FORMAT_VERSION = 1;
  private static final String VERSION_KEY = "formatVersion";

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if the encoder makes inputs of another shape than is
   *     normalised, a number is below 1, or the network or the readout has no kind
   */
  public ModelDescription {
    if (!row.shape().equals(normalisation.shape())) {
      throw new IllegalArgumentException(
          "rows become inputs of %s, but %s are normalised"
              .formatted(row.shape(), normalisation.shape()));
    }
    if (outputs < 1 || features < 1) {
      throw new IllegalArgumentException(
          "outputs is %d and features %d; both must be at least 1".formatted(outputs, features));
    }
    if (!backbone.path("kind").isTextual() || !readout.path("kind").isTextual()) {
      throw new IllegalArgumentException(
          "backbone and readout must be objects with a kind; found %s and %s"
              .formatted(backbone, readout));
    }
    Objects.requireNonNull(coarse);
    Objects.requireNonNull(method);
    Objects.requireNonNull(fierce);
  }

  /** The same network with other features. */
  public ModelDescription reading(JsonNode otherReadout, int width) {
    return new ModelDescription(
        fierce, method, seed, row, normalisation, coarse, backbone, outputs, otherReadout, width);
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it holds something else, with the place, or a later format
   * @throws IOException if it cannot be read
   */
  public static ModelDescription read(Path file) throws IOException {
    ObjectNode tree = (ObjectNode) Json.read(file);
    JsonNode version = tree.remove(VERSION_KEY);
    if (version == null || !version.isIntegralNumber() || version.asLong() != FORMAT_VERSION) {
      throw new DatasetFormatException(
          "%s has the format version %s; this version of Fierce reads %d. Use the one that wrote it, or a newer one."
              .formatted(file, version, FORMAT_VERSION));
    }
    return Json.toRecord(file + ": model", tree, ModelDescription.class);
  }

  /** Writes or replaces a file; it is there whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode tree = Json.MAPPER.createObjectNode().put(VERSION_KEY, FORMAT_VERSION);
    Json.write(file, tree.setAll((ObjectNode) Json.ofRecord(this)));
  }
}
