package org.fierce.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.algebra.Whitening;
import org.fierce.backbone.Backbone;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.onnx.OnnxGraph;

/** {@link ReadoutSpec.AllLayers}, fitted: how each layer is whitened. */
final class LayersReadout implements Readout {
  private static final String CELLS = "cells";

  private final int cells;
  private final List<Whitening> parts;

  private LayersReadout(int cells, List<Whitening> parts) {
    this.cells = cells;
    this.parts = List.copyOf(parts);
  }

  static LayersReadout fit(
      ReadoutSpec.AllLayers spec,
      Backbone backbone,
      Inputs train,
      Normalisation normalisation,
      int batch) {
    LayerEmbeddings layers =
        Embedder.embedLayers(backbone, train, normalisation, batch, spec.cells());
    List<Whitening> parts = new ArrayList<>();
    for (FloatMatrix part : parts(backbone, train, normalisation, layers)) {
      parts.add(unitNorm(Whitening.fit(part, spec.whitening()), part));
    }
    return new LayersReadout(spec.cells(), parts);
  }

  /** A whitening that leaves the rows it was fitted on with a mean squared norm of 1. */
  private static Whitening unitNorm(Whitening whitening, FloatMatrix fitted) {
    double sum = 0;
    for (float value : whitening.apply(fitted).values()) {
      sum += (double) value * value;
    }
    return sum > 0 ? whitening.times(Math.sqrt(fitted.rows() / sum)) : whitening;
  }

  /** The input where it is a vector, the earlier layers, the last. */
  private static List<FloatMatrix> parts(
      Backbone backbone, Inputs inputs, Normalisation normalisation, LayerEmbeddings layers) {
    List<FloatMatrix> parts = new ArrayList<>();
    if (backbone.shape().isVector()) {
      FloatMatrix input = FloatMatrix.copyOf(inputs);
      normalisation.apply(input.values(), 0, input.rows());
      parts.add(input);
    }
    parts.addAll(layers.earlier());
    parts.add(layers.last().featureMatrix());
    return parts;
  }

  @Override
  public Embeddings embed(
      Backbone backbone, Inputs inputs, Normalisation normalisation, int batch) {
    LayerEmbeddings layers = Embedder.embedLayers(backbone, inputs, normalisation, batch, cells);
    List<FloatMatrix> plain = parts(backbone, inputs, normalisation, layers);
    requireParts(plain.size());
    int width = parts.stream().mapToInt(Whitening::width).sum();
    FloatMatrix features = FloatMatrix.zeros(inputs.size(), width);
    int column = 0;
    for (int i = 0; i < parts.size(); i++) {
      FloatMatrix part = parts.get(i).apply(plain.get(i));
      for (int row = 0; row < part.rows(); row++) {
        System.arraycopy(
            part.values(),
            row * part.columns(),
            features.values(),
            row * width + column,
            part.columns());
      }
      column += part.columns();
    }
    return new Embeddings(features, layers.last().logits());
  }

  private void requireParts(int layers) {
    if (layers != parts.size()) {
      throw new IllegalArgumentException(
          "a readout of %d layers does not fit a network of %d".formatted(parts.size(), layers));
    }
  }

  @Override
  public OnnxGraph.Value write(OnnxGraph graph, OnnxGraph.Value row, Backbone.Written network) {
    List<OnnxGraph.Value> plain = new ArrayList<>();
    if (row.sides().size() == 1) {
      plain.add(row);
    }
    for (OnnxGraph.Value layer : network.earlier()) {
      plain.add(
          layer.sides().size() == 1
              ? layer
              : graph.cellMeans(
                  layer,
                  Embedder.cellSide(
                      cells, layer.sides().get(0), layer.sides().get(1), layer.sides().get(2))));
    }
    plain.add(network.features());
    requireParts(plain.size());
    List<OnnxGraph.Value> whitened = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Whitening part = parts.get(i);
      float[] shift = new float[part.width()];
      for (int c = 0; c < shift.length; c++) {
        shift[c] = -part.mean()[c];
      }
      whitened.add(graph.product(graph.plus(plain.get(i), shift), part.map(), part.width()));
    }
    return graph.joined(whitened);
  }

  @Override
  public void save(Path file) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      long width = parts.get(i).width();
      tensors.put(
          "part%d.mean".formatted(i),
          new StoredTensor.Floats(new long[] {width}, parts.get(i).mean()));
      tensors.put(
          "part%d.map".formatted(i),
          new StoredTensor.Floats(new long[] {width, width}, parts.get(i).map()));
    }
    new Safetensors(tensors, Map.of(CELLS, Integer.toString(cells))).write(file);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws CheckpointFormatException if the file is malformed or holds something else
   * @throws IOException if it cannot be read
   */
  static LayersReadout load(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    List<Whitening> parts = new ArrayList<>();
    for (int i = 0; i < content.tensors().size() / 2; i++) {
      if (!(content.tensors().get("part%d.mean".formatted(i)) instanceof StoredTensor.Floats mean)
          || !(content.tensors().get("part%d.map".formatted(i)) instanceof StoredTensor.Floats map)
          || map.count() != (long) mean.count() * mean.count()) {
        throw new CheckpointFormatException(
            "%s lacks mean and map of part %d of a readout; train again".formatted(file, i));
      }
      parts.add(new Whitening(mean.values(), map.values()));
    }
    String cells = content.metadata().getOrDefault(CELLS, "");
    if (parts.isEmpty() || !cells.matches("[1-9][0-9]{0,3}")) {
      throw new CheckpointFormatException(
          "%s holds no readout: %d parts, cells \"%s\"; train again"
              .formatted(file, parts.size(), cells));
    }
    return new LayersReadout(Integer.parseInt(cells), parts);
  }
}
