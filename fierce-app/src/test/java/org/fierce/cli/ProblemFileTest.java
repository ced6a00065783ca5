package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemFileTest {
  @TempDir private Path folder;

  private static DatasetFormatException failure(int problems) {
    List<String> all = IntStream.range(0, problems).mapToObj(i -> "line " + i).toList();
    return new DatasetFormatException("t.csv has problems", all);
  }

  @Test
  void whatTheTerminalShowsIsNotWritten() {
    assertThat(ProblemFile.write(failure(20), folder)).isEmpty();
    assertThat(ProblemFile.write(new IOException("other"), folder)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void allProblemsAreWrittenAndAnEarlierListIsReplaced() {
    Path file = folder.resolve("fierce-problems.txt");
    assertThat(ProblemFile.write(failure(30), folder)).isEqualTo("All 30 problems are in " + file);
    assertThat(file).content().startsWith("Problems that fierce found, all 30 of them:\nline 0\n");
    ProblemFile.write(new UncheckedIOException(failure(21)), folder);
    assertThat(file)
        .content()
        .startsWith("Problems that fierce found, all 21 of them:\n")
        .endsWith("line 20\n");
  }

  @Test
  void aFileOfSomebodyElseStays() throws IOException {
    Path theirs = folder.resolve("fierce-problems.txt");
    Files.writeString(theirs, "my notes");
    Path second = folder.resolve("fierce-problems-2.txt");
    assertThat(ProblemFile.write(failure(21), folder))
        .isEqualTo("All 21 problems are in " + second);
    assertThat(theirs).hasContent("my notes");
    assertThat(second).exists();
  }
}
