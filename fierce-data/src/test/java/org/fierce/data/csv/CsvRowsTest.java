package org.fierce.data.csv;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  private static final CsvFile.Form ANY = CsvFile.Form.ANY;

  @TempDir private Path folder;

  private static List<String> rows(CsvRows rows) throws IOException {
    List<String> all = new ArrayList<>();
    for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
      all.add(
          row.problem() == null
              ? row.line() + ":" + String.join("|", row.cells())
              : "! " + row.problem());
    }
    rows.close();
    return all;
  }

  private static CsvRows of(String text) throws IOException {
    return CsvRows.open(
        "t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ANY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2\n3,4\n",
        "\uFEFFa,b\r\n1,2\r\n\r\n3,4",
        "a;b\n1,5;2\n3;4\n",
        "a\tb\n 1 \t2\n3\t4",
        "a,b\n\"1\n2\",\"x\"\"y\"\n3,4\n"
      })
  void rowsAreThoseOfTheFileReadWhole(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    CsvFile whole = CsvFile.read(file);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < whole.rows().size(); i++) {
      expected.add(whole.lines().get(i) + ":" + String.join("|", whole.rows().get(i)));
    }
    CsvRows streamed = CsvRows.open(file, ANY);
    assertThat(streamed.columns()).isEqualTo(whole.columns());
    assertThat(rows(streamed)).isEqualTo(expected);
    assertThat(rows(of(text))).isEqualTo(expected);
  }

  @Test
  void aRowOfAnotherLengthKeepsNoOtherFromBeingRead() throws IOException {
    assertThat(rows(of("a,b\n1,2\n1,2,3\n5,6\n")))
        .containsExactly("2:1|2", "! line 3 has 3 cells; expected 2 (a, b)", "4:5|6");
  }

  @Test
  void aQuoteThatIsNotClosedEndsTheRows() throws IOException {
    assertThat(rows(of("a,b\n1,2\n\"1,2\n5,6\n")))
        .containsExactly(
            "2:1|2",
            "! Unclosed quoted field at end of input (record starting at line 3); a quote that is not closed is the usual reason");
  }

  @Test
  void theDecimalMarkIsThatOfEachColumn() throws IOException {
    CsvRows rows = of("a;b;c;d\n1,5;1.5;7;1.500\n2,25;2.5;8;2.000\n");
    assertThat(rows.decimalMarks())
        .containsExactly(
            DecimalMark.COMMA, DecimalMark.POINT, DecimalMark.UNKNOWN, DecimalMark.UNKNOWN);
    assertThat(rows.note())
        .isEqualTo(
            "t.csv is read with cells separated by semicolon, numbers with a decimal comma.");
    assertThat(NumberForm.COMMA.number("a", "1,5")).isEqualTo(1.5);
    assertThat(NumberForm.COMMA.number("a", "x")).isEqualTo("x");
    assertThat(rows.forms().get(2)).isEmpty();
    assertThatThrownBy(() -> NumberForm.COMMA.number("a", "1.500"))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(
            "column a is \"1.500\"; expected a number with a decimal comma, as the column begins");
  }

  @Test
  void aFileInWindows1252IsReadAndAStreamIsRefused() throws IOException {
    byte[] bytes = "name,x\nM\u00fcller,1\n".getBytes(Charset.forName("windows-1252"));
    Path file = Files.write(folder.resolve("w.csv"), bytes);
    assertThat(rows(CsvRows.open(file, ANY))).containsExactly("2:M\u00fcller|1");
    assertThatThrownBy(
            () -> rows(CsvRows.open("standard input", new ByteArrayInputStream(bytes), ANY)))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith(
            "standard input, line 2: byte 0xFC is not UTF-8; the file looks like windows-1252");
  }

  @Test
  void columnsMustHaveNamesOfTheirOwn() {
    assertThatThrownBy(() -> of("a,a\n1,2\n"))
        .hasMessageStartingWith("t.csv, line 1: column 2 has the name \"a\" of column 1.");
  }

  @Test
  void anEmptyStreamHasNoColumns() throws IOException {
    assertThat(of("").columns()).isEmpty();
    assertThat(rows(of(""))).isEmpty();
  }

  /** Gives one line, and fails if it is asked for more than two while nobody sent a third. */
  private static final class Slow extends InputStream {
    private final byte[] sent = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    private int next;

    @Override
    public int read() {
      throw new IllegalStateException("a byte alone");
    }

    @Override
    public int available() {
      return sent.length - next;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (next == sent.length) {
        throw new IllegalStateException("would wait");
      }
      int count = Math.min(length, sent.length - next);
      System.arraycopy(sent, next, target, offset, count);
      next += count;
      return count;
    }
  }

  @Test
  void aRowThatWasSentIsGivenBeforeTheNextComes() throws IOException {
    CsvRows rows = CsvRows.open("standard input", new Slow(), ANY);
    assertThat(rows.columns()).containsExactly("a", "b");
    assertThat(requireNonNull(rows.next()).cells()).containsExactly("1", "2");
  }
}
