package org.fierce.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzz targets for Jazzer, one a reader; {@code scripts/fuzz} starts them. Not part of the build,
 * which replays the inputs by {@link HostileFilesTest} without Jazzer's agent in its process.
 */
class ReadersFuzz {
  @TempDir private static Path folder;

  private static final Map<FuzzedReader, HostileFile> OPEN = new EnumMap<>(FuzzedReader.class);

  private static void check(FuzzedReader reader, byte[] bytes) {
    OPEN.computeIfAbsent(reader, r -> r.in(folder.resolve(r.folder()))).check(bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void yaml(byte[] bytes) {
    check(FuzzedReader.YAML, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void csv(byte[] bytes) {
    check(FuzzedReader.CSV, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void labels(byte[] bytes) {
    check(FuzzedReader.LABELS, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void hierarchy(byte[] bytes) {
    check(FuzzedReader.HIERARCHY, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void lines(byte[] bytes) {
    check(FuzzedReader.LINES, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void examples(byte[] bytes) {
    check(FuzzedReader.EXAMPLES, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void npy(byte[] bytes) {
    check(FuzzedReader.NPY, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void mat(byte[] bytes) {
    check(FuzzedReader.MAT, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void idx(byte[] bytes) {
    check(FuzzedReader.IDX, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void cifar(byte[] bytes) {
    check(FuzzedReader.CIFAR, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void png(byte[] bytes) {
    check(FuzzedReader.PNG, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void jpeg(byte[] bytes) {
    check(FuzzedReader.JPEG, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void gif(byte[] bytes) {
    check(FuzzedReader.GIF, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void bmp(byte[] bytes) {
    check(FuzzedReader.BMP, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void tiff(byte[] bytes) {
    check(FuzzedReader.TIFF, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void webp(byte[] bytes) {
    check(FuzzedReader.WEBP, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void zip(byte[] bytes) {
    check(FuzzedReader.ZIP, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void safetensors(byte[] bytes) {
    check(FuzzedReader.SAFETENSORS, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void model(byte[] bytes) {
    check(FuzzedReader.MODEL, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void checkpoint(byte[] bytes) {
    check(FuzzedReader.CHECKPOINT, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void checkpointTensors(byte[] bytes) {
    check(FuzzedReader.CHECKPOINT_TENSORS, bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void report(byte[] bytes) {
    check(FuzzedReader.REPORT, bytes);
  }
}
