package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few interruptions in every build. docs/reliability.md says how to have many: {@code
 * -Dfierce.stops=200 -Dfierce.pairs=5 -Dfierce.disks=9}.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent by kill")
class InterruptionsTest {
  private static final int STOPS = Integer.getInteger("fierce.stops", 3);
  private static final int PAIRS = Integer.getInteger("fierce.pairs", 1);
  private static final int DISKS = Integer.getInteger("fierce.disks", 1);
  private static final long SEED = Long.getLong("fierce.seed", 16);

  @TempDir Path folder;

  @Test
  void whatWasInterruptedGoesOnAndEndsTheSameToTheByte() throws Exception {
    Interruptions interruptions = new Interruptions(folder, SEED);
    Path whole = interruptions.whole("whole", Interruptions.TRAIN);
    interruptions.stops(STOPS - STOPS / 4, Interruptions.TRAIN, whole);
    if (STOPS >= 4) {
      Path compared = interruptions.whole("whole-compare", Interruptions.COMPARE);
      interruptions.stops(STOPS / 4, Interruptions.COMPARE, compared);
    }
    for (int pair = 0; pair < PAIRS; pair++) {
      interruptions.pair(pair, whole);
    }
    boolean isMount = Boolean.getBoolean("fierce.mount");
    // The whole folder has some 200 KiB, its largest file some 80.
    long bytes = isMount ? size(whole) : 60_000;
    for (int disk = 0; disk < DISKS; disk++) {
      int kibibytes = (int) (bytes / 1024 * (2 * disk + 1) / (2 * DISKS + 1));
      interruptions.fullDisk(disk, Math.max(1, kibibytes), isMount, whole);
    }
    String record = System.getProperty("fierce.record");
    if (record != null) {
      Files.writeString(Path.of(record), interruptions.counts + "\n");
    }
    assertThat(interruptions.counts).isNotEmpty();
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
