package org.fierce.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.report.HtmlReport;

/**
 * The report of a run of which one file is made up: the first line of an input names the file, the
 * rest is what it holds. The whole run lies in {@code fuzz/report-run}.
 */
final class FuzzedReport implements FuzzedReader.Reading {
  private static final Path WHOLE = Path.of("../fierce-data/src/test/resources/fuzz/report-run");

  private final Path run;
  private final List<Path> files;

  FuzzedReport(Path folder) throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
    try (Stream<Path> whole = Files.list(WHOLE)) {
      files = whole.toList();
    }
    for (Path file : files) {
      restore(file);
    }
  }

  private void restore(Path file) throws IOException {
    Files.copy(file, run.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** An input for each file, as it is in a whole run. */
  static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> whole = Files.list(WHOLE)) {
      for (Path file : whole.sorted().toList()) {
        byte[] name = (file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] content = Files.readAllBytes(file);
        byte[] seed = Arrays.copyOf(name, name.length + content.length);
        System.arraycopy(content, 0, seed, name.length, content.length);
        seeds.add(seed);
      }
    }
    return seeds;
  }

  @Override
  public void read(Path input) throws IOException {
    byte[] bytes = Files.readAllBytes(input);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String name = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    for (Path file : files) {
      if (file.getFileName().toString().equals(name)) {
        Path replaced = run.resolve(name);
        int begin = Math.min(end + 1, bytes.length);
        Files.write(replaced, Arrays.copyOfRange(bytes, begin, bytes.length));
        try {
          HtmlReport.write(run);
        } catch (DatasetFormatException | CheckpointFormatException e) {
          if (!String.valueOf(e.getMessage()).contains(name)) {
            throw new AssertionError("the message does not name the file: " + e.getMessage(), e);
          }
        } finally {
          restore(file);
        }
      }
    }
  }
}
