package org.fierce.data.split;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fierce.data.Dataset;
import org.fierce.data.csv.CsvFile;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;

/** Names of classes, a line each, in the order of their numbers. */
public final class ClassNames {
  private ClassNames() {}

  /** The numbers as names. */
  public static List<String> numbers(int classes) {
    return Dataset.numbers(classes);
  }

  /**
   * Reads a file of names; empty lines at its end do not count.
   *
   * @throws DatasetFormatException if it is not text in UTF-8, or a name is empty or comes twice
   */
  public static List<String> read(Path file) throws IOException {
    List<String> lines = TextFile.lines(file);
    int count = lines.size();
    while (count > 0 && lines.get(count - 1).isBlank()) {
      count--;
    }
    List<String> names =
        lines.subList(0, count).stream()
            .map(line -> CsvFile.composed(CsvFile.trimmed(line)))
            .toList();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty() || !seen.add(names.get(i))) {
        throw new DatasetFormatException(
            "%s, line %d: class name \"%s\" is empty or stands there twice; each class needs its own"
                .formatted(file, i + 1, names.get(i)));
      }
    }
    return names;
  }

  /** The names in the file, which must be that many; the numbers if there is no such file. */
  public static List<String> readOrNumbers(Path file, int classes) throws IOException {
    if (!Files.exists(file)) {
      return numbers(classes);
    }
    List<String> names = read(file);
    if (names.size() != classes) {
      throw new DatasetFormatException(
          "%s has %d class names; expected %d".formatted(file, names.size(), classes));
    }
    return names;
  }
}
