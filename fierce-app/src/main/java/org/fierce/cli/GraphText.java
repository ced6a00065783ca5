package org.fierce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fierce.data.InputShape;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.embed.NetworkGraph;
import org.fierce.model.ModelDescription;
import org.fierce.model.TrainedModel;
import org.fierce.onnx.OnnxGraph;

/** What a bare network takes and gives, for somebody who calls it from another language. */
final class GraphText {
  private static final int NAMES = 4;

  private GraphText() {}

  static String of(Path file, int bytes, TrainedModel model) {
    ModelDescription description = model.description();
    InputShape shape = description.row().shape();
    String sides =
        shape.isVector()
            ? Integer.toString(shape.values())
            : "%d, %d, %d".formatted(shape.height(), shape.width(), shape.channels());
    return String.join(
        "\n",
        String.format(
            Locale.ROOT,
            "Network: %s (%.1f MB, ONNX operator set %d)",
            file,
            bytes / 1e6,
            OnnxGraph.OPERATOR_SET),
        value("takes", NetworkGraph.INPUT, sides, input(description.row())),
        value("gives", NetworkGraph.FEATURES, Integer.toString(description.features()), ""),
        value("gives", NetworkGraph.LOGITS, Integer.toString(description.outputs()), logits(model)),
        "In Python:",
        "  session = onnxruntime.InferenceSession(\"%s\")".formatted(file.getFileName()),
        "  %1$s, %2$s = session.run([\"%1$s\", \"%2$s\"], {\"%3$s\": rows})"
            .formatted(NetworkGraph.FEATURES, NetworkGraph.LOGITS, NetworkGraph.INPUT),
        "");
  }

  private static String value(String does, String name, String sides, String words) {
    return "  %s %-8s  float32 [rows, %s]%s"
        .formatted(does, name, sides, words.isEmpty() ? "" : ": " + words);
  }

  private static String input(RowEncoder row) {
    if (row.rowKind() == RowKind.PICTURE) {
      return "pictures as height, width, channel; a value is that of a byte divided by 255";
    }
    String names =
        row.featureNames().isEmpty() ? "" : " (%s)".formatted(shortened(row.featureNames()));
    String offsets = row.offsets().isEmpty() ? "" : ", less those of fierce.inputOffsets";
    return "%s as numbers%s%s; fierce.encoder in the file's metadata says how they are made"
        .formatted(row.rowKind().words(), names, offsets);
  }

  private static String logits(TrainedModel model) {
    ModelDescription description = model.description();
    return description.outputs() == description.coarse().size()
        ? "of %s; softmax of logits / %.4g makes probabilities"
            .formatted(shortened(description.coarse().names()), model.calibration().temperature())
        : "of what %s was trained on, not of coarse classes".formatted(description.method());
  }

  private static String shortened(List<String> names) {
    return names.size() <= NAMES
        ? String.join(", ", names)
        : "%s and %d more"
            .formatted(String.join(", ", names.subList(0, NAMES)), names.size() - NAMES);
  }
}
