package org.fierce.data.picture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Files by name in a folder or a zip. Names meet whether accents are written as one character (NFC)
 * or as letter and accent (NFD). Names that lead out of the folder are refused; symbolic links in
 * it are followed, as whoever keeps the folder made them.
 */
public final class ImageStore implements Closeable {
  private final Path path;
  private final ReadLimits limits;
  private final @Nullable ZipArchive zip;

  /** Names as they are written, by their NFC form: of the zip's entries, or of a folder's files. */
  private final Map<Path, Map<String, List<String>>> names = new HashMap<>();

  private ImageStore(Path path, ReadLimits limits, @Nullable ZipArchive zip) {
    this.path = path;
    this.limits = limits;
    this.zip = zip;
    if (zip != null) {
      names.put(path, byNormalForm(zip.names()));
    }
  }

  public static ImageStore open(Path path, ReadLimits limits) throws IOException {
    return new ImageStore(path, limits, Files.isDirectory(path) ? null : ZipArchive.open(path));
  }

  private static Map<String, List<String>> byNormalForm(Iterable<String> names) {
    Map<String, List<String>> forms = new HashMap<>();
    for (String name : names) {
      forms.computeIfAbsent(normalForm(name), form -> new ArrayList<>()).add(name);
    }
    return forms;
  }

  /** The form in which names are compared. */
  public static String normalForm(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * The bytes of a file.
   *
   * @param row where the name stands, for messages
   * @throws DatasetFormatException if there is no such file or more than one, the name leads out of
   *     the folder, the file is larger than the limits, or the zip is damaged there
   */
  public byte[] read(String name, String row) throws IOException {
    refuseOutside(name, row);
    if (zip != null) {
      String entry = single(path, name, name, row);
      if (entry == null || entry.endsWith("/")) {
        throw missing(name, row, path, name);
      }
      return zip.read(entry, limits);
    }
    Path file = path;
    for (String step : name.split("/", -1)) {
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      String written = single(file, step, name, row);
      if (written == null) {
        throw missing(name, row, file, step);
      }
      file = file.resolve(written);
    }
    if (!Files.isRegularFile(file)) {
      throw missing(name, row, file, "");
    }
    long bytes = Files.size(file);
    if (bytes > limits.bytes()) {
      throw new DatasetFormatException(
          "%s has %d bytes, more than %d MiB. If it is meant, raise data.limits.megabytes."
              .formatted(file, bytes, limits.megabytes()));
    }
    return Files.readAllBytes(file);
  }

  private void refuseOutside(String name, String row) throws DatasetFormatException {
    boolean leadsOut;
    try {
      leadsOut =
          Path.of(name).isAbsolute()
              || name.startsWith("/")
              || name.matches("(?s)[A-Za-z]:[\\\\/].*")
              || List.of(name.split("[/\\\\]", -1)).contains("..");
    } catch (InvalidPathException e) {
      throw new DatasetFormatException(
          "%s names \"%s\", which is no name of a file (%s); correct it or take the row out"
              .formatted(row, name, e.getReason()),
          e);
    }
    if (leadsOut) {
      throw new DatasetFormatException(
          "%s names \"%s\", which leads out of %s; expected a name inside it. Correct the name or take the row out."
              .formatted(row, name, path));
    }
  }

  /** The one name that is written like this in either form, or null. */
  private @Nullable String single(Path folder, String step, String name, String row)
      throws IOException {
    Map<String, List<String>> forms = names.get(folder);
    if (forms == null) {
      forms = Files.isDirectory(folder) ? byNormalForm(listed(folder)) : Map.of();
      names.put(folder, forms);
    }
    List<String> found = forms.getOrDefault(normalForm(step), List.of());
    if (found.size() > 1) {
      throw new DatasetFormatException(
          "%s names \"%s\", but %s has %d such files, whose names differ only in how accents are written (NFC, NFD); rename or remove one"
              .formatted(row, name, folder, found.size()));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<String> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private DatasetFormatException missing(String name, String row, Path folder, String step) {
    String other =
        names.getOrDefault(folder, Map.of()).values().stream()
            .flatMap(List::stream)
            .filter(step::equalsIgnoreCase)
            .findFirst()
            .map(found -> "; there is \"" + found + "\", and upper and lower case differ")
            .orElse("");
    return new DatasetFormatException(
        "%s names \"%s\", but %s has no such file%s; correct the name or take the row out"
            .formatted(row, name, path, other));
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
