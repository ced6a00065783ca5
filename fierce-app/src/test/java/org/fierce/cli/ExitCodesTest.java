package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipException;
import org.fierce.config.ConfigurationException;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderInUseException;
import org.fierce.files.WriteFailure;
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

  @Test
  void everyKindOfFailureHasItsExitCodeAndOneMessage() throws IOException {
    Path file = Path.of("runs/x/scores.json");
    String full = "No space left on device";
    Map<Throwable, String> failures = new LinkedHashMap<>();
    failures.put(new ConfigurationException("t.yaml:3: no key epocs"), "2 t.yaml:3: no key epocs");
    failures.put(
        new FolderInUseException("x is in use by process 7"), "2 x is in use by process 7");
    failures.put(new InvalidPathException("a\0b", "Nul character"), "2 Nul character: a\0b");
    failures.put(new CheckpointFormatException("a is damaged"), "3 a is damaged");
    failures.put(new MalformedInputException(1), "3 Input length = 1");
    failures.put(new JsonParseException(null, "no JSON"), "3 no JSON");
    failures.put(new ZipException("invalid entry size"), "3 invalid entry size");
    failures.put(
        WriteFailure.naming(file, new IOException(full)),
        "1 runs/x/scores.json: cannot be written: no space is left on its disk; make room, then run the same command again");
    failures.put(
        new FileSystemException("runs/x", null, full),
        "1 runs/x: cannot be written: no space is left on its disk; make room, then run the same command again");
    failures.put(
        new IOException(full),
        "1 A file cannot be written: no space is left on its disk; make room, then run the same command again");
    failures.put(
        WriteFailure.naming(file, new AccessDeniedException(file.toString())),
        "1 runs/x/scores.json: permission denied; choose a folder you may write to, or change its rights");
    failures.put(
        WriteFailure.naming(file, new NoSuchFileException(file.toString())),
        "1 runs/x/scores.json: cannot be written, because its folder does not exist; make it first");
    failures.put(
        new FileSystemException("/mnt/x", null, "Read-only file system"),
        "1 /mnt/x: cannot be written: its file system is read-only; choose another folder");
    failures.put(new StackOverflowError(), "1 stack overflow");
    failures.forEach(
        (failure, told) ->
            assertThat(ExitCodes.of(failure) + " " + ExitCodes.message(failure))
                .as(failure.toString())
                .startsWith(told)
                .doesNotContain("\n"));
  }
}
