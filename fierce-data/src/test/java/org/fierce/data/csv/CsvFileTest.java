package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.csv"), text);
  }

  private void refused(String text, String... messages) throws IOException {
    Path file = file(text);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> CsvFile.read(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages).startsWith(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsFound(String separator) throws IOException {
    String text =
        "a,b\n1,\"x;,\t|\"\n2,\"y\"\"\nz\"\n"
            .replaceAll("([ab12]),", "$1" + (separator.equals("|") ? "|" : separator));
    CsvFile read = CsvFile.read(file(text));
    assertThat(read.separator()).isEqualTo(separator.charAt(0));
    assertThat(read.columns()).containsExactly("a", "b");
    assertThat(read.rows().get(0)).containsExactly("1", "x;,\t|");
    assertThat(read.rows().get(1)).containsExactly("2", "y\"\nz");
    assertThat(read.lines()).containsExactly(2L, 3L);
  }

  @Test
  void twoSeparatorsThatFitAreRefused() throws IOException {
    refused(
        "a,b;c\n1,2;3\n",
        "the first 2 rows can be split at each comma (2 cells) or semicolon (2 cells). Say which it is for a table (--separator comma");
  }

  @Test
  void aTableOfOneColumnHasNoSeparator() throws IOException {
    assertThat(CsvFile.read(file("grade\nlow\nhigh\n")).rows()).hasSize(2);
  }

  @Test
  void aMarkBeforeAQuotedHeaderDoesNotCount() throws IOException {
    assertThat(CsvFile.read(file("\uFEFF\"a\",b\n1,2\n")).columns()).containsExactly("a", "b");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    refused(
        "a,a,,b\n1,2,3,4\n1,2\n1,2,3,4,5\n",
        "a.csv has 4 problems:\n  line 1: column 2 has the name \"a\" of column 1\n  line 1: column 3 has no name\n  line 3 has 2 cells; expected 4 (a, a, , b)\n  line 4 has 5 cells");
    refused("a,b\n" + "1\n".repeat(50), "has 50 problems:", "line 21 has 1 cells", "and 30 more");
  }

  @Test
  void anUnclosedQuoteIsRefusedWithItsLine() throws IOException {
    refused("a,b\n1,2\n1,\"2\n3,4\n", "3");
  }

  @Test
  void bombsAreRefused() throws IOException {
    refused(
        "a,b\n1," + "x".repeat(2 << 20) + "\n", "a quote that is not closed is the usual reason");
    refused(
        "a,b\n1,\"" + "x\n".repeat(20 << 20) + "\n",
        "a quote that is not closed is the usual reason");
    refused("a,".repeat(1_000_000) + "b\n", "a.csv");
  }

  @Test
  void gzipIsKnownByItsFirstBytes() throws IOException {
    byte[] packed = gzip("a,b\n1,2\n");
    Path file = Files.write(folder.resolve("a.csv"), packed);
    assertThat(CsvFile.read(file).rows().get(0)).containsExactly("1", "2");
    Files.write(file, Arrays.copyOf(packed, packed.length - 9));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> CsvFile.read(file))
        .withMessageContaining("is compressed with gzip, and damaged or cut short");
    Files.write(file, Arrays.copyOf(packed, 5));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> CsvFile.read(file))
        .withMessageContaining("begins as gzip does, but is damaged or cut short");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void blanksOfAllKindsAroundCellsDoNotCount() throws IOException {
    CsvFile read = CsvFile.read(file("a , \"b\"\n\u00a0low\u00a0,  \"x\" \n"));
    assertThat(read.columns()).containsExactly("a", "b");
    assertThat(read.rows().get(0)).containsExactly("low", "x");
  }

  @Test
  void textAfterAClosingQuoteIsRefused() throws IOException {
    refused("a,b\n1,\"x\"y\n", "line 2");
  }

  @Test
  void classesInTwoUnicodeFormsAreOne() throws IOException {
    Path file = file("caf\u00e9\ncr\u00e8me\ncre\u0300me\n");
    CsvTable table = CsvTable.labels(java.util.List.of(file), true);
    assertThat(table.classes("cafe\u0301").names()).containsExactly("cr\u00e8me");
    assertThat(table.joined("caf\u00e9")).isEqualTo(1);
  }

  @Test
  void aFirstColumnWithoutANameIsThatOfAnIndex() throws IOException {
    Path file = folder.resolve("pandas.csv");
    Files.writeString(file, ",a,b\n0,x,1\n1,y,2\n");
    assertThat(CsvFile.read(file).columns()).containsExactly("column1", "a", "b");
  }
}
