package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.model.ModelFile;
import org.fierce.model.Predictor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private static Path folder;
  private static Path run;

  @TempDir private Path out;

  @BeforeAll
  static void aTableIsTrained() throws IOException {
    StringBuilder table = new StringBuilder("size,colour,grade\n");
    for (int row = 0; row < 200; row++) {
      table.append(
          "%s,%s,%s\n"
              .formatted(
                  row % 10 < 5 ? row % 10 - 10.5 : row % 10 + 0.5,
                  row % 3 == 0 ? "red" : "blue",
                  row % 10 < 5 ? "small" : "large"));
    }
    Files.writeString(folder.resolve("grades.csv"), table);
    run = folder.resolve("run");
    Fierce train = train();
    assertThat(train.code()).as(train.err()).isZero();
  }

  private static Fierce train(String... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", folder.resolve("grades.csv"), "--coarse", "grade", "--out", run));
    for (String setting :
        List.of("training.epochs=2", "backbone.hidden=[8]", "evaluation=[coarse]")) {
      words.addAll(List.of("--set", setting));
    }
    words.addAll(List.of(more));
    return Fierce.run(words.toArray());
  }

  @Test
  void aFinishedRunThatIsFoundAgainKeepsItsModelFile() throws IOException {
    Path file = run.resolve("model.fierce");
    byte[] first = Files.readAllBytes(file);
    assertThat(Fierce.run("export", run, "--no-reference", "--force").code()).isZero();
    byte[] changed = Files.readAllBytes(file);
    assertThat(changed).hasSizeLessThan(first.length);

    Fierce resumed = train("--resume");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("Model: " + file);
    assertThat(file).hasBinaryContent(changed);
    Files.write(file, first);
  }

  @Test
  void theModelFileOfARunIsTheOneThatTrainWrote() throws IOException {
    Path file = out.resolve("grades.fierce");
    Fierce export = Fierce.run("export", run, "--out", file);

    assertThat(export.err()).isEmpty();
    assertThat(export.code()).isZero();
    assertThat(export.out()).startsWith("Model: " + file);
    assertThat(file).hasSameBinaryContentAs(run.resolve("model.fierce"));
  }

  @Test
  void theBareNetworkSaysWhatItTakesAndGives() throws Exception {
    Path file = out.resolve("grades.onnx");
    Fierce export = Fierce.run("export", run, "--onnx", file);

    assertThat(export.code()).as(export.err()).isZero();
    double temperature =
        ModelFile.open(run.resolve("model.fierce")).model().calibration().temperature();
    assertThat(export.out())
        .isEqualTo(
            """
            Network: %s (0.0 MB, ONNX operator set 13)
              takes input     float32 [rows, 3]: rows of a table as numbers (size, colour = blue, colour = red); fierce.encoder in the file's metadata says how they are made
              gives features  float32 [rows, 11]
              gives logits    float32 [rows, 2]: of large, small; softmax of logits / %.4g makes probabilities
            In Python:
              session = onnxruntime.InferenceSession("grades.onnx")
              features, logits = session.run(["features", "logits"], {"input": rows})
            """
                .formatted(file, temperature));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(ModelFile.open(run.resolve("model.fierce")).read(ModelFile.NETWORK));

    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor row = OnnxTensor.createTensor(environment, new float[][] {{-8.5f, 0, 1}});
        OrtSession.Result result = session.run(Map.of("input", row));
        Predictor predictor = Predictor.load(run.resolve("model.fierce"))) {
      float[][] features = (float[][]) result.get("features").orElseThrow().getValue();
      assertThat(features[0])
          .containsExactly(predictor.predict(Map.of("size", -8.5, "colour", "red")).embedding());
      assertThat(session.getMetadata().getProducerName()).isEqualTo("fierce");
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertThat(metadata)
          .containsEntry("fierce.classes", "[\"large\",\"small\"]")
          .containsEntry("fierce.inputNames", "[\"size\",\"colour = blue\",\"colour = red\"]")
          .containsEntry("fierce.temperature", Double.toString(temperature))
          .containsEntry("fierce.features", "11")
          .containsEntry("fierce.seed", "0")
          .containsEntry("fierce.input", "3 numbers, less fierce.inputOffsets where there are any")
          .containsKeys("fierce.encoder", "fierce.backbone", "fierce.readout", "fierce.method")
          .doesNotContainKeys("fierce.binEdges", "fierce.inputOffsets");
    }
  }

  @Test
  void aModelFileGivesItsBareNetworkOnly() throws IOException {
    Path model = run.resolve("model.fierce");
    Path file = out.resolve("grades.onnx");

    assertThat(Fierce.run("export", model, "--onnx", file).code()).isZero();
    assertThat(refused("export", model))
        .isEqualTo("fierce: nothing to write of %s: name a file with --onnx".formatted(model));
    assertThat(refused("export", model, "--out", out.resolve("b.fierce")))
        .isEqualTo(
            "fierce: --out %s is for the folder of a run, but %s is a file; give --onnx, or copy the model file"
                .formatted(out.resolve("b.fierce"), model));
  }

  @Test
  void noFileIsReplacedWithoutForce() throws IOException {
    Path file = Files.writeString(out.resolve("grades.onnx"), "mine");

    assertThat(refused("export", run, "--onnx", file))
        .isEqualTo("fierce: %s exists already; add --force to replace it".formatted(file));
    assertThat(refused("export", run))
        .isEqualTo(
            "fierce: %s exists already; add --force to replace it"
                .formatted(run.resolve("model.fierce")));
    assertThat(file).hasContent("mine");
    assertThat(refused("export", run, "--onnx", out.resolve("grades.bin")))
        .isEqualTo(
            "fierce: --onnx %s: give the file the ending .onnx"
                .formatted(out.resolve("grades.bin")));
    assertThat(Fierce.run("export", run, "--onnx", file, "--force").code()).isZero();
    assertThat(Files.size(file)).isGreaterThan(500);
  }

  @Test
  void foldersThatHoldNoSuchRunSaySo() {
    Path former = GOLDEN.resolve("classes-run");
    assertThat(refused("export", former, "--out", out.resolve("former.fierce")))
        .isEqualTo(
            "fierce: %s was trained by a version of Fierce that wrote no model.json; train again to have a model file"
                .formatted(former));
    Path comparison = GOLDEN.resolve("classes");
    assertThat(refused("export", comparison, "--out", out.resolve("former.fierce")))
        .isEqualTo(
            "fierce: %s holds a comparison of many runs; name one of them, as %s"
                .formatted(comparison, comparison.resolve("runs/cross-entropy/0")));
    Path rival = comparison.resolve("runs/raw-input/0");
    assertThat(refused("export", rival, "--onnx", out.resolve("former.onnx")))
        .isEqualTo(
            "fierce: %s holds the rival raw-input, which has no trained network of its own; name the folder of a method"
                .formatted(rival));
    Path nowhere = out.resolve("nowhere");
    assertThat(Fierce.run("export", nowhere, "--onnx", out.resolve("a.onnx")).err())
        .isEqualTo(
            "fierce: %s: no such folder; name one that fierce train wrote%n".formatted(nowhere));
    assertThat(Objects.requireNonNull(out.toFile().list())).isEmpty();
  }

  private static String refused(Object... arguments) {
    Fierce said = Fierce.run(arguments);
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCodes.USAGE);
    assertThat(said.out()).isEmpty();
    return said.err().lines().findFirst().orElse("");
  }
}
