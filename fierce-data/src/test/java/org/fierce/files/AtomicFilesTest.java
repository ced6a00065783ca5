package org.fierce.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void ofTwoWritersOfOneFileNeitherIsMixedWithTheOther() throws Exception {
    Path file = folder.resolve("shared");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    for (int round = 0; round < 100; round++) {
      List<Future<?>> writers = new ArrayList<>();
      for (byte writer = 1; writer <= 2; writer++) {
        byte[] bytes = new byte[writer * 40_000];
        Arrays.fill(bytes, writer);
        writers.add(
            pool.submit(
                () -> {
                  AtomicFiles.write(
                      file,
                      channel -> {
                        for (int from = 0; from < bytes.length; from += 4_000) {
                          AtomicFiles.writeFully(channel, ByteBuffer.wrap(bytes, from, 4_000));
                        }
                      });
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      byte[] found = Files.readAllBytes(file);
      byte[] whole = new byte[found[0] * 40_000];
      Arrays.fill(whole, found[0]);
      assertThat(Arrays.equals(found, whole)).isTrue();
    }
    pool.shutdown();
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void aFullDiskIsToldWithTheFileAndTheRemedyAndLeavesTheFormerFile() throws IOException {
    Path file = folder.resolve("scores.json");
    AtomicFiles.write(file, new byte[] {1});
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            file
                + ": cannot be written: no space is left on its disk; make room, then run the same command again");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void whatStandsInTheWayIsToldWithTheNameOfTheFileItself() throws IOException {
    Path missing = folder.resolve("none/a.json");
    assertThatThrownBy(() -> AtomicFiles.write(missing, new byte[1]))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage(
            missing + ": cannot be written, because its folder does not exist; make it first");
    Path full = folder.resolve("taken");
    Files.createDirectories(full.resolve("inside"));
    assertThatThrownBy(() -> AtomicFiles.write(full, new byte[1]))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(full.toString());
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void reasonsOfTheSystemHaveARemedy() {
    assertThat(WriteFailure.remedy("Disk quota exceeded")).contains("quota").contains("make room");
    assertThat(WriteFailure.remedy("File too large")).contains("ulimit -f");
    assertThat(WriteFailure.remedy("Read-only file system")).contains("choose another folder");
    assertThat(WriteFailure.remedy("There is not enough space on the disk")).contains("make room");
    assertThat(WriteFailure.remedy("Broken pipe")).isNull();
    assertThat(WriteFailure.remedy(null)).isNull();
  }

  @Test
  void aNameAsLongAsTheFileSystemAllowsCanBeWritten() throws IOException {
    Path file = folder.resolve("n".repeat(251) + ".csv");
    AtomicFiles.write(file, new byte[] {7});
    assertThat(file).hasBinaryContent(new byte[] {7});
  }

  @Test
  void onlyFilesOfProcessesThatAreGoneAreSwept() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    Path mine = PartialFiles.beside(folder.resolve("mine"));
    List<Path> kept =
        List.of(
            mine,
            folder.resolve("a.json.%d-3-0a0b0c0d.partial".formatted(parent)),
            folder.resolve("thesis.partial"));
    List<Path> swept =
        List.of(
            folder.resolve("a.json.%d-3-0a0b0c0d.partial".formatted(ended.pid())),
            folder.resolve("run.json.partial"),
            folder.resolve("epoch-7.safetensors.partial"));
    for (Path file : kept) {
      Files.createFile(file);
    }
    for (Path file : swept) {
      Files.createFile(file);
    }
    PartialFiles.sweep(folder);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrderElementsOf(
            kept.stream().map(file -> String.valueOf(file.getFileName())).toList());
  }

  @Test
  void aFileBesideTakesThePlaceOfAnother(@TempDir Path place) throws IOException {
    Path beside = Files.writeString(place.resolve("a.part"), "new");
    Path file = Files.writeString(place.resolve("a"), "old");
    AtomicFiles.move(beside, file);
    assertThat(file).hasContent("new");
    assertThat(beside).doesNotExist();
  }
}
