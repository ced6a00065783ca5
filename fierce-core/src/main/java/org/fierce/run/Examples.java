package org.fierce.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.Dataset;
import org.fierce.data.csv.CsvText;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ScannedInput;
import org.fierce.files.TextFile;
import org.fierce.files.TextScan;
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
  private static final int ROWS_AT_A_TIME = 10_000;

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

  /** Writes the file, some rows at a time. */
  public void write(Path file) throws IOException {
    List<String> names = new ArrayList<>(List.of("row", "id"));
    columns.forEach(column -> names.add(column.name()));
    AtomicFiles.write(
        file,
        channel -> {
          CsvText text = new CsvText().add(names);
          for (int row = 0; row < size(); row++) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(row), ids.get(row)));
            for (ExampleColumn column : columns) {
              cells.add(column.cell(row));
            }
            text.add(cells);
            if (row % ROWS_AT_A_TIME == ROWS_AT_A_TIME - 1) {
              AtomicFiles.writeFully(channel, utf8(text));
              text = new CsvText();
            }
          }
          AtomicFiles.writeFully(channel, utf8(text));
        });
  }

  private static ByteBuffer utf8(CsvText text) {
    return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a file, holding of its text no more than a few rows and the distinct cells of each column
   * of classes.
   *
   * @throws DatasetFormatException if it is not such a file, with the cell that does not fit
   */
  public static Examples read(Path file) throws IOException {
    try (ScannedInput scanned =
        ScannedInput.streamed(file.toString(), Files.newInputStream(file))) {
      try (CsvReader<CsvRecord> reader =
          CsvReader.builder()
              .extraFieldStrategy(FieldMismatchStrategy.STRICT)
              .missingFieldStrategy(FieldMismatchStrategy.STRICT)
              .ofCsvRecord(TextFile.reader(scanned.kept(), StandardCharsets.UTF_8))) {
        Examples read = read(file, reader.iterator());
        refuseUnlessText(file, scanned);
        return read;
      } catch (CharacterCodingException e) {
        throw scanned.finish().refusal(file.toString());
      } catch (CsvParseException | UncheckedIOException e) {
        if (e.getCause() instanceof CharacterCodingException) {
          throw scanned.finish().refusal(file.toString());
        }
        refuseUnlessText(file, scanned);
        throw new DatasetFormatException(
            "%s is no CSV file: %s".formatted(file, e.getMessage()), e);
      }
    }
  }

  /** What is no text is told as such, rather than by what it made of the cells. */
  private static void refuseUnlessText(Path file, ScannedInput scanned) throws IOException {
    TextScan scan = scanned.all();
    if (!scan.isUtf8Text()) {
      throw scan.refusal(file.toString());
    }
  }

  private static Examples read(Path file, Iterator<CsvRecord> lines) throws IOException {
    List<String> names = lines.hasNext() ? lines.next().getFields() : List.of();
    if (!names.contains(COARSE)) {
      throw new DatasetFormatException(
          file + " does not begin with the names of the columns, coarse among them");
    }
    List<String> ids = new ArrayList<>();
    int id = names.indexOf("id");
    List<ExampleCells> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(ExampleCells.of(name, Kind.of(name, names)));
    }
    while (lines.hasNext()) {
      CsvRecord line = lines.next();
      for (int c = 0; c < names.size(); c++) {
        if (c == id) {
          ids.add(line.getField(c));
        } else {
          columns.get(c).add(line.getField(c), file);
        }
      }
    }
    List<ExampleColumn> read = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      String name = names.get(c);
      if (!name.equals("id") && !name.equals("row")) {
        read.add(name.equals(COARSE) ? 0 : read.size(), columns.get(c).column());
      }
    }
    return new Examples(ids, read);
  }

  /** Whether a column holds decisions between fine classes. */
  public static boolean isDecision(String column) {
    return column.startsWith("knnFine") || column.startsWith("probeFine");
  }

  /** What the cells of a column are, as far as its name and those beside it say. */
  enum Kind {
    CLASSES,
    NUMBERS,
    /** Nobody wants to know. */
    SKIPPED,
    /** Numbers where all cells look like one, as of an evaluator from elsewhere. */
    EITHER;

    static Kind of(String name, List<String> names) {
      if (name.equals("row") || name.equals("id")) {
        return SKIPPED;
      }
      if (name.equals(COARSE) || name.equals("predictedCoarse") || isDecision(name)) {
        return CLASSES;
      }
      if (name.equals("confidence")
          || name.equals("probe")
          || name.startsWith("fine:")
          || name.startsWith("probe:")
          || (name.equals("fine") && names.contains("probe"))) {
        return NUMBERS;
      }
      return name.equals("fine") && names.stream().anyMatch(Examples::isDecision)
          ? CLASSES
          : EITHER;
    }
  }
}
