package org.fierce.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.CRC32C;
import org.fierce.files.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps {@code metrics.jsonl} and {@code checkpoint/}, so that it can be stopped at any
 * moment and resumed as if it had not been.
 *
 * <p>A checkpoint is a file of tensors ({@code epoch-N.safetensors}: weights, running statistics,
 * optimiser, average, the loss's own) and {@code checkpoint.json}, which names it, its CRC-32C, the
 * epoch, the step, the seed and the options. The tensors are written first, then the JSON replaces
 * the former one in one move, then older tensors are deleted: whenever the process is killed, the
 * JSON names a whole file. Metrics of epochs after the checkpoint are dropped on resuming, when
 * those epochs are trained again.
 *
 * <p>A checkpoint is written after the last epoch, and after any other whose predecessor's
 * checkpoint is old enough; when it is written changes no result.
 */
public final class CheckpointFolder {
  private static final int FORMAT_VERSION = 1;
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();

  private final Path checkpoints;
  private final Path description;
  private final MetricsLog metrics;
  private final Duration interval;
  private final InstantSource clock;
  private Instant lastSaved;

  /** The folder of a run, with a checkpoint at most every 5 seconds. */
  public CheckpointFolder(Path run) {
    this(run, DEFAULT_INTERVAL, InstantSource.system());
  }

  /**
   * The folder of a run.
   *
   * @param run made if it is not there
   * @param interval least time between two checkpoints but the last; zero for one after every epoch
   * @param clock tells the time between checkpoints
   */
  public CheckpointFolder(Path run, Duration interval, InstantSource clock) {
    this.checkpoints = run.resolve("checkpoint");
    this.description = checkpoints.resolve("checkpoint.json");
    this.metrics = new MetricsLog(run.resolve("metrics.jsonl"));
    this.interval = interval;
    this.clock = clock;
    this.lastSaved = clock.instant();
  }

  /** Whether there is a checkpoint to resume from. */
  public boolean hasCheckpoint() {
    return Files.exists(description);
  }

  /** The metrics of the run. */
  public MetricsLog metrics() {
    return metrics;
  }

  /**
   * Makes the folder ready and, on resuming, restores the state of the last checkpoint.
   *
   * @return number of epochs done
   * @throws IllegalStateException if there is a checkpoint and {@code resume} is false
   * @throws CheckpointFormatException if the checkpoint is damaged or of another run
   */
  int begin(boolean resume, TrainingState state, TrainingSpec spec, long seed, int stepsPerEpoch)
      throws IOException {
    Files.createDirectories(checkpoints);
    if (!hasCheckpoint()) {
      metrics.keep(0);
      return 0;
    }
    if (!resume) {
      throw new IllegalStateException(
          "%s already holds a checkpoint; resume it, or choose another folder"
              .formatted(checkpoints));
    }
    JsonNode json = describe();
    checkSame(json, "formatVersion", FORMAT_VERSION);
    checkSame(json, "seed", seed);
    checkSame(json, "training", asTree(spec));
    int epoch = json.path("epoch").asInt();
    long step = json.path("step").asLong();
    if (step != (long) epoch * stepsPerEpoch) {
      throw new CheckpointFormatException(
          "%s: step is %d after %d epochs, expected %d; the training rows are not those of the checkpoint"
              .formatted(description, step, epoch, (long) epoch * stepsPerEpoch));
    }
    Path file = checkpoints.resolve(json.path("tensors").asText());
    checkSum(file, json.path("crc32c").asLong());
    state.restore(Safetensors.read(file).tensors(), step, file);
    metrics.keep(epoch);
    return epoch;
  }

  /** Notes the metrics of an epoch and, where it is time, writes a checkpoint. */
  void endEpoch(EpochMetrics epoch, TrainingState state, TrainingSpec spec, long seed)
      throws IOException {
    metrics.append(epoch);
    Instant now = clock.instant();
    if (epoch.epoch() == spec.epochs()
        || Duration.between(lastSaved, now).compareTo(interval) >= 0) {
      save(epoch, state.store(), spec, seed);
      lastSaved = clock.instant();
    }
  }

  private void save(
      EpochMetrics epoch, Map<String, StoredTensor> tensors, TrainingSpec spec, long seed)
      throws IOException {
    metrics.force();
    Path file = checkpoints.resolve("epoch-%d.safetensors".formatted(epoch.epoch()));
    new Safetensors(tensors, Map.of("format", "fierce-checkpoint")).write(file);
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("epoch", epoch.epoch());
    json.put("step", epoch.step());
    json.put("seed", seed);
    json.set("training", asTree(spec));
    json.put("tensors", String.valueOf(file.getFileName()));
    json.put("crc32c", sum(file));
    AtomicFiles.write(description, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    deleteOthers(file);
  }

  private void deleteOthers(Path current) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(checkpoints, "*.{safetensors,partial}")) {
      for (Path file : files) {
        if (!file.equals(current)) {
          Files.delete(file);
        }
      }
    }
  }

  private JsonNode describe() throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(description));
    } catch (JsonProcessingException e) {
      throw new CheckpointFormatException(
          "%s is not JSON: %s; train again in an empty folder"
              .formatted(description, e.getOriginalMessage()),
          e);
    }
  }

  private void checkSame(JsonNode json, String name, Object expected) throws IOException {
    @Nullable JsonNode found = json.get(name);
    JsonNode wanted = JSON.readTree(JSON.writeValueAsBytes(expected));
    if (!wanted.equals(found)) {
      throw new CheckpointFormatException(
          "%s: %s is %s, this run has %s; resume with the configuration it was started with"
              .formatted(description, name, found, wanted));
    }
  }

  private static JsonNode asTree(TrainingSpec spec) {
    return JSON.valueToTree(spec);
  }

  private static void checkSum(Path file, long expected) throws IOException {
    if (!Files.exists(file) || sum(file) != expected) {
      throw new CheckpointFormatException(
          "%s is missing or damaged: its CRC-32C is not the %d of checkpoint.json; train again in an empty folder"
              .formatted(file, expected));
    }
  }

  private static long sum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer.clear()) >= 0) {
        sum.update(buffer.flip());
      }
    }
    return sum.getValue();
  }
}
