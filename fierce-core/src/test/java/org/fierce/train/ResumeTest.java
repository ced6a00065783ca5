package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.backbone.Backbone;
import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;
import org.fierce.engine.Device;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.fierce.loss.TermHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final int COLUMNS = 10;
  private static final int EPOCHS = 6;
  private static final Dataset DATA = Blobs.vectors(150, COLUMNS, 1);
  private static final Validation VALIDATION =
      new Validation(Blobs.vectors(40, COLUMNS, 2), Normalisation.identity(DATA.shape()));

  @TempDir Path folder;

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends training like a kill in the middle of an epoch, after so many steps. */
  private static TrainingListener stopAfter(long steps) {
    return new TrainingListener() {
      @Override
      public void onStep(StepProgress progress) {
        if (progress.step() == steps) {
          throw new Stopped();
        }
      }
    };
  }

  private static TrainingSpec spec(OptimiserSpec optimiser) {
    return new TrainingSpec(EPOCHS, 20, optimiser, ScheduleSpec.oneCycle(), 0.9, 1, Device.CPU);
  }

  private static final TrainingSpec ADAM = spec(OptimiserSpec.adam(0.01));

  private CheckpointFolder everyEpoch(String run) {
    return new CheckpointFolder(folder.resolve(run), Duration.ZERO, InstantSource.system());
  }

  /** Final weights of a run, as the bytes of their file. */
  private byte[] fit(
      TrainingSpec spec, CheckpointFolder run, boolean resume, TrainingListener listener)
      throws IOException {
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 3);
        Loss loss = new CrossEntropySpec().build(8, 3, 3)) {
      new Trainer(backbone, loss, spec, 3, listener)
          .fit(Blobs.batches(DATA, 20, 3), VALIDATION, run, resume);
      Path file = folder.resolve("weights.safetensors");
      Weights.save(backbone, java.util.Map.of(), file);
      return Files.readAllBytes(file);
    }
  }

  private void stop(TrainingSpec spec, CheckpointFolder run, long steps) {
    assertThatThrownBy(() -> fit(spec, run, true, stopAfter(steps))).isInstanceOf(Stopped.class);
  }

  private static List<EpochMetrics> withoutSeconds(CheckpointFolder run) throws IOException {
    List<EpochMetrics> epochs = new ArrayList<>();
    for (EpochMetrics m : run.metrics().read()) {
      epochs.add(
          new EpochMetrics(
              m.epoch(),
              m.step(),
              m.lossNats(),
              m.crossEntropyNats(),
              m.entropyBits(),
              m.coarseAccuracy(),
              m.validationCoarseAccuracy(),
              m.health(),
              m.rate(),
              0));
    }
    return epochs;
  }

  @Test
  void aResumedRunGivesTheBitsAndMetricsOfAnUninterruptedOne() throws IOException {
    for (OptimiserSpec optimiser :
        List.of(OptimiserSpec.sgd(0.05), OptimiserSpec.adam(0.01), OptimiserSpec.adamW(0.01))) {
      TrainingSpec spec = spec(optimiser);
      String name = optimiser.getClass().getSimpleName();
      CheckpointFolder whole = everyEpoch(name + "-whole");
      byte[] expected = fit(spec, whole, false, TrainingListener.NONE);
      CheckpointFolder cut = everyEpoch(name + "-cut");
      // 8 steps an epoch: in the fourth epoch, then in the sixth.
      stop(spec, cut, 27);
      stop(spec, cut, 41);
      assertThat(fit(spec, cut, true, TrainingListener.NONE)).isEqualTo(expected);
      assertThat(withoutSeconds(cut)).isEqualTo(withoutSeconds(whole)).hasSize(EPOCHS);
      assertThat(withoutSeconds(whole).get(5).validationCoarseAccuracy()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void aRunStoppedBeforeItsFirstCheckpointStartsAgain() throws IOException {
    byte[] expected = fit(ADAM, everyEpoch("whole"), false, TrainingListener.NONE);
    stop(ADAM, everyEpoch("cut"), 5);
    assertThat(fit(ADAM, everyEpoch("cut"), true, TrainingListener.NONE)).isEqualTo(expected);
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() throws IOException {
    byte[] expected = fit(ADAM, everyEpoch("run"), false, TrainingListener.NONE);
    assertThat(fit(ADAM, everyEpoch("run"), true, stopAfter(EPOCHS * 8))).isEqualTo(expected);
  }

  @Test
  void aPartialCheckpointBesideAWholeOneIsPassedOver() throws IOException {
    byte[] expected = fit(ADAM, everyEpoch("whole"), false, TrainingListener.NONE);
    CheckpointFolder cut = everyEpoch("cut");
    stop(ADAM, cut, 27);
    // What kills at different moments leave: a file being written, one written but not yet named,
    // and an epoch that was logged but not saved.
    Path checkpoint = folder.resolve("cut/checkpoint");
    Files.write(checkpoint.resolve("epoch-4.safetensors.partial"), new byte[] {1, 2, 3});
    Files.write(checkpoint.resolve("epoch-4.safetensors"), new byte[] {1, 2, 3});
    Files.writeString(checkpoint.resolve("checkpoint.json.partial"), "{\"epo");
    Files.writeString(
        folder.resolve("cut/metrics.jsonl"), "{\"epoch\":4,\"step", StandardOpenOption.APPEND);
    assertThat(fit(ADAM, cut, true, TrainingListener.NONE)).isEqualTo(expected);
    assertThat(withoutSeconds(cut)).isEqualTo(withoutSeconds(everyEpoch("whole")));
    try (Stream<Path> files = Files.list(checkpoint)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("checkpoint.json", "epoch-6.safetensors");
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    CheckpointFolder cut = everyEpoch("cut");
    stop(ADAM, cut, 27);
    Path file = folder.resolve("cut/checkpoint/epoch-3.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> fit(ADAM, cut, true, TrainingListener.NONE))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("epoch-3.safetensors is damaged: its CRC-32C is");
    Files.writeString(folder.resolve("cut/checkpoint/checkpoint.json"), "{");
    assertThatThrownBy(() -> fit(ADAM, cut, true, TrainingListener.NONE))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("checkpoint.json is not JSON");
  }

  @Test
  void aCheckpointOfOtherOptionsIsRefused() throws IOException {
    CheckpointFolder cut = everyEpoch("cut");
    stop(ADAM, cut, 27);
    assertThat(Files.readString(folder.resolve("cut/checkpoint/checkpoint.json")))
        .contains("\"kind\" : \"adam\"", "\"kind\" : \"one-cycle\"");
    assertThatThrownBy(() -> fit(spec(OptimiserSpec.adam(0.02)), cut, true, stopAfter(1)))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("training is")
        .hasMessageContaining("0.02");
    assertThatThrownBy(() -> fit(ADAM, cut, false, stopAfter(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already holds a checkpoint");
  }

  @Test
  void anOptionThatTheCheckpointDoesNotKnowIsAsToday() throws IOException {
    CheckpointFolder cut = everyEpoch("cut");
    stop(ADAM, cut, 27);
    Path file = folder.resolve("cut/checkpoint/checkpoint.json");
    String json = Files.readString(file);
    String older = json.replaceFirst("\"averaging\" : [0-9.]+,\\s*", "");
    assertThat(older).isNotEqualTo(json);
    Files.writeString(file, older);
    fit(ADAM, cut, true, TrainingListener.NONE);
    assertThat(cut.savedEpochs()).isEqualTo(ADAM.epochs());
  }

  @Test
  void missingMetricsAreRefused() throws IOException {
    CheckpointFolder cut = everyEpoch("cut");
    stop(ADAM, cut, 27);
    Files.delete(folder.resolve("cut/metrics.jsonl"));
    assertThatThrownBy(() -> fit(ADAM, cut, true, stopAfter(1)))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining(
            "metrics.jsonl has no epoch 1, but the checkpoint beside it is of epoch 3. To train from the first epoch again, remove");
  }

  @Test
  void checkpointsWaitForTheirIntervalExceptTheLast() throws IOException {
    // The clock is asked when the run starts, at every epoch's end, and after a checkpoint.
    Instant start = Instant.EPOCH;
    List<Integer> seconds = new ArrayList<>(List.of(0, 2, 4, 6, 6, 8, 10, 12, 12));
    InstantSource clock = () -> start.plusSeconds(seconds.remove(0));
    CheckpointFolder run =
        new CheckpointFolder(folder.resolve("run"), Duration.ofSeconds(5), clock);
    List<String> names = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochMetrics metrics) {
            try (Stream<Path> files = Files.list(folder.resolve("run/checkpoint"))) {
              names.add(
                  files
                      .map(file -> String.valueOf(file.getFileName()))
                      .filter(name -> name.startsWith("epoch"))
                      .findFirst()
                      .orElse("none"));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    fit(ADAM, run, false, listener);
    assertThat(names)
        .containsExactly(
            "none",
            "none",
            "epoch-3.safetensors",
            "epoch-3.safetensors",
            "epoch-3.safetensors",
            "epoch-6.safetensors");
  }

  @Test
  void metricsAreOneObjectALine() throws IOException {
    MetricsLog log = new MetricsLog(folder.resolve("m.jsonl"));
    EpochMetrics bare =
        new EpochMetrics(1, 8, 0.5, 0.75, Double.NaN, 0.25, Double.NaN, TermHealth.NONE, 0.1, 2);
    log.append(bare);
    log.append(
        new EpochMetrics(2, 16, 0.5, 0.75, 3.5, 0.25, 0.125, new TermHealth(0.5, 2, 0.9), 0.1, 2));
    assertThat(folder.resolve("m.jsonl"))
        .hasContent(
            """
            {"epoch":1,"step":8,"lossNats":0.5,"crossEntropyNats":0.75,"coarseAccuracy":0.25,"rate":0.1,"seconds":2.0}
            {"epoch":2,"step":16,"lossNats":0.5,"crossEntropyNats":0.75,"entropyBits":3.5,"coarseAccuracy":0.25,"validationCoarseAccuracy":0.125,"entropyShare":0.5,"gradientRatio":2.0,"saturation":0.9,"rate":0.1,"seconds":2.0}
            """);
    assertThat(log.read().get(0)).isEqualTo(bare);
    assertThat(log.read())
        .extracting(EpochMetrics::termFault)
        .containsExactly(null, TermHealth.Fault.SATURATED);
    Files.writeString(folder.resolve("m.jsonl"), "{\"epoch\":7}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(log::read).hasMessageContaining("line 3: epoch is 7, expected 3");
  }

  @Test
  void weightsAreSavedAndLoadedExactly() throws IOException {
    Path file = folder.resolve("w.safetensors");
    try (Backbone one = Blobs.perceptron(COLUMNS, 3);
        Backbone other = Blobs.perceptron(COLUMNS, 4);
        Backbone wider = Blobs.perceptron(COLUMNS + 1, 4)) {
      Weights.save(one, java.util.Map.of("seed", "3"), file);
      assertThat(Weights.load(other, file)).containsEntry("seed", "3");
      for (int i = 0; i < one.parameters().size(); i++) {
        assertThat(one.parameters().get(i).tensor().equal(other.parameters().get(i).tensor()))
            .isTrue();
      }
      assertThatThrownBy(() -> Weights.load(wider, file))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining("[16, 10]")
          .hasMessageContaining("[16, 11]");
    }
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    Path file = folder.resolve("w.safetensors");
    try (Backbone backbone = Blobs.perceptron(COLUMNS, 3)) {
      Weights.save(backbone, java.util.Map.of(), file);
      Safetensors content = Safetensors.read(file);
      StoredTensor any = Objects.requireNonNull(content.tensors().values().iterator().next());
      var tensors = new java.util.HashMap<>(content.tensors());
      tensors.put("another", any);
      new Safetensors(tensors, java.util.Map.of()).write(file);
      assertThatThrownBy(() -> Weights.load(backbone, file))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining("holds another");
    }
  }
}
