package org.fierce.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.RowColumns;
import org.fierce.data.csv.BadRows;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.Problems;
import org.fierce.data.csv.SeparatorGuess;
import org.fierce.data.encode.TextEncoder;
import org.fierce.data.split.ClassNames;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.SplitSpec;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;
import org.jspecify.annotations.Nullable;

/**
 * Short texts with labels, as vectors of weighted words ({@link TextEncoder}). Two formats:
 *
 * <ul>
 *   <li>{@code csv}: a CSV file with a header (RFC 4180; UTF-8, or windows-1252 with a note), the
 *       texts in one of its columns; columns without a use are told of;
 *   <li>{@code lines}: one text a line behind its label and a blank, as {@code LOC:city What is the
 *       capital of Chile ?}. Its columns are {@code fine}, the whole label, {@code coarse}, the
 *       label up to its first colon, and {@code text}.
 * </ul>
 *
 * The words are those of the training rows, before row limits and the validation part.
 *
 * @param train the file, or the training rows of it
 * @param test file of the test rows, or null; then {@code split} is needed
 * @param format of both files
 * @param text column of the texts
 * @param id column that identifies a row, or null for row numbers from 0
 * @param separator between cells of {@code csv}: one character, or comma, semicolon, tab or bar;
 *     null to find it
 * @param words at most so many columns of features, at least 1
 * @param longest run of words that is a feature of its own, at least 1
 * @param badRows what becomes of rows without a text or a label; null to refuse them
 * @param labels columns of the labels
 * @param split how one file is split, or null where there is a test file
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record TextSource(
    String train,
    @Nullable String test,
    Format format,
    String text,
    @Nullable String id,
    @Nullable String separator,
    int words,
    int longest,
    @Nullable BadRows badRows,
    LabelColumns labels,
    @Nullable SplitSpec split,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /** How texts and labels stand in a file. */
  public enum Format {
    /** A CSV file with a header. */
    @JsonProperty("csv")
    CSV,
    /** A label, a blank and a text on each line. */
    @JsonProperty("lines")
    LINES
  }

  /**
   * Checks the options against each other.
   *
   * @throws IllegalArgumentException if there are both or neither of a test file and a split, or a
   *     number is below 1
   */
  public TextSource {
    badRows = badRows == null ? BadRows.REFUSE : badRows;
    TableSource.requireOneSplit(test, split);
    if (words < 1 || longest < 1) {
      throw new IllegalArgumentException(
          "words is %d and longest %d; both must be at least 1".formatted(words, longest));
    }
    if (separator != null) {
      SeparatorGuess.named(separator);
    }
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    List<Path> paths = TableSource.distinctFiles(root, train, test);
    Problems problems = new Problems(CsvTable.source(paths));
    try {
      return open(root, addend, paths, problems);
    } catch (DatasetFormatException e) {
      throw problems.before(e);
    }
  }

  private DataSplit open(DataRoot root, long addend, List<Path> paths, Problems problems)
      throws IOException {
    Path trainFile = paths.get(0);
    CsvTable read = format == Format.CSV ? csv(paths, problems) : lines(paths);
    LabelColumns known =
        labels.orOwn("coarse", read.columns().contains("fine") ? "fine" : null, "fine");
    read.addEmpty(text, problems);
    TableSource.addIdFaults(read, id, problems);
    RowLabels.addFaults(known, read, problems);
    TableSource.addSplitFaults(split, read, problems);
    CsvTable table = TableSource.good(read, problems);
    List<String> leftOut = problems.settle(badRows, table.size());
    List<String> texts = table.texts(text);
    String name = String.valueOf(trainFile.getFileName());
    int firstRows = test == null ? 0 : table.rowsOf(trainFile);
    RowLabels rowLabels =
        RowLabels.of(
            name,
            known,
            labels.hierarchyFile(root),
            table,
            TableSource.partition(split, table, firstRows, addend));
    List<String> learnt = Arrays.stream(rowLabels.train()).mapToObj(texts::get).toList();
    TextEncoder encoder = TextEncoder.fit(learnt, words, longest);
    if (encoder == null) {
      throw new DatasetFormatException(
          "%s: column %s has no word in any of %d training rows"
              .formatted(name, text, learnt.size()));
    }
    RowOptions rows = new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend);
    List<String> ids = id == null ? ClassNames.numbers(texts.size()) : table.texts(id);
    DataSplit parts =
        rowLabels.over(name, encoder, encoder.encodeAll(texts), ids, rows).noted(leftOut);
    return format == Format.CSV ? parts.noted(List.of(use(table, known, texts))) : parts;
  }

  private CsvTable csv(List<Path> paths, Problems problems) throws IOException {
    Character named = separator == null ? null : SeparatorGuess.named(separator);
    return CsvTable.read(paths, new CsvFile.Form(true, List.of(), named, true), true, problems);
  }

  /** What the columns are used for, in a sentence. */
  private String use(CsvTable table, LabelColumns known, List<String> texts) {
    Set<String> used = new HashSet<>(known.columns());
    used.add(text);
    for (String each : new String[] {id, split == null ? null : split.column()}) {
      if (each != null) {
        used.add(each);
      }
    }
    List<String> others = table.columns().stream().filter(each -> !used.contains(each)).toList();
    return String.format(
        Locale.ROOT,
        "Column %s is read as text, %.1f words a row%s.",
        text,
        texts.stream().mapToDouble(TableLook::words).average().orElse(0),
        others.isEmpty() ? "" : "; not used: " + CsvTable.shortened(others));
  }

  private static CsvTable lines(List<Path> paths) throws IOException {
    CsvTable.Builder table = new CsvTable.Builder(List.of("coarse", "fine", "text"));
    for (Path path : paths) {
      List<String> all = TextFile.lines(path);
      if (all.stream().allMatch(String::isBlank)) {
        throw new DatasetFormatException(path + " has no line of text");
      }
      table.file(path);
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).isBlank()) {
          table.row(i + 1, row(all.get(i).strip(), path, i + 1));
        }
      }
    }
    return table.build(false);
  }

  private static String[] row(String line, Path path, long number) throws DatasetFormatException {
    int blank = 0;
    while (blank < line.length() && !Character.isWhitespace(line.charAt(blank))) {
      blank++;
    }
    String label = line.substring(0, blank);
    String text = line.substring(blank).strip();
    if (text.isEmpty()) {
      throw new DatasetFormatException(
          "%s, line %d is \"%s\"; expected a label, a blank and a text"
              .formatted(path, number, line));
    }
    int colon = label.indexOf(':');
    return new String[] {colon < 0 ? label : label.substring(0, colon), label, text};
  }

  @Override
  public RowColumns rowColumns() {
    return new RowColumns(id, format == Format.CSV ? text : null);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = TableSource.trainAndTest(root, train, test);
    labels.addFiles(root, files);
    return List.copyOf(files);
  }
}
