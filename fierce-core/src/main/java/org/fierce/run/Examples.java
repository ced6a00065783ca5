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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fierce.data.Dataset;
import org.fierce.data.csv.CsvText;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;
import org.jspecify.annotations.Nullable;

/**
 * The test rows of a run with their labels and what its evaluators said of each, as {@code
 * examples.csv} holds them: {@code row} (from 0), {@code id}, {@code coarse}, then {@code fine} (a
 * class's name or a number) or {@code fine:NAME} (a share each), then the evaluators' columns. A
 * cell is empty where nothing is said.
 *
 * @param ids name of each row
 * @param columns {@code coarse} and those after it; their names are distinct
 */
public record Examples(List<String> ids, List<ExampleColumn> columns) {
  public static final String FILE = "examples.csv";

  private static final String COARSE = "coarse";

  /** Numbers are written with a point or an exponent, so a class named 7 is none. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?|-?Infinity");

  /** What evaluators said of the test rows, beside their labels. */
  public static Examples of(Dataset test, List<ExampleColumn> said) {
    List<ExampleColumn> all = new ArrayList<>();
    all.add(new ExampleColumn.Classes(COARSE, test.coarse().labels(), test.coarse().names()));
    if (test.fine() != null) {
      all.addAll(ExampleColumn.of("fine", test.fine()));
    }
    all.addAll(said);
    return new Examples(test.ids(), all);
  }

  /** Number of rows. */
  public int size() {
    return columns.get(0).size();
  }

  /** A column of classes; null where there is none of that name. */
  public ExampleColumn.@Nullable Classes classes(String name) {
    return column(name) instanceof ExampleColumn.Classes classes ? classes : null;
  }

  /** A column of numbers; null where there is none of that name. */
  public double @Nullable [] numbers(String name) {
    return column(name) instanceof ExampleColumn.Numbers numbers ? numbers.values() : null;
  }

  /** The columns of numbers {@code PREFIX:NAME} by NAME, in their order. */
  public Map<String, double[]> shares(String prefix) {
    Map<String, double[]> shares = new LinkedHashMap<>();
    for (ExampleColumn column : columns) {
      if (column instanceof ExampleColumn.Numbers numbers
          && column.name().startsWith(prefix + ":")) {
        shares.put(column.name().substring(prefix.length() + 1), numbers.values());
      }
    }
    return shares;
  }

  private @Nullable ExampleColumn column(String name) {
    return columns.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  public void write(Path file) throws IOException {
    CsvText text = new CsvText();
    List<String> names = new ArrayList<>(List.of("row", "id"));
    columns.forEach(column -> names.add(column.name()));
    text.add(names);
    for (int row = 0; row < size(); row++) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(row), ids.get(row)));
      for (ExampleColumn column : columns) {
        cells.add(column.cell(row));
      }
      text.add(cells);
    }
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is not such a file, with the cell that does not fit
   */
  public static Examples read(Path file) throws IOException {
    List<List<String>> lines = lines(file);
    if (lines.isEmpty() || !lines.get(0).contains(COARSE)) {
      throw new DatasetFormatException(
          file + " does not begin with the names of the columns, coarse among them");
    }
    List<String> names = lines.get(0);
    List<List<String>> rows = lines.subList(1, lines.size());
    List<String> ids = new ArrayList<>();
    List<ExampleColumn> columns = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      int column = c;
      String name = names.get(c);
      List<String> cells = rows.stream().map(row -> row.get(column)).toList();
      if (name.equals("id")) {
        ids = cells;
      } else if (!name.equals("row")) {
        ExampleColumn read =
            isClasses(name, cells, names) ? classes(name, cells) : numbers(file, name, cells);
        columns.add(name.equals(COARSE) ? 0 : columns.size(), read);
      }
    }
    return new Examples(ids, columns);
  }

  private static List<List<String>> lines(Path file) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.STRICT)
            .missingFieldStrategy(FieldMismatchStrategy.STRICT)
            .ofCsvRecord(TextFile.read(file))) {
      reader.forEach(record -> lines.add(record.getFields()));
    } catch (CsvParseException | UncheckedIOException e) {
      throw new DatasetFormatException("%s is no CSV file: %s".formatted(file, e.getMessage()), e);
    }
    return lines;
  }

  /** Whether a column holds decisions between fine classes. */
  public static boolean isDecision(String column) {
    return column.startsWith("knnFine") || column.startsWith("probeFine");
  }

  /** A column of an evaluator from elsewhere holds numbers where all its cells look like one. */
  private static boolean isClasses(String name, List<String> cells, List<String> names) {
    if (name.equals(COARSE) || name.equals("predictedCoarse") || isDecision(name)) {
      return true;
    }
    if (name.equals("confidence")
        || name.equals("probe")
        || name.startsWith("fine:")
        || name.startsWith("probe:")
        || (name.equals("fine") && names.contains("probe"))) {
      return false;
    }
    return (name.equals("fine") && names.stream().anyMatch(Examples::isDecision))
        || !cells.stream().allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches());
  }

  private static ExampleColumn classes(String name, List<String> cells) {
    Map<String, Integer> index = new LinkedHashMap<>();
    int[] labels =
        cells.stream()
            .mapToInt(
                cell -> cell.isEmpty() ? -1 : index.computeIfAbsent(cell, any -> index.size()))
            .toArray();
    return new ExampleColumn.Classes(name, labels, List.copyOf(index.keySet()));
  }

  private static ExampleColumn numbers(Path file, String name, List<String> cells)
      throws DatasetFormatException {
    double[] values = new double[cells.size()];
    for (int row = 0; row < values.length; row++) {
      try {
        values[row] = cells.get(row).isEmpty() ? Double.NaN : Double.parseDouble(cells.get(row));
      } catch (NumberFormatException e) {
        throw new DatasetFormatException(
            "%s, row %d: %s is '%s', expected a number".formatted(file, row, name, cells.get(row)),
            e);
      }
    }
    return new ExampleColumn.Numbers(name, values);
  }
}
