package org.fierce.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Replays the seeds of the fuzz targets and all hostile inputs that were once found. */
class HostileFilesTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> seedsAreReadAndHostileInputsAreReadOrRefusedByName() {
    return Stream.of(FuzzedReader.values()).flatMap(this::replays);
  }

  private Stream<DynamicTest> replays(FuzzedReader reader) {
    HostileFile file = reader.in(folder.resolve(reader.folder()));
    return reader.inputs().stream()
        .map(
            input ->
                DynamicTest.dynamicTest(
                    reader.folder() + "/" + input.getFileName(), () -> replay(file, input)));
  }

  private static void replay(HostileFile file, Path input) throws IOException {
    if (input.getFileName().toString().startsWith("seed")) {
      file.read(Files.readAllBytes(input));
    } else {
      file.check(Files.readAllBytes(input));
    }
  }
}
