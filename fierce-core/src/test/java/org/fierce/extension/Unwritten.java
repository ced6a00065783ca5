package org.fierce.extension;

import java.nio.file.Path;
import org.fierce.backbone.Backbone;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.embed.Embedder;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;

/** The features of the last layer, by a readout that does not say how it is written as ONNX. */
record Unwritten() implements ReadoutSpec {
  @Override
  public Readout fit(Backbone backbone, Inputs train, Normalisation normalisation, int batch) {
    return Embedder::embed;
  }

  @Override
  public Readout load(Path file) {
    return Embedder::embed;
  }
}
