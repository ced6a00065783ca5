package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.fierce.backbone.Backbone;
import org.fierce.data.Dataset;
import org.fierce.engine.Device;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of all kinds of bytes: read, or refused with the name of the file. */
class HostileCheckpointsTest {
  private static final Dataset DATA = Blobs.vectors(60, 10, 1);
  private static final int MUTATIONS = 150;

  @TempDir Path folder;
  private Path checkpoint;
  private byte[] description;
  private byte[] tensors;

  @BeforeEach
  void stopARun() throws IOException {
    try {
      resume(2);
    } catch (IllegalStateException stopped) {
      assertThat(stopped).hasMessage("stopped");
    }
    checkpoint = folder.resolve("checkpoint");
    description = Files.readAllBytes(checkpoint.resolve("checkpoint.json"));
    tensors = Files.readAllBytes(checkpoint.resolve("epoch-1.safetensors"));
  }

  /** Goes on until the end of an epoch. */
  private void resume(int stopBefore) throws IOException {
    TrainingSpec spec =
        new TrainingSpec(
            6, 20, OptimiserSpec.adam(0.01), ScheduleSpec.oneCycle(), 0.9, 1, Device.CPU);
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void onStep(StepProgress progress) {
            if (progress.epoch() == stopBefore) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    try (Backbone backbone = Blobs.perceptron(10, 3);
        Loss loss = new CrossEntropySpec().build(8, 3, 3)) {
      new Trainer(backbone, loss, spec, 3, stop)
          .fit(
              Blobs.batches(DATA, 20, 3),
              null,
              new CheckpointFolder(folder, Duration.ZERO, InstantSource.system()),
              true);
    }
  }

  private void resumesOrIsRefused(String what) {
    try {
      resume(2);
    } catch (CheckpointFormatException refused) {
      assertThat(refused.getMessage()).as(what).contains(checkpoint.toString());
    } catch (IllegalStateException stopped) {
      assertThat(stopped).as(what).hasMessage("stopped");
    } catch (IOException | RuntimeException undocumented) {
      fail(what + " ended in " + undocumented, undocumented);
    }
  }

  private void write(byte[] json, byte[] values) throws IOException {
    Files.write(checkpoint.resolve("checkpoint.json"), json);
    Files.write(checkpoint.resolve("epoch-1.safetensors"), values);
  }

  /** The description with the sum of these tensors, so that they are looked at. */
  private byte[] summed(byte[] values) {
    CRC32C sum = new CRC32C();
    sum.update(values);
    return new String(description, java.nio.charset.StandardCharsets.UTF_8)
        .replaceFirst("\"crc32c\" : \\d+", "\"crc32c\" : " + sum.getValue())
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void filesThatOnceEndedInAnotherExceptionAreRefusedByName() throws IOException {
    for (Path file : corpus("checkpoint")) {
      write(Files.readAllBytes(file), tensors);
      resumesOrIsRefused(file.toString());
    }
    for (Path file : corpus("checkpoint-tensors")) {
      byte[] values = Files.readAllBytes(file);
      write(summed(values), values);
      resumesOrIsRefused(file.toString());
    }
    Path copy = folder.resolve("copy.safetensors");
    for (Path file : corpus("safetensors")) {
      Files.write(copy, Files.readAllBytes(file));
      try {
        Safetensors.read(copy);
        fail(file + " is not malformed");
      } catch (CheckpointFormatException refused) {
        assertThat(refused).hasMessageStartingWith(copy + " has a header that is not UTF-8");
      }
    }
  }

  @Test
  void changedBytesAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(16);
    for (int i = 0; i < MUTATIONS; i++) {
      write(mutated(description, random, description.length), tensors);
      resumesOrIsRefused("description " + i);
      byte[] values = mutated(tensors, random, 1500);
      write(summed(values), values);
      resumesOrIsRefused("tensors " + i);
    }
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random, int within) {
    byte[] changed = bytes.clone();
    for (int k = random.nextInt(1, 4); k > 0; k--) {
      int at = random.nextInt(Math.min(within, changed.length));
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed = java.util.Arrays.copyOf(changed, Math.max(1, at));
        default -> changed[at] = (byte) "0129-{}[]\",:".charAt(random.nextInt(12));
      }
    }
    return changed;
  }

  @Test
  void aHeaderCannotAskForMoreThanItsFileHas() throws IOException {
    Path file = folder.resolve("claims.safetensors");
    for (String entry :
        List.of(
            "{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}",
            "{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}",
            "{\"dtype\":\"I64\",\"shape\":[0,9223372036854775807,9223372036854775807],\"data_offsets\":[0,8]}",
            "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}",
            "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}",
            "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"shape\":[1]}",
            "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,18446744073709551616]}")) {
      byte[] header = ("{\"a\":" + entry + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      java.nio.ByteBuffer bytes =
          java.nio.ByteBuffer.allocate(8 + header.length + 4)
              .order(java.nio.ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .put(header)
              .putInt(0);
      Files.write(file, bytes.array());
      try {
        fail(entry + " gave " + Safetensors.read(file));
      } catch (CheckpointFormatException refused) {
        assertThat(refused).hasMessageStartingWith(file + " ");
      }
    }
  }

  private static List<Path> corpus(String reader) throws IOException {
    Path folder = Path.of("../fierce-data/src/test/resources/fuzz", reader);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("seed"))
          .sorted()
          .toList();
    }
  }
}
