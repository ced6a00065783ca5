package org.fierce.embed;

import org.fierce.backbone.Backbone;
import org.fierce.data.InputShape;
import org.fierce.data.Normalisation;
import org.fierce.onnx.OnnxGraph;
import org.fierce.onnx.UnwritableNetworkException;

/**
 * A network with all that stands before and behind it as one ONNX graph: a row as the encoder makes
 * it, normalisation, layers, readout. It takes {@value #INPUT}, [rows, height, width, channels] for
 * pictures (values in [0, 1]) and [rows, columns] for vectors, and gives {@value #FEATURES}, [rows,
 * width], and {@value #LOGITS}, [rows, outputs]; all 32-bit floats.
 */
public final class NetworkGraph {
  /** Name of what the graph takes. */
  public static final String INPUT = "input";

  /** Name of the features. */
  public static final String FEATURES = "features";

  /** Name of the logits. */
  public static final String LOGITS = "logits";

  private NetworkGraph() {}

  /**
   * The graph; {@link OnnxGraph#toBytes} makes a file of it.
   *
   * @throws UnwritableNetworkException if a layer or the readout does not say how it is written, or
   *     the weights are not finite or too many for a file
   */
  public static OnnxGraph of(Backbone backbone, Normalisation normalisation, Readout readout) {
    OnnxGraph graph = new OnnxGraph();
    InputShape shape = backbone.shape();
    OnnxGraph.Value input =
        shape.isVector()
            ? graph.input(INPUT, shape.values())
            : graph.mapsFirst(graph.input(INPUT, shape.height(), shape.width(), shape.channels()));
    OnnxGraph.Value row = normalised(graph, input, normalisation);
    Backbone.Written network = backbone.write(graph, row);
    graph.output(FEATURES, readout.write(graph, row, network));
    graph.output(LOGITS, network.logits());
    return graph;
  }

  private static OnnxGraph.Value normalised(
      OnnxGraph graph, OnnxGraph.Value input, Normalisation normalisation) {
    int channels = normalisation.shape().channels();
    float[] shift = new float[channels];
    float[] scale = new float[channels];
    for (int c = 0; c < channels; c++) {
      shift[c] = -normalisation.mean()[c];
      scale[c] = 1 / normalisation.deviation()[c];
    }
    OnnxGraph.Value scaled = graph.times(graph.plus(input, shift), scale);
    return normalisation.shape().isVector() ? graph.within(scaled, normalisation.reach()) : scaled;
  }
}
