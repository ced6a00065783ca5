package org.fierce.model;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.fierce.files.CheckpointFormatException;

/** Tells what is given in place of a model file by its first bytes, and what to give instead. */
final class ForeignFile {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final int HEADER_BYTES = 30;
  private static final String EXPECTED =
      "expected a model file (NAME.fierce), as train and export write it";

  private ForeignFile() {}

  /**
   * Refuses what does not begin as a model file does.
   *
   * @throws NoSuchFileException if nothing is there
   * @throws CheckpointFormatException if it is something else
   */
  static void refuse(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (Files.isDirectory(path)) {
      throw new CheckpointFormatException(folder(path));
    }
    byte[] start;
    // Unlike a stream of Files it is not closed when its thread is interrupted.
    try (InputStream in = new FileInputStream(path.toFile())) {
      start = in.readNBytes(HEADER_BYTES + ModelFile.MODEL.length());
    }
    if (!begins(start, ZIP)) {
      throw new CheckpointFormatException(other(path, start));
    }
    if (start.length < HEADER_BYTES) {
      // A zip that was cut at once.
      return;
    }
    String first =
        new String(start, HEADER_BYTES, start.length - HEADER_BYTES, StandardCharsets.ISO_8859_1);
    if (!ModelFile.MODEL.startsWith(first)) {
      throw new CheckpointFormatException(
          "%s is a zip of something else, whose first entry is not %s; %s"
              .formatted(path, ModelFile.MODEL, EXPECTED));
    }
  }

  private static String folder(Path path) {
    Path file = path.resolve("model.fierce");
    if (Files.exists(file)) {
      return "%s is a folder, expected a model file; give %s".formatted(path, file);
    }
    if (Files.exists(path.resolve("comparison.json"))) {
      return "%s is the folder of a comparison, expected a model file; write the one of a run in it: fierce export %s"
          .formatted(path, path.resolve(Path.of("runs", "METHOD", "SEED")));
    }
    return Files.exists(path.resolve("run.json"))
        ? "%s is the folder of a run without a model file; write it: fierce export %s"
            .formatted(path, path)
        : "%s is a folder; %s".formatted(path, EXPECTED);
  }

  private static String other(Path path, byte[] start) {
    if (start.length == 0) {
      return "%s is empty (0 bytes); %s".formatted(path, EXPECTED);
    }
    if (begins(start, EMPTY_ZIP)) {
      return "%s is a zip without entries; %s".formatted(path, EXPECTED);
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    // The field 1 of ONNX's ModelProto, its version, is a small number.
    if (name.endsWith(".onnx") || (start.length > 2 && start[0] == 8 && start[1] < 32)) {
      return "%s is an ONNX graph alone, which says neither what a row is nor what the classes are called; give the model file (NAME.fierce) that it was exported from"
          .formatted(path);
    }
    if (name.endsWith(".safetensors") || (start.length > 8 && start[8] == '{')) {
      return "%s holds numbers alone (safetensors), which say neither what a row is nor what the classes are called; %s"
          .formatted(path, EXPECTED);
    }
    return "%s is no model file: it begins with the bytes %s, a model file with %s; %s"
        .formatted(
            path,
            hex(Arrays.copyOf(start, Math.min(start.length, ZIP.length))),
            hex(ZIP),
            EXPECTED);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  private static boolean begins(byte[] bytes, byte[] start) {
    return Arrays.equals(bytes, 0, Math.min(bytes.length, start.length), start, 0, start.length);
  }
}
