package org.fierce.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  private static final long ME = ProcessHandle.current().pid();

  @TempDir Path folder;

  /** A process of its own that holds a folder until it is destroyed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (FolderLock mine = FolderLock.hold(Path.of(arguments[0]))) {
        System.out.println("held");
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("held");
    return process;
  }

  @Test
  void anotherProcessIsRefusedWithTheNumberOfTheFirstUntilThatOneIsKilled() throws Exception {
    Process first = holder();
    Files.writeString(folder.resolve("run.json.%d-1-0a0b0c0d.partial".formatted(first.pid())), "{");
    assertThatThrownBy(() -> FolderLock.hold(folder))
        .isInstanceOf(FolderInUseException.class)
        .hasMessageMatching(
            "\\Q%s is in use by process %d on \\E\\S+ since \\S+Z; wait for it to end, stop it \\(kill %2$d\\), or choose another --out"
                .formatted(folder, first.pid()));

    first.destroyForcibly().waitFor();

    try (FolderLock mine = FolderLock.hold(folder)) {
      assertThat(folder.resolve(FolderLock.FILE))
          .content()
          .matches("process %d on \\S+ since \\S+Z\\s+".formatted(ME));
      assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }
    assertThat(folder.resolve(FolderLock.FILE)).isEmptyFile();
  }

  @Test
  void aRefusedAttemptDoesNotEndTheLockOfItsOwnProcess() throws Exception {
    try (FolderLock mine = FolderLock.hold(folder)) {
      ExecutorService other = Executors.newSingleThreadExecutor();
      Future<FolderLock> attempt = other.submit(() -> FolderLock.hold(folder));
      assertThatThrownBy(attempt::get)
          .hasRootCauseInstanceOf(FolderInUseException.class)
          .hasMessageContaining(
              "%s is in use by another run of this process (%d); wait for it to end"
                  .formatted(folder, ME));
      other.shutdown();
      // Seen from outside it is still locked.
      assertThatThrownBy(this::holder).isInstanceOf(AssertionError.class);
    }
    holder().destroyForcibly().waitFor();
  }

  @Test
  void theThreadThatHoldsAFolderMayHoldItAgain() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    FolderLock mine = FolderLock.hold(folder);
    FolderLock again = FolderLock.hold(link);
    again.close();
    assertThat(folder.resolve(FolderLock.FILE)).isNotEmptyFile();
    mine.close();
    mine.close();
    assertThat(folder.resolve(FolderLock.FILE)).isEmptyFile();
  }

  @Test
  void ofManyThreadsOneAtATimeHoldsAFolder() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    CountDownLatch start = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> attempts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      attempts.add(
          pool.submit(
              () -> {
                start.await();
                int held = 0;
                for (int round = 0; round < 100; round++) {
                  try (FolderLock mine = FolderLock.hold(folder)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    held++;
                    inside.decrementAndGet();
                  } catch (FolderInUseException refused) {
                    Thread.onSpinWait();
                  }
                }
                return held;
              }));
    }
    start.countDown();
    int all = 0;
    for (Future<Integer> attempt : attempts) {
      all += attempt.get();
    }
    pool.shutdown();
    assertThat(most).hasValue(1);
    assertThat(all).isPositive();
  }

  @Test
  void whereTheFileSystemHasNoLocksTheTextCounts() throws Exception {
    FolderLock.Locks none =
        channel -> {
          throw new IOException("No locks available");
        };
    Path file = folder.resolve(FolderLock.FILE);
    FolderLock.hold(folder, none).close();

    // A process that has ended does not block, nor does a text that says nothing.
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String host = LockHolder.current().host();
    Files.writeString(
        file, "process %d on %s since 2026-01-01T00:00:00Z\n".formatted(ended.pid(), host));
    FolderLock.hold(folder, none).close();
    Files.writeString(file, "who knows");
    FolderLock.hold(folder, none).close();

    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    Files.writeString(
        file, "process %d on %s since 2026-01-01T00:00:00Z\n".formatted(parent, host));
    assertThatThrownBy(() -> FolderLock.hold(folder, none))
        .isInstanceOf(FolderInUseException.class)
        .hasMessageContaining("is in use by process %d on %s".formatted(parent, host))
        .hasMessageNotContaining("delete");

    Files.writeString(file, "process 77 on elsewhere since 2026-01-01T00:00:00Z\n");
    assertThatThrownBy(() -> FolderLock.hold(folder, none))
        .isInstanceOf(FolderInUseException.class)
        .hasMessage(
            "%s is in use by process 77 on elsewhere since 2026-01-01T00:00:00Z; wait for it to end, stop it (kill 77), delete %s if it is gone, or choose another --out"
                .formatted(folder, file));
  }

  @Test
  void aFolderInThePlaceOfTheLockIsToldByName() throws IOException {
    Files.createDirectory(folder.resolve(FolderLock.FILE));
    assertThatThrownBy(() -> FolderLock.hold(folder))
        .isInstanceOf(java.nio.file.FileSystemException.class)
        .hasMessageContaining(folder.resolve(FolderLock.FILE) + ": cannot be written");
  }
}
