package org.fierce.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import org.fierce.data.DatasetFormatException;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
  @Test
  void wrongArgumentsAreUsage() {
    assertThat(ExitCodes.of(new IllegalArgumentException("temperature 0"))).isEqualTo(2);
  }

  @Test
  void malformedAndMissingDataAreBadData() {
    assertThat(ExitCodes.of(new DatasetFormatException("cut short"))).isEqualTo(3);
    assertThat(ExitCodes.of(new NoSuchFileException("train.bin"))).isEqualTo(3);
  }

  @Test
  void everythingElseIsFailure() {
    assertThat(ExitCodes.of(new AccessDeniedException("/runs"))).isEqualTo(1);
    assertThat(ExitCodes.of(new IOException("disk full"))).isEqualTo(1);
    assertThat(ExitCodes.of(new IllegalStateException("closed"))).isEqualTo(1);
    assertThat(ExitCodes.of(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
  }

  @Test
  void wrappedFailuresCountAsWhatTheyWrap() {
    Exception wrapped =
        new ExecutionException(new UncheckedIOException(new DatasetFormatException("row 3")));
    assertThat(ExitCodes.of(wrapped)).isEqualTo(3);
    assertThat(ExitCodes.message(wrapped)).isEqualTo("row 3");
  }

  @Test
  void messagesOfFilesSayWhatIsWrongInWords() {
    assertThat(ExitCodes.message(new NoSuchFileException("a.csv")))
        .isEqualTo("a.csv: no such file or folder");
    assertThat(ExitCodes.message(new NoSuchFileException("a.csv", null, "not in [data]")))
        .isEqualTo("a.csv: not in [data]");
    assertThat(ExitCodes.message(new AccessDeniedException("/runs")))
        .startsWith("/runs: permission denied");
    assertThat(ExitCodes.message(new FileAlreadyExistsException("out")))
        .isEqualTo("out: file already exists");
  }

  @Test
  void messagesOfProgrammingErrorsNameTheirKind() {
    assertThat(ExitCodes.message(new IllegalStateException("backbone is closed")))
        .isEqualTo("backbone is closed (illegal state)");
    assertThat(ExitCodes.message(new NullPointerException())).isEqualTo("null pointer");
  }

  @Test
  void nativeTracesOfTheEngineAreLeftOut() {
    RuntimeException engine =
        new RuntimeException("shapes differ\nException raised from add at x.cpp:3\nframe #0");
    assertThat(ExitCodes.message(engine)).isEqualTo("shapes differ (runtime)");
  }

  @Test
  void lackOfMemoryNamesTheRemedy() {
    assertThat(ExitCodes.message(new OutOfMemoryError("Java heap space")))
        .startsWith("Out of memory: Java heap space.")
        .contains("FIERCE_OPTS=-Xmx8g");
  }
}
