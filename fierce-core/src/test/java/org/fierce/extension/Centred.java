package org.fierce.extension;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.embed.Embedder;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.onnx.OnnxGraph;

/**
 * The features of the last layer less their mean over the training rows, times a scale.
 *
 * @param scale above 0
 */
record Centred(double scale) implements ReadoutSpec {
  @Override
  public Readout fit(Backbone backbone, Inputs train, Normalisation normalisation, int batch) {
    FloatMatrix features = Embedder.embed(backbone, train, normalisation, batch).featureMatrix();
    float[] mean = new float[features.columns()];
    for (int i = 0; i < features.values().length; i++) {
      mean[i % mean.length] += features.values()[i] / features.rows();
    }
    return new Fitted(mean, scale);
  }

  @Override
  public Readout load(Path file) throws IOException {
    if (Safetensors.read(file).tensors().get("mean") instanceof StoredTensor.Floats mean) {
      return new Fitted(mean.values(), scale);
    }
    throw new CheckpointFormatException(file + " holds no mean; train again");
  }

  private static final class Fitted implements Readout {
    private final float[] mean;
    private final double scale;

    Fitted(float[] mean, double scale) {
      this.mean = mean;
      this.scale = scale;
    }

    @Override
    public Embeddings embed(
        Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
      Embeddings plain = Embedder.embed(backbone, inputs, normalisation, batch);
      float[] values = plain.featureMatrix().values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (scale * (values[i] - mean[i % mean.length]));
      }
      return new Embeddings(new FloatMatrix(inputs.size(), mean.length, values), plain.logits());
    }

    @Override
    public OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
      float[] shift = new float[mean.length];
      for (int i = 0; i < shift.length; i++) {
        shift[i] = -mean[i];
      }
      return graph.times(graph.plus(network.features(), shift), (float) scale);
    }

    @Override
    public void save(Path file) throws IOException {
      StoredTensor stored = new StoredTensor.Floats(new long[] {mean.length}, mean);
      new Safetensors(Map.of("mean", stored), Map.of()).write(file);
    }
  }
}
