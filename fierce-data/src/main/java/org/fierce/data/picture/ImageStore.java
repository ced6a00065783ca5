package org.fierce.data.picture;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  /** No name of a file has a NUL in it. */
  private static final String IN_ANY_FOLDER = "\0";

  private final Path path;
  private final ReadLimits limits;
  private final @Nullable ZipArchive zip;

  /** Names as they are written, by their NFC form: of the zip's entries, or of a folder's files. */
  private final Map<Path, Map<String, List<String>>> names = new HashMap<>();

  /** All files by the ways in which they may be named, once one was not found. */
  private @Nullable Map<String, List<String>> alike;

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
   * A file that a name means.
   *
   * @param written its name as the folder or zip writes it, with slashes
   * @param isAsWritten whether it was named so, but for the form of its accents
   */
  public record Found(String written, boolean isAsWritten) {}

  /**
   * The file that a name means: the one of this name, else the only one whose name differs in upper
   * and lower case, in backslashes, in an ending that was left out, in the folder's own name or its
   * whole path in front, or in folders that were left out.
   *
   * @throws DatasetFormatException if there is none or more than one, or the name leads out of the
   *     folder; the message says what the name is
   */
  public Found find(String name) throws IOException {
    String inside = withoutFolder(name);
    refuseOutside(inside, name);
    String exact = exact(inside, name);
    if (exact != null) {
      return new Found(exact, inside.equals(name));
    }
    Map<String, List<String>> all = alike();
    String lower = normalForm(inside.replace('\\', '/')).toLowerCase(Locale.ROOT);
    lower = lower.replaceFirst("^(\\./+)+", "").replaceAll("/{2,}", "/");
    String own = normalForm(String.valueOf(path.getFileName())).toLowerCase(Locale.ROOT);
    own = zip == null ? own : own.replaceFirst("\\.zip$", "");
    List<String> ways = new ArrayList<>(List.of(lower));
    if (lower.startsWith(own + "/")) {
      ways.add(lower.substring(own.length() + 1));
    }
    ways.add(IN_ANY_FOLDER + lower.substring(lower.lastIndexOf('/') + 1));
    for (String way : ways) {
      List<String> found = all.getOrDefault(way, List.of());
      if (found.size() == 1) {
        return new Found(found.get(0), false);
      }
      if (found.size() > 1) {
        throw new DatasetFormatException(
            "names \"%s\", but %s has %d files that may be meant: %s"
                .formatted(
                    name,
                    path,
                    found.size(),
                    String.join(", ", found.subList(0, Math.min(3, found.size())))));
      }
    }
    throw missing(name);
  }

  /** A whole path into the folder as a name in it; other names as they are. */
  private String withoutFolder(String name) {
    String start = path.toAbsolutePath().normalize().toString().replace('\\', '/') + "/";
    String slashed = name.replace('\\', '/');
    return zip == null && slashed.startsWith(start) ? slashed.substring(start.length()) : name;
  }

  private @Nullable String exact(String inside, String name) throws IOException {
    if (zip != null) {
      String entry = single(path, inside, name);
      return entry == null || entry.endsWith("/") ? null : entry;
    }
    Path file = path;
    for (String step : inside.split("/", -1)) {
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      String written = single(file, step, name);
      if (written == null) {
        return null;
      }
      file = file.resolve(written);
    }
    return Files.isRegularFile(file) ? path.relativize(file).toString() : null;
  }

  /** All files by the ways in which they may be named. */
  private Map<String, List<String>> alike() throws IOException {
    Map<String, List<String>> known = alike;
    if (known == null) {
      known = new HashMap<>();
      for (String written : zip == null ? walked() : zip.names()) {
        String lower = normalForm(written.replace('\\', '/')).toLowerCase(Locale.ROOT);
        String last = lower.substring(lower.lastIndexOf('/') + 1);
        Set<String> ways = new LinkedHashSet<>(List.of(lower, IN_ANY_FOLDER + last));
        if (PictureFiles.isNamedSo(last)) {
          ways.add(withoutEnding(lower));
          ways.add(IN_ANY_FOLDER + withoutEnding(last));
        }
        for (String way : ways) {
          known.computeIfAbsent(way, each -> new ArrayList<>(1)).add(written);
        }
      }
      alike = known;
    }
    return known;
  }

  private static String withoutEnding(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private List<String> walked() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The bytes of a file that was found. May be called by several threads.
   *
   * @throws DatasetFormatException if it is larger than the limits, or the zip is damaged there
   */
  public byte[] read(Found found) throws IOException {
    if (zip != null) {
      return zip.read(found.written(), limits);
    }
    Path file = path.resolve(found.written());
    long bytes = Files.size(file);
    if (bytes > limits.bytes()) {
      throw new DatasetFormatException(
          "%s has %d bytes, more than %d MiB. If it is meant, raise data.limits.megabytes."
              .formatted(file, bytes, limits.megabytes()));
    }
    return Files.readAllBytes(file);
  }

  private void refuseOutside(String inside, String name) throws DatasetFormatException {
    boolean leadsOut;
    try {
      leadsOut =
          Path.of(inside).isAbsolute()
              || inside.startsWith("/")
              || inside.matches("(?s)[A-Za-z]:[\\\\/].*")
              || List.of(inside.split("[/\\\\]", -1)).contains("..");
    } catch (InvalidPathException e) {
      throw new DatasetFormatException(
          "names \"%s\", which is no name of a file (%s)".formatted(name, e.getReason()), e);
    }
    if (leadsOut) {
      throw new DatasetFormatException(
          "names \"%s\", which leads out of %s; expected a name inside it".formatted(name, path));
    }
  }

  /** The one name that is written like this in either form, or null. */
  private @Nullable String single(Path folder, String step, String name) throws IOException {
    Map<String, List<String>> forms = names.get(folder);
    if (forms == null) {
      forms = Files.isDirectory(folder) ? byNormalForm(listed(folder)) : Map.of();
      names.put(folder, forms);
    }
    List<String> found = forms.getOrDefault(normalForm(step), List.of());
    if (found.size() > 1) {
      throw new DatasetFormatException(
          "names \"%s\", but %s has %d such files, whose names differ only in how accents are written (NFC, NFD)"
              .formatted(name, folder, found.size()));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<String> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private DatasetFormatException missing(String name) {
    return new DatasetFormatException(
        "names \"%s\", but %s has no such file".formatted(name, path));
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
