package org.fierce.experiment;

import java.util.Map;
import java.util.TreeMap;
import org.fierce.data.InputShape;
import org.fierce.files.Json;
import org.fierce.model.Calibration;
import org.fierce.model.ModelDescription;

/**
 * What the ONNX graph of a model says of itself to programs that know nothing of Fierce, as texts
 * by name; lists, objects and numbers are JSON. docs/onnx.md names each.
 */
final class GraphMetadata {
  private GraphMetadata() {}

  static Map<String, String> of(ModelDescription model, Calibration calibration) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("fierce.method", model.method());
    texts.put("fierce.seed", Long.toString(model.seed()));
    texts.put("fierce.input", inputInWords(model.row().shape()));
    texts.put("fierce.encoder", json(model.row()));
    if (!model.row().featureNames().isEmpty()) {
      texts.put("fierce.inputNames", json(model.row().featureNames()));
    }
    if (!model.row().offsets().isEmpty()) {
      texts.put("fierce.inputOffsets", json(model.row().offsets()));
    }
    texts.put("fierce.features", Integer.toString(model.features()));
    texts.put("fierce.backbone", model.backbone().toString());
    texts.put("fierce.readout", model.readout().toString());
    if (model.outputs() == model.coarse().size()) {
      texts.put("fierce.classes", json(model.coarse().names()));
      if (model.coarse().edges() != null) {
        texts.put("fierce.binEdges", json(model.coarse().edges()));
      }
      texts.put("fierce.temperature", Double.toString(calibration.temperature()));
      texts.put("fierce.temperatureRows", Integer.toString(calibration.rows()));
    }
    return texts;
  }

  private static String json(Object value) {
    return Json.ofRecord(value).toString();
  }

  private static String inputInWords(InputShape shape) {
    return shape.isVector()
        ? "%d numbers, less fierce.inputOffsets where there are any".formatted(shape.values())
        : "pictures of %d x %d pixels as height, width, channel (%s); each value is that of the pixel's byte divided by 255"
            .formatted(
                shape.height(),
                shape.width(),
                shape.channels() == 3
                    ? "red, green, blue"
                    : shape.channels() == 1 ? "grey" : shape.channels() + " channels");
  }
}
