package org.fierce.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * What the launcher runs once after a build: unpacks the native code of ONNX Runtime for this
 * machine into a folder, which {@code onnxruntime.native.path} names from then on. Without it, ONNX
 * Runtime unpacks 17 MB at every start.
 */
final class NativeCode {
  private static final String RESOURCES = "/ai/onnxruntime/native/";

  private NativeCode() {}

  /** Unpacks into the folder of the first argument. */
  public static void main(String[] arguments) throws IOException {
    unpack(Path.of(arguments[0]), System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /**
   * Unpacks the files for a system; each is there whole or not at all.
   *
   * @throws FileNotFoundException if ONNX Runtime has none for that system
   */
  static void unpack(Path folder, String system, String architecture) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
      String file = fileName(name, system);
      String resource = RESOURCES + platform(system, architecture) + "/" + file;
      try (InputStream in = NativeCode.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new FileNotFoundException(resource + " is not on the class path");
        }
        Path beside = Files.createTempFile(folder, file, ".part");
        Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            beside,
            folder.resolve(file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String fileName(String name, String system) {
    String lower = system.toLowerCase(Locale.ROOT);
    return lower.contains("win") && !lower.contains("darwin")
        ? name + ".dll"
        : "lib" + name + (lower.contains("mac") || lower.contains("darwin") ? ".dylib" : ".so");
  }

  /** As ONNX Runtime names it, as {@code linux-x64}. */
  private static String platform(String system, String architecture) {
    String lower = system.toLowerCase(Locale.ROOT);
    String kind =
        lower.contains("mac") || lower.contains("darwin")
            ? "osx"
            : lower.contains("win") ? "win" : "linux";
    boolean isArm = architecture.equals("aarch64") || architecture.equals("arm64");
    return kind + (isArm ? "-aarch64" : "-x64");
  }
}
