package org.fierce.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** The checks of the heap that the build's tests run under do see a write outside memory. */
final class MallocChecksTest {
  /** Writes a byte too many, as a kernel of the engine did. */
  static final class Overflow {
    private Overflow() {}

    public static void main(String[] arguments) {
      Pointer memory = Pointer.malloc(1000);
      Pointer.memset(memory, 1, Integer.parseInt(arguments[0]));
      Pointer.free(memory);
    }
  }

  @Test
  void aByteWrittenBehindItsMemoryEndsTheProcessAndSaysWhy() throws Exception {
    String library = Objects.requireNonNullElse(System.getenv("LD_PRELOAD"), "");
    assumeTrue(
        library.contains("libc_malloc_debug"), "the tests do not run under glibc's checks here");

    assertThat(run(1000)).isEqualTo("0 ");
    assertThat(run(1001)).isEqualTo("134 free(): invalid pointer");
  }

  /** Status and last line of a Java machine of its own. */
  private static String run(int bytes) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+SuppressFatalErrorMessage",
                "-cp",
                System.getProperty("java.class.path"),
                Overflow.class.getName(),
                Integer.toString(bytes))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() + " " + output.strip().lines().findFirst().orElse("");
  }
}
