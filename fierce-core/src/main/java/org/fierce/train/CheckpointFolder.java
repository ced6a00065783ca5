package org.fierce.train;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.files.TextFile;

/**
 * Where a run keeps {@code metrics.jsonl} and {@code checkpoint/}, so that it can be stopped at any
 * moment and resumed as if it had not been.
 *
 * <p>A checkpoint is a file of tensors ({@code epoch-N.safetensors}: weights, running statistics,
 * optimiser, average, the loss's own) and {@code checkpoint.json}, which names it, its CRC-32C, the
 * epoch, the step, the seed and the options. The tensors are written first, then the JSON replaces
 * the former one in one move, then older tensors are deleted: whenever the process is killed, the
 * JSON names a whole file. Metrics of epochs after the checkpoint are dropped on resuming, when
 * those epochs are trained again; what else two processes at once may have left in the metrics is
 * put in order.
 *
 * <p>A checkpoint is written after the last epoch, and after any other whose predecessor's
 * checkpoint is old enough; when it is written changes no result.
 */
public final class CheckpointFolder {
  private static final int FORMAT_VERSION = 1;
  private static final long INTERVAL_MILLIS = 5_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path checkpoints;
  private final Path description;
  private final MetricsLog metrics;
  private final Duration interval;
  private final InstantSource clock;
  private Instant lastSaved;

  /**
   * The folder of a run, with a checkpoint at most every 5 seconds, or as often as the system
   * property {@code fierce.checkpointMillis} says.
   */
  public CheckpointFolder(Path run) {
    this(
        run,
        Duration.ofMillis(Long.getLong("fierce.checkpointMillis", INTERVAL_MILLIS)),
        InstantSource.system());
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

  /** Epochs that the checkpoint holds; 0 where there is none, or none that can be read. */
  public int savedEpochs() {
    try {
      return hasCheckpoint() ? describe().path("epoch").asInt() : 0;
    } catch (IOException unreadable) {
      return 0;
    }
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
      metrics.keep(0, stepsPerEpoch);
      return 0;
    }
    if (!resume) {
      throw new IllegalStateException(
          "%s already holds a checkpoint; resume it, or choose another folder"
              .formatted(checkpoints));
    }
    try {
      return restore(state, spec, seed, stepsPerEpoch);
    } catch (CheckpointFormatException e) {
      throw new CheckpointFormatException(
          "%s. To train from the first epoch again, remove %s and run the same command with --resume."
              .formatted(String.valueOf(e.getMessage()).replaceFirst("\\.$", ""), checkpoints),
          e);
    }
  }

  private int restore(TrainingState state, TrainingSpec spec, long seed, int stepsPerEpoch)
      throws IOException {
    JsonNode json = describe();
    checkSame(json, "formatVersion", FORMAT_VERSION);
    checkSame(json, "seed", seed);
    checkSame(json, "training", Json.ofRecord(spec));
    long epoch = number(json, "epoch", 1, spec.epochs());
    long step = number(json, "step", 0, Long.MAX_VALUE);
    if (step != epoch * stepsPerEpoch) {
      throw new CheckpointFormatException(
          "%s: step is %d after %d epochs, expected %d; the training rows are not those of the checkpoint"
              .formatted(description, step, epoch, epoch * stepsPerEpoch));
    }
    String name = json.path("tensors").asText();
    if (!name.matches("epoch-\\d{1,10}\\.safetensors")) {
      throw new CheckpointFormatException(
          "%s: tensors is %s, expected the name of a file beside it, as epoch-%d.safetensors"
              .formatted(description, json.path("tensors"), epoch));
    }
    Path file = checkpoints.resolve(name);
    checkSum(file, number(json, "crc32c", 0, 0xffffffffL));
    metrics.keep((int) epoch, stepsPerEpoch);
    state.restore(Safetensors.read(file).tensors(), step, file);
    return (int) epoch;
  }

  private long number(JsonNode json, String name, long least, long most)
      throws CheckpointFormatException {
    JsonNode found = json.path(name);
    if (!found.isIntegralNumber()
        || !found.canConvertToLong()
        || found.longValue() < least
        || found.longValue() > most) {
      throw new CheckpointFormatException(
          "%s: %s is %s, expected a whole number from %d to %d"
              .formatted(
                  description, name, found.isMissingNode() ? "missing" : found, least, most));
    }
    return found.longValue();
  }

  /** Records the metrics of an epoch and, if it is time, writes a checkpoint. */
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
    json.set("training", Json.ofRecord(spec));
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
      JsonNode tree =
          JSON.readTree(TextFile.decode(description.toString(), Files.readAllBytes(description)));
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new CheckpointFormatException(
          "%s is not JSON: %s".formatted(description, e.getOriginalMessage()), e);
    } catch (DatasetFormatException e) {
      throw new CheckpointFormatException(String.valueOf(e.getMessage()), e);
    }
    throw new CheckpointFormatException(
        Files.size(description) == 0
            ? "%s is empty".formatted(description)
            : "%s is not a JSON object".formatted(description));
  }

  private void checkSame(JsonNode json, String name, Object expected) throws IOException {
    JsonNode found = json.path(name);
    JsonNode wanted = JSON.readTree(JSON.writeValueAsBytes(expected));
    if (!agree(found, wanted)) {
      throw new CheckpointFormatException(
          "%s: %s is %s, this run has %s; resume with the configuration it was started with"
              .formatted(description, name, found.isMissingNode() ? "missing" : found, wanted));
    }
  }

  /** Whether options are the same; one that a file does not name is newer than the file. */
  private static boolean agree(JsonNode found, JsonNode wanted) {
    return (found.isObject() && wanted.isObject())
        ? found
            .propertyStream()
            .allMatch(option -> agree(option.getValue(), wanted.path(option.getKey())))
        : found.equals(wanted);
  }

  private static void checkSum(Path file, long expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CheckpointFormatException(
          "%s, which checkpoint.json names, is missing".formatted(file));
    }
    long found = sum(file);
    if (found != expected) {
      throw new CheckpointFormatException(
          "%s is damaged: its CRC-32C is %d, expected the %d of checkpoint.json"
              .formatted(file, found, expected));
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
