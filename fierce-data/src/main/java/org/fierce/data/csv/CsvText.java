package org.fierce.data.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the text of every CSV file that Fierce writes: RFC 4180 with {@code \n} at line ends.
 * Reading it back gives the same cells.
 *
 * <p>Text that begins with {@code = + - @}, a tab or a carriage return, which a spreadsheet may
 * take for a formula, is quoted but not changed; numbers are not quoted.
 */
public final class CsvText {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\.?[0-9][0-9.]*([eE][-+]?[0-9]+)?");
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final StringWriter text = new StringWriter();
  private final CsvWriter writer =
      CsvWriter.builder()
          .quoteStrategy(new Formulas())
          .lineDelimiter(de.siegmar.fastcsv.writer.LineDelimiter.LF)
          .build(text);

  /** Adds a record. */
  public CsvText add(Iterable<String> cells) {
    writer.writeRecord(cells);
    return this;
  }

  @Override
  public String toString() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static final class Formulas implements QuoteStrategy {
    @Override
    public boolean quoteValue(int line, int field, @Nullable String value) {
      return value != null
          && !value.isEmpty()
          && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0
          && !NUMBER.matcher(value).matches();
    }
  }
}
