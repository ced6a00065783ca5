package org.fierce.data.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.LabelHierarchy;

/**
 * A CSV file (UTF-8) that says which coarse class each fine class belongs to: a header that has
 * {@code fine,coarse} among its columns, and a row for each fine class.
 */
public final class HierarchyFile {
  private HierarchyFile() {}

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is malformed, with file and line
   * @throws IOException if it cannot be read
   */
  public static LabelHierarchy read(Path file) throws IOException {
    CsvFile table = CsvFile.read(file);
    int fineColumn = table.columns().indexOf("fine");
    int coarseColumn = table.columns().indexOf("coarse");
    if (fineColumn < 0 || coarseColumn < 0) {
      throw new DatasetFormatException(
          "%s has the header %s; expected the columns fine and coarse"
              .formatted(file, table.columns()));
    }
    List<String> fine = new ArrayList<>();
    List<String> coarse = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Problems problems = new Problems(file.toString());
    for (int row = 0; row < table.rows().size(); row++) {
      String fineName = CsvFile.composed(table.rows().get(row)[fineColumn]);
      String coarseName = CsvFile.composed(table.rows().get(row)[coarseColumn]);
      long line = table.lines().get(row);
      if (fineName.isEmpty() || coarseName.isEmpty()) {
        problems.add("line %d has an empty class name".formatted(line));
      } else if (!seen.add(fineName)) {
        problems.add("line %d names fine class \"%s\" a second time".formatted(line, fineName));
      } else {
        fine.add(fineName);
        coarse.add(coarseName);
      }
    }
    problems.refuse("Give each fine class one line with its coarse class.");
    return LabelHierarchy.ofColumns(fine, coarse);
  }
}
