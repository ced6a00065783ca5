package org.fierce.data.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fierce.data.picture.PictureFiles;
import org.fierce.data.picture.ZipArchive;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of files, folders and zips, in the order given; in a folder and its folders, and in a
 * zip, in the order of their names. A file there that is no picture, by its name nor by how it
 * begins, is left out and told; what an operating system hides, as {@code .DS_Store}, is left out
 * only.
 */
final class PictureRows implements NewRows {
  private static final ReadLimits LIMITS = ReadLimits.standard();
  private static final int START_BYTES = 32;
  private static final int MOST_NAMED = 5;

  private final Deque<Iterator<NewRow>> left = new ArrayDeque<>();
  private final List<Closeable> opened = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private long otherCount;

  /** Adds a file, a folder or a zip. */
  void add(Path path, boolean isZip, boolean isAlone) throws IOException {
    if (Files.isDirectory(path)) {
      left.addLast(new Folder(path, isAlone ? "" : path + "/"));
    } else if (isZip) {
      left.addLast(zip(path, isAlone ? "" : path + "/"));
    } else {
      left.addLast(List.of(row(path.toString(), path)).iterator());
    }
  }

  private static NewRow row(String name, Path file) {
    return new NewRow(name, "", () -> bytes(file));
  }

  /**
   * The bytes of a picture that a table or list names, relative to a folder.
   *
   * @throws DatasetFormatException if there is no such file
   */
  static byte[] named(Path folder, String name) throws IOException {
    try {
      Path file = folder.resolve(name);
      for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
        Path other = folder.resolve(Normalizer.normalize(name, form));
        file = !Files.exists(file) && Files.exists(other) ? other : file;
      }
      return bytes(file);
    } catch (InvalidPathException e) {
      throw new DatasetFormatException(
          "\"%s\" is no name of a file (%s)".formatted(name, e.getReason()), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new DatasetFormatException("no such file: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new DatasetFormatException("no file, but a folder or a device: " + file);
    }
    long size = Files.size(file);
    if (size > LIMITS.bytes()) {
      throw new DatasetFormatException(
          "%d bytes, more than the %d MiB that a picture may have"
              .formatted(size, LIMITS.megabytes()));
    }
    return Files.readAllBytes(file);
  }

  private Iterator<NewRow> zip(Path path, String prefix) throws IOException {
    ZipArchive zip = ZipArchive.open(path);
    opened.add(zip);
    return StreamSupport.stream(zip.names().spliterator(), false)
        .filter(name -> !name.endsWith("/") && !isHidden(name))
        .sorted()
        .filter(name -> isTaken(name, PictureFiles.isNamedSo(name)))
        .map(name -> new NewRow(prefix + name, "", () -> zip.read(name, LIMITS)))
        .iterator();
  }

  private boolean isTaken(String name, boolean isPicture) {
    if (!isPicture) {
      otherCount++;
      if (others.size() < MOST_NAMED) {
        others.add(name);
      }
    }
    return isPicture;
  }

  /** What systems put beside pictures. */
  private static boolean isHidden(String name) {
    for (String step : name.split("/", -1)) {
      if (step.startsWith(".")
          || step.equals("__MACOSX")
          || step.equalsIgnoreCase("Thumbs.db")
          || step.equalsIgnoreCase("desktop.ini")) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsAsPicture(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return PictureFiles.begins(in.readNBytes(START_BYTES));
    }
  }

  /** Depth first, the names of one folder in memory at a time. */
  private final class Folder implements Iterator<NewRow> {
    private final Path root;
    private final String prefix;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private @Nullable NewRow next;

    Folder(Path root, String prefix) {
      this.root = root;
      this.prefix = prefix;
      open.push(List.of(root).iterator());
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && !open.isEmpty()) {
          if (open.peek().hasNext()) {
            next = look(open.peek().next());
          } else {
            open.pop();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next != null;
    }

    private @Nullable NewRow look(Path path) throws IOException {
      if (Files.isDirectory(path)) {
        if (path.equals(root) || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          try (Stream<Path> files = Files.list(path)) {
            open.push(
                files
                    .filter(file -> !isHidden(file.getFileName().toString()))
                    .sorted()
                    .toList()
                    .iterator());
          }
        }
        return null;
      }
      String name = root.relativize(path).toString().replace('\\', '/');
      boolean isPicture =
          PictureFiles.isNamedSo(name) || (Files.isRegularFile(path) && beginsAsPicture(path));
      return isTaken(name, isPicture) ? row(prefix + name, path) : null;
    }

    @Override
    public NewRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      NewRow row = Objects.requireNonNull(next);
      next = null;
      return row;
    }
  }

  @Override
  public @Nullable NewRow next() throws IOException {
    try {
      while (!left.isEmpty()) {
        if (left.getFirst().hasNext()) {
          return left.getFirst().next();
        }
        left.removeFirst();
      }
      return null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public List<String> notes() {
    if (otherCount == 0) {
      return List.of();
    }
    String more =
        otherCount > others.size() ? " and %d more".formatted(otherCount - others.size()) : "";
    return List.of(
        "%s no picture and %s left out: %s%s."
            .formatted(
                otherCount == 1 ? "1 file is" : otherCount + " files are",
                otherCount == 1 ? "was" : "were",
                String.join(", ", others),
                more));
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : opened) {
      each.close();
    }
  }
}
