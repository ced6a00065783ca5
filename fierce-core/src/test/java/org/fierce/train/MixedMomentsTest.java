package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fierce.backbone.Backbone;
import org.fierce.data.Dataset;
import org.fierce.engine.Device;
import org.fierce.files.CheckpointFormatException;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders whose files are of different moments, as kills, two processes at once, copies of a folder
 * in use and hands leave them: training goes on and ends as if nothing had been, or is refused with
 * a remedy that leads to the same end.
 */
class MixedMomentsTest {
  private static final int EPOCHS = 6;
  private static final int STEPS = 8;
  private static final Dataset DATA = Blobs.vectors(150, 10, 1);

  @TempDir static Path shared;
  @TempDir Path folder;
  private Path run;
  private Path checkpoint;
  private Path metrics;

  /** What happened to the folder of a run that was stopped in its fourth epoch. */
  private interface Damage {
    void to(MixedMomentsTest test) throws IOException;
  }

  private record Case(String name, String refusal, Damage damage) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case mended(String name, Damage damage) {
    return new Case(name, "", damage);
  }

  private static Case refused(String name, String words, Damage damage) {
    return new Case(name, words, damage);
  }

  static Stream<Case> cases() {
    return Stream.of(
        mended("nothing", test -> {}),
        mended("metrics newer than the checkpoint", test -> test.addLines(4, 5)),
        mended("half a line at the end", test -> test.append("{\"epoch\":4,\"step\":32,\"lo")),
        mended("half a line in the middle", MixedMomentsTest::halfALineInTheMiddle),
        mended("the lines of two processes in turn", MixedMomentsTest::linesOfTwo),
        mended("lines in another order", test -> test.reorder()),
        mended("a line of no UTF-8 at the end", test -> test.appendBytes(0xff, 0xfe, '\n')),
        mended("a line of another run past the checkpoint", test -> test.append("{\"epoch\":5}\n")),
        mended("no checkpoint, but metrics", test -> test.delete(test.checkpoint)),
        mended("no checkpoint.json, but tensors", test -> test.delete("checkpoint.json")),
        mended("tensors of another moment beside", test -> test.copy("epoch-3", "epoch-9")),
        refused(
            "metrics older than the checkpoint",
            "metrics.jsonl has no epoch 3, but the checkpoint beside it is of epoch 3",
            test -> test.keepLines(2)),
        refused("no metrics", "has no epoch 1", test -> test.delete(test.metrics)),
        refused("empty metrics", "has no epoch 1", test -> test.write(test.metrics, "")),
        refused(
            "a damaged line",
            "has no epoch 2, but the checkpoint beside it is of epoch 3; line 2 is damaged",
            test -> test.replace(test.metrics, "\"epoch\":2", "\"epoch\":2x")),
        refused(
            "two results of one epoch",
            "line 4: epoch 2 is there twice, with different numbers",
            test -> test.append("{\"epoch\":2,\"step\":16,\"lossNats\":9.0}\n")),
        refused(
            "metrics of another number of rows",
            "has no epoch 2",
            test -> test.replace(test.metrics, "\"step\":16", "\"step\":14")),
        refused(
            "no tensors",
            "epoch-3.safetensors, which checkpoint.json names, is missing",
            test -> test.delete("epoch-3.safetensors")),
        refused(
            "empty tensors",
            "epoch-3.safetensors is damaged: its CRC-32C is 0",
            test -> test.write(test.checkpoint.resolve("epoch-3.safetensors"), "")),
        refused(
            "tensors of another moment in the place of its own",
            "is damaged: its CRC-32C is",
            MixedMomentsTest::tensorsOfEpochFour),
        refused(
            "an empty checkpoint.json",
            "checkpoint.json is empty",
            test -> test.write(test.description(), "")),
        refused(
            "half a checkpoint.json",
            "checkpoint.json is not JSON",
            test -> test.write(test.description(), "{\"epoch\" : 3,")),
        refused(
            "a checkpoint.json of no object",
            "is not a JSON object",
            test -> test.write(test.description(), "[3]")),
        refused(
            "a checkpoint of another seed",
            "seed is 4, this run has 3",
            test -> test.replace(test.description(), "\"seed\" : 3", "\"seed\" : 4")),
        refused(
            "a checkpoint without an epoch",
            "epoch is missing, expected a whole number from 1 to 6",
            test -> test.replace(test.description(), "\"epoch\"", "\"epok\"")),
        refused(
            "tensors outside the folder",
            "tensors is \"../../epoch-3.safetensors\", expected the name of a file beside it",
            test -> test.replace(test.description(), "epoch-3.s", "../../epoch-3.s")));
  }

  private static byte[] expected = new byte[0];
  private static List<String> expectedMetrics = List.of();

  @BeforeEach
  void stopARun() throws IOException {
    if (expected.length == 0) {
      expected = fit(shared.resolve("whole"), TrainingListener.NONE);
      expectedMetrics = withoutSeconds(shared.resolve("whole/metrics.jsonl"));
      assertThatThrownBy(() -> fit(shared.resolve("cut"), stopAfter(3 * STEPS + 3)))
          .isInstanceOf(IllegalStateException.class);
    }
    run = folder.resolve("run");
    checkpoint = run.resolve("checkpoint");
    metrics = run.resolve("metrics.jsonl");
    Files.createDirectories(checkpoint);
    copyAll(shared.resolve("cut"), run);
    copyAll(shared.resolve("cut/checkpoint"), checkpoint);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesOnToTheSameEndOrIsRefusedWithARemedyThatDoes(Case mixed) throws IOException {
    mixed.damage().to(this);
    if (!mixed.refusal().isEmpty()) {
      assertThatThrownBy(() -> fit(run, TrainingListener.NONE))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining(mixed.refusal())
          .hasMessageEndingWith(
              ". To train from the first epoch again, remove %s and run the same command with --resume.",
              checkpoint);
      delete(checkpoint);
    }
    assertThat(fit(run, TrainingListener.NONE)).isEqualTo(expected);
    assertThat(withoutSeconds(metrics)).isEqualTo(expectedMetrics);
  }

  /** Final weights, as the bytes of their file. */
  private static byte[] fit(Path into, TrainingListener listener) throws IOException {
    TrainingSpec spec =
        new TrainingSpec(
            EPOCHS, 20, OptimiserSpec.adam(0.01), ScheduleSpec.oneCycle(), 0.9, 1, Device.CPU);
    try (Backbone backbone = Blobs.perceptron(10, 3);
        Loss loss = new CrossEntropySpec().build(8, 3, 3)) {
      new Trainer(backbone, loss, spec, 3, listener)
          .fit(
              Blobs.batches(DATA, 20, 3),
              null,
              new CheckpointFolder(into, Duration.ZERO, InstantSource.system()),
              true);
      Path weights = into.resolveSibling("weights.safetensors");
      Weights.save(backbone, Map.of(), weights);
      return Files.readAllBytes(weights);
    }
  }

  private static TrainingListener stopAfter(long steps) {
    return new TrainingListener() {
      @Override
      public void onStep(StepProgress progress) {
        if (progress.step() == steps) {
          throw new IllegalStateException("stopped");
        }
      }
    };
  }

  private static List<String> withoutSeconds(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst(",\"seconds\".*", ""))
        .toList();
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            to.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path description() {
    return checkpoint.resolve("checkpoint.json");
  }

  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private void append(String text) throws IOException {
    Files.writeString(metrics, text, StandardOpenOption.APPEND);
  }

  private void appendBytes(int... bytes) throws IOException {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) bytes[i];
    }
    Files.write(metrics, all, StandardOpenOption.APPEND);
  }

  private void addLines(int... epochs) throws IOException {
    List<String> whole = Files.readAllLines(shared.resolve("whole/metrics.jsonl"));
    for (int epoch : epochs) {
      append(whole.get(epoch - 1) + "\n");
    }
  }

  private void keepLines(int count) throws IOException {
    Files.write(metrics, Files.readAllLines(metrics).subList(0, count));
  }

  private void reorder() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    Collections.reverse(lines);
    Files.write(metrics, lines);
  }

  /** As in the case two-killed: the file of the first was replaced after its first epochs. */
  private void linesOfTwo() throws IOException {
    List<String> mine = Files.readAllLines(metrics);
    List<String> others = Files.readAllLines(shared.resolve("whole/metrics.jsonl"));
    Files.write(
        metrics,
        List.of(
            others.get(2), mine.get(0), others.get(3), mine.get(1), mine.get(2), others.get(1)));
  }

  private void halfALineInTheMiddle() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.add(1, lines.get(1).substring(0, 20));
    Files.write(metrics, lines);
  }

  private void tensorsOfEpochFour() throws IOException {
    Files.copy(
        shared.resolve("whole/checkpoint/epoch-6.safetensors"),
        checkpoint.resolve("epoch-3.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(checkpoint.resolve(from + ".safetensors"), checkpoint.resolve(to + ".safetensors"));
  }

  private void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void delete(String name) throws IOException {
    Files.delete(checkpoint.resolve(name));
  }

  private void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.delete(path);
  }
}
