package org.fierce.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.data.Dataset;
import org.fierce.data.csv.CsvText;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;

/**
 * The test rows of a run with their labels and what its evaluators said of each, as {@code
 * examples.csv} holds them: {@code row} (from 0), {@code id}, {@code coarse}, then {@code fine} (a
 * class's name or a number) or {@code fine:NAME} (a share each), then the evaluators' columns. A
 * cell is empty where nothing is said.
 *
 * @param columns names, distinct
 * @param rows the cells, row by row
 */
public record Examples(List<String> columns, List<List<String>> rows) {
  public static Examples of(Dataset test, List<ExampleColumn> said) {
    List<ExampleColumn> all = new ArrayList<>();
    all.add(new ExampleColumn.Classes("coarse", test.coarse().labels(), test.coarse().names()));
    if (test.fine() != null) {
      all.addAll(ExampleColumn.of("fine", test.fine()));
    }
    all.addAll(said);
    List<String> columns = new ArrayList<>(List.of("row", "id"));
    all.forEach(column -> columns.add(column.name()));
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < test.size(); row++) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(row), test.ids().get(row)));
      for (ExampleColumn column : all) {
        cells.add(column.cell(row));
      }
      rows.add(cells);
    }
    return new Examples(columns, rows);
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is not such a file
   */
  public static Examples read(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.STRICT)
            .missingFieldStrategy(FieldMismatchStrategy.STRICT)
            .ofCsvRecord(TextFile.read(file))) {
      reader.forEach(record -> rows.add(record.getFields()));
    } catch (CsvParseException | UncheckedIOException e) {
      throw new DatasetFormatException("%s is no CSV file: %s".formatted(file, e.getMessage()), e);
    }
    if (rows.isEmpty() || !rows.get(0).contains("coarse")) {
      throw new DatasetFormatException(
          file + " does not begin with the names of the columns, coarse among them");
    }
    return new Examples(rows.get(0), rows.subList(1, rows.size()));
  }

  public void write(Path file) throws IOException {
    CsvText text = new CsvText().add(columns);
    rows.forEach(text::add);
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether there is such a column. */
  public boolean has(String column) {
    return columns.contains(column);
  }

  /**
   * The cells of a column, row by row.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public List<String> column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no column %s; there are %s".formatted(name, columns));
    }
    return rows.stream().map(cells -> cells.get(index)).toList();
  }

  /**
   * The numbers of a column, row by row; NaN where its cell is empty.
   *
   * @throws IllegalArgumentException if a cell holds anything else
   */
  public double[] numbers(String name) {
    return column(name).stream().mapToDouble(cell -> number(cell, name)).toArray();
  }

  private static double number(String cell, String column) {
    try {
      return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "column %s holds '%s', expected a number".formatted(column, cell), e);
    }
  }
}
