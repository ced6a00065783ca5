package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * An array in a file of several.
 *
 * @param sides empty for a single number
 * @param isNumeric whether it holds numbers
 * @param opener opens it, or says why it cannot be read
 */
record NamedArray(String name, long[] sides, boolean isNumeric, Opener opener) {
  private static final int SHOWN = 20;

  /** Opens an array. */
  @FunctionalInterface
  interface Opener {
    MatrixValues open() throws IOException;
  }

  private boolean isMatrix() {
    return isNumeric && sides.length == 2 && sides[1] > 0;
  }

  /** MATLAB keeps vectors as matrices of one line or one column. */
  private boolean isVector() {
    return sides[0] == 1 || sides[1] == 1;
  }

  private String words() {
    return sides.length == 0 ? name + " (one value)" : "%s (%s)".formatted(name, size());
  }

  /** The sides as {@code 60 x 4}. */
  String size() {
    return Arrays.stream(sides).mapToObj(Long::toString).collect(Collectors.joining(" x "));
  }

  /**
   * The one that is meant: of this name, or the only matrix of more than one line and column.
   *
   * @param asked a name, or null
   * @throws DatasetFormatException if there is none or more than one, with those there are
   */
  static NamedArray choose(Path file, @Nullable String asked, List<NamedArray> arrays)
      throws DatasetFormatException {
    if (asked != null) {
      String bare = asked.replaceFirst("^/+", "");
      for (NamedArray array : arrays) {
        if (array.name.equals(bare)) {
          if (array.sides.length != 2) {
            throw new DatasetFormatException(
                NpyFile.dimensions(file + ":" + bare, array.sides.length, array.size()));
          }
          return array;
        }
      }
      throw new DatasetFormatException(
          "%s has no array \"%s\"; it has %s".formatted(file, asked, listed(arrays)));
    }
    List<NamedArray> all = arrays.stream().filter(NamedArray::isMatrix).toList();
    List<NamedArray> wide = all.stream().filter(each -> !each.isVector()).toList();
    List<NamedArray> matrices = wide.isEmpty() ? all : wide;
    if (matrices.size() == 1) {
      return matrices.get(0);
    }
    if (matrices.isEmpty()) {
      throw new DatasetFormatException(
          "%s holds no matrix of numbers, of rows and columns; it has %s"
              .formatted(file, listed(arrays)));
    }
    throw new DatasetFormatException(
        "%s holds %d matrices: %s. Name one, as %s:%s"
            .formatted(file, matrices.size(), listed(matrices), file, matrices.get(0).name));
  }

  private static String listed(List<NamedArray> arrays) {
    if (arrays.isEmpty()) {
      return "none";
    }
    String list =
        arrays.stream().limit(SHOWN).map(NamedArray::words).collect(Collectors.joining(", "));
    return arrays.size() > SHOWN ? "%s and %d more".formatted(list, arrays.size() - SHOWN) : list;
  }
}
