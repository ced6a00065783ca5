package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  @Test
  void textThatLooksLikeAFormulaIsQuotedAndNumbersAreNot() {
    assertThat(
            new CsvText()
                .add(
                    List.of(
                        "=1+1", "+a", "-a", "@a", "\tx", "-1.5", "+2", "-1e-3", "a=b", "", "a\"b"))
                .toString())
        .isEqualTo("\"=1+1\",\"+a\",\"-a\",\"@a\",\"\tx\",-1.5,+2,-1e-3,a=b,,\"a\"\"b\"\n");
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(@ForAll @Size(2) List<String> cells) {
    List<CsvRecord> read;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .ofCsvRecord(new CsvText().add(List.of("a", "b")).add(cells).toString())) {
      read = reader.stream().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(read.get(1).getFields()).isEqualTo(cells);
  }
}
