package org.fierce.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.NpyFile;
import org.fierce.data.source.Cifar100Source;
import org.fierce.data.source.SimulatedScene;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading a file that the system has in its cache: a matrix of 50,000 x 128 floats, CIFAR-100's
 * format with 10,000 images for training and 1,000 for tests; and simulating the scene.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReaderBenchmark {
  private static final int RECORD = 2 + 3072;

  private Path folder;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("fierce-reader");
    NpyFile.write(folder.resolve("rows.npy"), Rows.normal(50_000, 128, 1));
    Files.write(folder.resolve("train.bin"), records(10_000));
    Files.write(folder.resolve("test.bin"), records(1000));
    Files.write(folder.resolve("coarse_label_names.txt"), Rows.names(20));
    Files.write(folder.resolve("fine_label_names.txt"), Rows.names(100));
  }

  private static byte[] records(int count) {
    byte[] bytes = new byte[count * RECORD];
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD] = (byte) (i % 20);
      bytes[i * RECORD + 1] = (byte) (i % 100);
    }
    return bytes;
  }

  @Benchmark
  public FloatMatrix npy() throws IOException {
    return NpyFile.read(folder.resolve("rows.npy"));
  }

  @Benchmark
  public DataSplit cifar100() throws IOException {
    return Cifar100Source.of("train.bin", "test.bin").open(new DataRoot(List.of(folder)));
  }

  @Benchmark
  public DataSplit scene() {
    return SimulatedScene.of(0).open();
  }

  @TearDown
  public void close() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
