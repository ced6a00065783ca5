package org.fierce.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fierce.files.DatasetFormatException;

/**
 * Finds what separates the cells of a table: the comma, semicolon, tab or bar that parts the first
 * row, and the hundred after it, into equally many cells, two at least. Where none does, the one
 * that comes nearest; where there is none at all, the comma of a table of one column.
 */
public final class SeparatorGuess {
  private static final int ROWS = 100;

  /** The separators by name. */
  public static final Map<String, Character> NAMES =
      Map.of("comma", ',', "semicolon", ';', "tab", '\t', "bar", '|');

  private static final List<Character> CANDIDATES = List.of(',', ';', '\t', '|');

  private SeparatorGuess() {}

  /**
   * The separator that an option names.
   *
   * @throws IllegalArgumentException if it is neither one character nor one of {@link #NAMES}
   */
  public static char named(String option) {
    if (option.length() != 1 && !NAMES.containsKey(option)) {
      throw new IllegalArgumentException(
          "separator is \"%s\"; it must be one character, or one of %s"
              .formatted(option, String.join(", ", new TreeSet<>(NAMES.keySet()))));
    }
    return NAMES.getOrDefault(option, option.charAt(0));
  }

  /** What a separator is called, as {@code semicolon}; another character by itself. */
  static String name(char separator) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue() == separator)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("\"" + separator + "\"");
  }

  /**
   * The separator of a table.
   *
   * @param start of the text
   * @param isCut whether more follows
   * @throws DatasetFormatException if two separators fit
   */
  static char of(String file, String start, boolean isCut) throws DatasetFormatException {
    Map<Character, Integer> whole = new LinkedHashMap<>();
    Map<Character, Double> nearest = new LinkedHashMap<>();
    for (char candidate : CANDIDATES) {
      List<Integer> counts = counts(start, candidate);
      if (isCut && counts.size() > 1) {
        counts = counts.subList(0, counts.size() - 1);
      }
      if (!counts.isEmpty() && counts.get(0) > 1) {
        int header = counts.get(0);
        double share = counts.stream().filter(c -> c == header).count() / (double) counts.size();
        (share == 1 ? whole : new LinkedHashMap<Character, Integer>()).put(candidate, header);
        nearest.put(candidate, share);
      }
    }
    if (whole.size() == 1) {
      return whole.keySet().iterator().next();
    }
    if (whole.isEmpty()) {
      return nearest.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse(',');
    }
    List<String> ways = new ArrayList<>();
    whole.forEach(
        (separator, cells) -> ways.add("%s (%d cells)".formatted(name(separator), cells)));
    throw new DatasetFormatException(
        "%s: the first %d rows can be split at each %s. Say which it is for a table (--separator %s, or separator under data in a configuration); save a file of labels with commas."
            .formatted(
                file,
                counts(start, ',').size(),
                String.join(" or ", ways),
                name(whole.keySet().iterator().next())));
  }

  private static List<Integer> counts(String start, char separator) {
    List<Integer> counts = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(start)) {
      for (CsvRecord record : reader) {
        counts.add(record.getFieldCount());
        if (counts.size() > ROWS) {
          break;
        }
      }
    } catch (CsvParseException | java.io.IOException e) {
      // What is wrong is said when the whole file is read.
      return counts;
    }
    return counts;
  }
}
