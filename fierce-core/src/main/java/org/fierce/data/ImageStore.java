package org.fierce.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Files by name in a folder or a zip. */
final class ImageStore implements Closeable {
  private final Path path;
  private final @Nullable ZipFile zip;

  private ImageStore(Path path, @Nullable ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  static ImageStore open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return new ImageStore(path, null);
    }
    try {
      return new ImageStore(path, new ZipFile(path.toFile()));
    } catch (ZipException e) {
      throw new DatasetFormatException(
          "%s is neither a folder nor a whole zip (%s); fetch it again"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * The bytes of a file.
   *
   * @param row where the name stands, for messages
   */
  byte[] read(String name, String row) throws IOException {
    if (zip == null) {
      Path file = path.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw missing(name, row);
      }
      return Files.readAllBytes(file);
    }
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      throw missing(name, row);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new DatasetFormatException(
          "%s, entry %s cannot be unpacked (%s); the zip is damaged, fetch it again"
              .formatted(path, name, e.getMessage()),
          e);
    }
  }

  private DatasetFormatException missing(String name, String row) {
    return new DatasetFormatException(
        "%s names \"%s\", but %s has no such file; correct the name or take the row out"
            .formatted(row, name, path));
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
