package org.fierce.data.matrix;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.data.DataRoot;
import org.jspecify.annotations.Nullable;

/**
 * Where a matrix lies: a file, or an array in one of several, as {@code embeddings.npz:features}.
 *
 * @param array its name, or null for the only one
 */
public record MatrixPath(Path file, @Nullable String array) {
  private static final Pattern SEVERAL =
      Pattern.compile("(?is)(.*\\.(?:npz|safetensors|h5|hdf5|hdf|mat|parquet)):(.+)");

  /** The place that a path names; a file of just this name goes first. */
  public static MatrixPath of(Path path) {
    Matcher named = SEVERAL.matcher(path.toString());
    return named.matches() && !Files.exists(path)
        ? new MatrixPath(Path.of(named.group(1)), named.group(2))
        : new MatrixPath(path, null);
  }

  /**
   * The place that a configuration names.
   *
   * @throws NoSuchFileException as {@link DataRoot#resolve} does
   */
  public static MatrixPath resolve(DataRoot root, String name) throws NoSuchFileException {
    Matcher named = SEVERAL.matcher(name);
    if (named.matches()) {
      try {
        return new MatrixPath(root.resolve(name), null);
      } catch (NoSuchFileException e) {
        return new MatrixPath(root.resolve(named.group(1)), named.group(2));
      }
    }
    return new MatrixPath(root.resolve(name), null);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return array == null ? file.toString() : file + ":" + array;
  }
}
