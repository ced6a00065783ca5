package org.fierce.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    List<String> fine = new ArrayList<>();
    List<String> coarse = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(TextFile.read(file))) {
      int fineColumn = -1;
      int coarseColumn = -1;
      for (CsvRecord row : reader) {
        if (fineColumn < 0) {
          List<String> header = row.getFields().stream().map(String::strip).toList();
          fineColumn = header.indexOf("fine");
          coarseColumn = header.indexOf("coarse");
          if (fineColumn < 0 || coarseColumn < 0) {
            throw new DatasetFormatException(
                "%s has the header %s; expected the columns fine and coarse"
                    .formatted(file, header));
          }
          continue;
        }
        if (row.getFieldCount() <= Math.max(fineColumn, coarseColumn)) {
          throw new DatasetFormatException(
              "%s, line %d has %d fields; expected a fine and a coarse class"
                  .formatted(file, row.getStartingLineNumber(), row.getFieldCount()));
        }
        String fineName = row.getField(fineColumn).strip();
        String coarseName = row.getField(coarseColumn).strip();
        if (fineName.isEmpty() || coarseName.isEmpty()) {
          throw new DatasetFormatException(
              "%s, line %d has an empty class name; give each fine class its coarse class"
                  .formatted(file, row.getStartingLineNumber()));
        }
        if (!seen.add(fineName)) {
          throw new DatasetFormatException(
              "%s, line %d names fine class \"%s\" a second time; each needs one line"
                  .formatted(file, row.getStartingLineNumber(), fineName));
        }
        fine.add(fineName);
        coarse.add(coarseName);
      }
    } catch (CsvParseException e) {
      throw new DatasetFormatException(file + " is not CSV: " + e.getMessage(), e);
    }
    if (fine.isEmpty()) {
      throw new DatasetFormatException(
          file + " names no class; expected the header fine,coarse and a line a fine class");
    }
    return LabelHierarchy.ofColumns(fine, coarse);
  }
}
