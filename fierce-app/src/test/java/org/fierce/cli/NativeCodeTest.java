package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCodeTest {
  @TempDir private Path folder;

  @Test
  void eachSystemHasTwoLibraries() throws IOException {
    NativeCode.unpack(folder.resolve("linux"), "Linux", "amd64");
    NativeCode.unpack(folder.resolve("linux"), "Linux", "amd64");
    try (Stream<Path> files = Files.list(folder.resolve("linux"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("libonnxruntime.so", "libonnxruntime4j_jni.so");
    }
    NativeCode.unpack(folder.resolve("mac"), "Mac OS X", "aarch64");
    assertThat(folder.resolve("mac").resolve("libonnxruntime4j_jni.dylib")).isNotEmptyFile();
    NativeCode.unpack(folder.resolve("windows"), "Windows 11", "amd64");
    assertThat(folder.resolve("windows").resolve("onnxruntime.dll")).isNotEmptyFile();
  }

  @Test
  void theFirstPredictionOfTheLauncherWorks() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal plain = new Terminal(false, false, 100);
    Path first = Path.of("src/main/launcher");
    int code =
        FierceCommand.execute(
            new Streams(new PrintWriter(out, true), new PrintWriter(err, true), plain, plain),
            "predict",
            first.resolve("first.fierce").toString(),
            first.resolve("first.png").toString(),
            "--json");
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString()).contains("\"coarse\":");
  }

  @Test
  void aSystemWithoutThemIsTold() {
    assertThatThrownBy(() -> NativeCode.unpack(folder, "Windows 11", "aarch64"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("/ai/onnxruntime/native/win-aarch64/onnxruntime.dll is not on the class path");
  }
}
