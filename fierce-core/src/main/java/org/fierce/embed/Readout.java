package org.fierce.embed;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.onnx.OnnxGraph;
import org.fierce.onnx.UnwritableNetworkException;

/**
 * Turns what a frozen network makes of its inputs into features, as its {@link ReadoutSpec} says;
 * what had to be learnt for that was learnt on training rows, without labels.
 */
public interface Readout {
  /** {@link ReadoutSpec.LastLayer}: the features that the head receives; nothing was learnt. */
  Readout LAST_LAYER =
      new Readout() {
        @Override
        public Embeddings embed(
            Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
          return Embedder.embed(backbone, inputs, normalisation, batch);
        }

        @Override
        public OnnxGraph.Value write(
            OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
          return network.features();
        }
      };

  /** The normalised row itself, beside the network's logits; nothing was learnt. */
  Readout RAW_ROW =
      new Readout() {
        @Override
        public Embeddings embed(
            Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
          FloatMatrix rows = FloatMatrix.copyOf(inputs);
          normalisation.apply(rows.values(), 0, rows.rows());
          return new Embeddings(
              rows, Embedder.embed(backbone, inputs, normalisation, batch).logits());
        }

        @Override
        public OnnxGraph.Value write(
            OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
          return row.sides().size() == 1 ? row : graph.flat(graph.mapsLast(row));
        }
      };

  /**
   * Reads another network than the one that is asked for logits, as one before its training.
   *
   * @param other closed by the caller, after the last use of this
   * @param readout fitted on the other network
   */
  static Readout ofOther(Backbone other, Readout readout) {
    return new Readout() {
      @Override
      public Embeddings embed(
          Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
        return new Embeddings(
            readout.embed(other, inputs, normalisation, batch).features(),
            Embedder.embed(backbone, inputs, normalisation, batch).logits());
      }

      @Override
      public OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
        return readout.write(graph, row, other.write(graph, row));
      }
    };
  }

  /**
   * Features and logits of every row, in the order of the rows, under the same conditions as {@link
   * Embedder#embed}.
   *
   * @param backbone the network that this was fitted on
   * @param normalisation the training rows' own
   * @param batch rows at a time, at least 1
   * @throws IllegalArgumentException as {@link Embedder#embed}, or if this was fitted on a network
   *     of other layers
   */
  Embeddings embed(Backbone backbone, Inputs inputs, Normalisation normalisation, int batch);

  /**
   * Adds the features to a graph that holds the network.
   *
   * @param row the normalised row, as {@link Backbone#write} is given it
   * @param network what its layers make of the row
   * @throws UnwritableNetworkException if the readout does not say how it is written
   */
  default OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
    throw new UnwritableNetworkException(
        "the readout %s does not say how it is written as ONNX; give it a method write"
            .formatted(getClass().getName()));
  }

  /**
   * Writes or replaces the file that {@link ReadoutSpec#load} reads, whole or not at all; a readout
   * that has learnt nothing writes none.
   */
  default void save(Path file) throws IOException {}
}
