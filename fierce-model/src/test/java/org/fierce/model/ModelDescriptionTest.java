package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.data.InputShape;
import org.fierce.data.Normalisation;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.labels.BinEdges;
import org.fierce.labels.CoarseClasses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDescriptionTest {
  @TempDir private Path folder;
  private Path golden = Path.of("");

  @BeforeEach
  void copyTheGoldenFile() throws IOException {
    golden = folder.resolve("model.json");
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("model-1.json"))) {
      Files.copy(in, golden);
    }
  }

  @Test
  void theGoldenFileOfVersionOneIsRead() throws Exception {
    ModelDescription model = ModelDescription.read(golden);

    assertThat(model.method()).isEqualTo("fierce");
    assertThat(model.seed()).isEqualTo(7);
    assertThat(model.coarse())
        .isEqualTo(new CoarseClasses(List.of("< 30", "≥ 30"), new BinEdges(new double[] {30})));
    assertThat(model.outputs()).isEqualTo(2);
    assertThat(model.features()).isEqualTo(18);
    assertThat(model.backbone().path("hidden").path(1).asInt()).isEqualTo(6);
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("rooms", null);
    row.put("colour", "red");
    float[] input = model.row().encode(row);
    assertThat(input).containsExactly(2.5f, 1, 0, 1);
    model.normalisation().apply(input, 0, 1);
    // The second column was never 1 in training, so that it is bounded to nothing.
    assertThat(input).containsExactly(0, 0, -0.1f * (1 / 0.3f), (1 - 0.9f) * (1 / 0.3f));
  }

  @Test
  void writingAndReadingLosesNoBit() throws Exception {
    Path again = folder.resolve("again.json");
    ModelDescription.read(golden).write(again);
    assertThat(Json.read(again)).isEqualTo(Json.read(golden));

    float[] thirds = {1 / 3f, Math.nextUp(0.1f), Float.MIN_NORMAL};
    InputShape shape = new InputShape(2, 2, 3);
    ModelDescription pictures =
        new ModelDescription(
            "1",
            "m",
            Long.MIN_VALUE,
            ImageEncoder.of(shape),
            new Normalisation(shape, thirds, thirds),
            CoarseClasses.named(List.of("a")),
            Json.MAPPER.createObjectNode().put("kind", "resnet"),
            1,
            Json.MAPPER.createObjectNode().put("kind", "last"),
            5);
    pictures.write(again);
    ModelDescription read = ModelDescription.read(again);
    assertThat(read.normalisation().mean()).containsExactly(thirds);
    assertThat(read.normalisation().deviation()).containsExactly(thirds);
    assertThat(read.normalisation().reach()).containsOnly(Float.POSITIVE_INFINITY);
    assertThat(read.row()).isEqualTo(pictures.row());
    assertThat(read.seed()).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.ofRecord(read)).isEqualTo(Json.ofRecord(pictures));
  }

  private void refused(String path, String value, String message) throws IOException {
    ObjectNode tree = (ObjectNode) Json.read(golden);
    ObjectNode parent = tree;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      parent = (ObjectNode) parent.get(steps[i]);
    }
    if (value.isEmpty()) {
      parent.remove(steps[steps.length - 1]);
    } else {
      parent.set(steps[steps.length - 1], Json.MAPPER.readTree(value));
    }
    Path damaged = folder.resolve("damaged.json");
    Json.write(damaged, tree);
    assertThatThrownBy(() -> ModelDescription.read(damaged))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(message.replace("FILE", damaged.toString()));
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    String message =
        "FILE has the format version %s; this version of Fierce reads 1. Use the one that wrote it, or a newer one.";
    refused("formatVersion", "2", message.formatted("2"));
    refused("formatVersion", "\"1\"", message.formatted("\"1\""));
    refused("formatVersion", "", message.formatted("null"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedByName() throws Exception {
    refused(
        "row",
        "{\"kind\": \"vector\", \"width\": 3, \"offsets\": []}",
        "FILE: model: rows become inputs of 3 values, but 4 values are normalised");
    refused("outputs", "0", "FILE: model: outputs is 0 and features 18; both must be at least 1");
    refused(
        "backbone",
        "7",
        "FILE: model: backbone and readout must be objects with a kind; found 7 and {\"kind\":\"layers\",\"cells\":4,\"whitening\":0.1}");
    refused(
        "normalisation.deviation",
        "[1.5, 0.0, 0.3, 0.3]",
        "FILE: model.normalisation: channel 1 has deviation 0.0; it must be above 0");
    refused(
        "normalisation.mean",
        "[1.5]",
        "FILE: model.normalisation: 1 means, 4 deviations and 4 bounds do not fit inputs of 4 values");
    refused("coarse.edges", "[1.0, 2.0]", "FILE: model.coarse: 2 names do not fit 3 bins");
    refused("coarse", "", "FILE: model.coarse: Missing creator property 'coarse' (index 5)");
    refused("method", "null", "FILE: model: a value is null");
    refused(
        "seed", "\"7\"", "FILE: model.seed: Cannot coerce String value (\"7\") to `long` value");
  }
}
