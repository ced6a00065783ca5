package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Result files of all kinds of bytes: shown, or refused with the name of the file. */
class HostileReportsTest {
  private static final int MUTATIONS = 100;

  @TempDir private Path folder;

  private void isShownOrRefused(Path file, String what) {
    try {
      HtmlReport.write(folder);
    } catch (DatasetFormatException | CheckpointFormatException refused) {
      assertThat(refused.getMessage()).as(what).contains(String.valueOf(file.getFileName()));
    } catch (IOException | RuntimeException undocumented) {
      fail(what + " ended in " + undocumented, undocumented);
    }
  }

  @Test
  void filesThatOnceEndedInAnotherExceptionAreRefusedByName() throws Exception {
    Path corpus =
        Path.of(
            Objects.requireNonNull(HostileReportsTest.class.getResource("/fuzz/report")).toURI());
    try (Stream<Path> files = Files.list(corpus)) {
      for (Path each : files.sorted().toList()) {
        byte[] bytes = Files.readAllBytes(each);
        int end = 0;
        while (bytes[end] != '\n') {
          end++;
        }
        Files.writeString(folder.resolve("run.json"), "{\"method\":\"fierce\",\"seed\":0}");
        Files.writeString(
            folder.resolve("scores.json"), "{\"scores\":{\"coarseAccuracy\":{\"value\":0.5}}}");
        Path file =
            folder.resolve(new String(bytes, 0, end, java.nio.charset.StandardCharsets.US_ASCII));
        Files.write(file, Arrays.copyOfRange(bytes, end + 1, bytes.length));
        isShownOrRefused(file, each.toString());
        Files.delete(file);
      }
    }
  }

  @Test
  void changedBytesAreShownOrRefused() throws IOException {
    ReportFolders.images(folder);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.endsWith("report.html"))
              .sorted()
              .toList();
    }
    SplittableRandom random = new SplittableRandom(16);
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] bytes = before.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
          case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> bytes[at] = (byte) random.nextInt(256);
          case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
          default -> bytes[at] = (byte) "0129-{}[]\",:".charAt(random.nextInt(12));
        }
      }
      Files.write(file, bytes);
      isShownOrRefused(file, "change %d of %s".formatted(i, file));
      Files.write(file, before);
    }
  }
}
