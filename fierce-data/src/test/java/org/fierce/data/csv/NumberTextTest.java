package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "-1.5e3, -1500",
    "+.5, 0.5",
    "7., 7",
    "\u22123.5, -3.5",
    "\uff11\uff12.5, 12.5",
    "\u0661\u0662, 12",
    "\uff0d\uff14, -4",
    "1e5, 100000"
  })
  void numbersAreRead(String text, double value) {
    assertThat(NumberText.value(text, false)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inf",
        "-Infinity",
        "0x1F",
        "1,234.5",
        "1_000",
        "12 kg",
        "$5",
        "5 \u20ac",
        "5%",
        "1.234.567,8",
        "1 000",
        "12'000",
        "USD 12",
        "2024-08-25",
        "3.4.2024 12:30",
        "1e5x"
      })
  void whatOnlyLooksLikeANumberIsNone(String text) {
    assertThat(NumberText.value(text, false)).isNaN();
    assertThat(NumberText.isMissing(text)).isFalse();
    assertThat(NumberText.resembles(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"red", "SKU-00001", "he said 12", "cat065", "low", "a12", "None of these"})
  void wordsAreWords(String text) {
    assertThat(NumberText.resembles(text)).isFalse();
    assertThat(NumberText.isMissing(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "N/A", "n/a", "null", "NaN", "nan", "none", "None", "-", "?"})
  void someWordsMeanThatThereIsNoValue(String text) {
    assertThat(NumberText.isMissing(text)).isTrue();
  }

  private static CsvTable table(String... rows) {
    int columns = rows[0].split(";", -1).length;
    CsvTable.Builder table =
        new CsvTable.Builder(List.of("a", "b").subList(0, columns)).file(Path.of("t.csv"));
    for (int i = 0; i < rows.length; i++) {
      table.row(i + 2, rows[i].split(";", -1));
    }
    return table.build(true);
  }

  @Test
  void aDecimalCommaIsReadWhereTheTableShowsIt() {
    CsvTable table = table("0,5;1,234", "1,25;5,678", "-2;9,012");
    assertThat(table.decimalComma()).isTrue();
    assertThat(NumberColumn.of(table, 0, Set.of()).values()).containsExactly(0.5, 1.25, -2);
    assertThat(NumberColumn.of(table, 1, Set.of()).values()).containsExactly(1.234, 5.678, 9.012);
  }

  @Test
  void aCommaThatMayPartThousandsIsNoNumber() {
    CsvTable table = table("1,234", "5,678");
    assertThat(table.decimalComma()).isFalse();
    NumberColumn column = NumberColumn.of(table, 0, Set.of());
    assertThat(column.oddCount()).isEqualTo(2);
    assertThat(column.resemblesNumbers()).isTrue();
  }

  @Test
  void pointsThatMayPartThousandsAreNoDecimalsWhereTheTableHasCommas() {
    CsvTable table = table("0,5;1.234", "1,25;5.678");
    assertThat(NumberColumn.of(table, 1, Set.of()).oddCount()).isEqualTo(2);
    assertThat(NumberColumn.of(table("0,5;1.2", "1,25;5.678"), 1, Set.of()).values())
        .containsExactly(1.2, 5.678);
  }

  @Test
  void aColumnOfHalfNumbersIsOneOfNumbers() {
    NumberColumn half = NumberColumn.of(table("1", "2", "x", "?", "n/a", "y"), 0, Set.of());
    assertThat(half.isNumeric()).isTrue();
    assertThat(half.missing()).isEqualTo(2);
    assertThat(half.odd()).containsExactly(2, 5);
    assertThat(NumberColumn.of(table("1", "x", "y"), 0, Set.of()).isNumeric()).isFalse();
  }
}
