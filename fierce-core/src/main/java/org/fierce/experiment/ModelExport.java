package org.fierce.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fierce.backbone.Backbone;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.NetworkGraph;
import org.fierce.embed.Readout;
import org.fierce.evaluate.Temperature;
import org.fierce.evaluate.probe.HeadFitter;
import org.fierce.evaluate.probe.HeadKind;
import org.fierce.evaluate.probe.LabelledRows;
import org.fierce.labels.FineTargets;
import org.fierce.model.Calibration;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHeads;
import org.fierce.model.ModelDescription;
import org.fierce.model.ModelFile;
import org.fierce.model.Network;
import org.fierce.model.ReferenceRows;
import org.fierce.model.TrainedModel;
import org.fierce.onnx.OnnxGraph;
import org.fierce.onnx.UnwritableNetworkException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the model file of a trained network: all that is needed to answer for new rows. What it
 * holds of training rows is computed by the network in the file, as that of new rows will be.
 *
 * @param split the data that the network was trained on
 * @param threads of the network, at least 1
 */
record ModelExport(
    DataSplit split,
    ModelDescription description,
    Backbone backbone,
    Readout readout,
    int threads,
    ModelOptions options) {
  private static final int BATCH = 256;

  /**
   * Writes or replaces the file.
   *
   * @param provenance record of the run that trained the network
   * @throws UnwritableNetworkException if the network or its readout cannot be written as ONNX
   */
  ModelFile write(Path file, ObjectNode provenance) throws IOException {
    OnnxGraph graph = NetworkGraph.of(backbone, description.normalisation(), readout);
    Dataset train = split.train();
    Calibration calibration;
    FineHeads heads;
    Embedded known;
    try (Network network = open(graph)) {
      Dataset validation = split.validation();
      Embedded held = validation == null ? null : embed(network, validation.inputs());
      calibration = calibration(validation, held);
      known = embed(network, train.inputs());
      heads = heads(known, held);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    // Here, since the network must have run before its temperature is known.
    entries.put(ModelFile.NETWORK, bytes(graph, GraphMetadata.of(description, calibration)));
    entries.put(ModelFile.HEADS, heads.toBytes());
    ReferenceRows.Extent extent = null;
    if (options.mostReferenceBytes() > 0) {
      ReferenceRows rows =
          ReferenceSample.of(
              train, known.features(), description.seed(), options.mostReferenceBytes());
      entries.put(ModelFile.REFERENCE, rows.toBytes());
      extent = new ReferenceRows.Extent(rows.size(), train.size());
    }
    return ModelFile.write(
        file,
        new TrainedModel(description, calibration, heads.facts(), extent, provenance),
        entries);
  }

  private Network open(OnnxGraph graph) throws IOException {
    return Network.open(
        ModelFile.NETWORK, bytes(graph, Map.of()), description.row().shape(), threads);
  }

  private byte[] bytes(OnnxGraph graph, Map<String, String> metadata) {
    return graph.toBytes("fierce", description.fierce(), metadata);
  }

  /** The temperature of the validation rows. */
  private Calibration calibration(@Nullable Dataset validation, @Nullable Embedded held) {
    return validation == null || held == null || !answersCoarse() || description.outputs() < 2
        ? Calibration.NONE
        : new Calibration(
            Temperature.ofFew(held.logits(), validation.coarse().labels()), validation.size());
  }

  private boolean answersCoarse() {
    return description.outputs() == description.coarse().size();
  }

  /** The head that suits the fine targets of the training rows, where they have some. */
  private FineHeads heads(Embedded train, @Nullable Embedded held) {
    int coarse = description.coarse().size();
    FeatureCentres centres =
        FeatureCentres.of(train.features(), split.train().coarse().labels(), coarse);
    FineHeads none = FineHeads.none(centres);
    LabelledRows rows = labelled(split.train(), train);
    if (rows == null || rows.fine().known().length < HeadKind.of(rows.fine()).fewest()) {
      return none;
    }
    Dataset validation = split.validation();
    LabelledRows unseen = validation == null || held == null ? null : labelled(validation, held);
    return none.with(
        new HeadFitter(centres, coarse, 0).fit(HeadKind.of(rows.fine()), rows, unseen));
  }

  private @Nullable LabelledRows labelled(Dataset rows, Embedded embedded) {
    int[] coarse = rows.coarse().labels();
    FineTargets fine = rows.fine();
    return fine == null
        ? null
        : new LabelledRows(
            embedded.features(),
            coarse,
            answersCoarse() ? embedded.logits().largestColumns() : coarse,
            fine);
  }

  private record Embedded(FloatMatrix features, FloatMatrix logits) {}

  /** Features and logits of rows, as the file's network gives them. */
  private Embedded embed(Network network, Inputs rows) {
    int values = description.row().shape().values();
    FloatMatrix features = FloatMatrix.zeros(rows.size(), description.features());
    FloatMatrix logits = FloatMatrix.zeros(rows.size(), description.outputs());
    float[] inputs = new float[Math.min(BATCH, rows.size()) * values];
    for (int first = 0; first < rows.size(); first += BATCH) {
      int count = Math.min(BATCH, rows.size() - first);
      for (int i = 0; i < count; i++) {
        rows.read(first + i, inputs, i * values);
      }
      Network.Output output = network.run(inputs, count);
      copy(output.features(), features, first);
      copy(output.logits(), logits, first);
    }
    return new Embedded(features, logits);
  }

  private static void copy(float[] rows, FloatMatrix target, int first) {
    System.arraycopy(rows, 0, target.values(), first * target.columns(), rows.length);
  }
}
