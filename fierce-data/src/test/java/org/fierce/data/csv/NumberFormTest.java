package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NumberFormTest {
  private static final Pattern POINT =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static CsvTable table(String... cells) {
    CsvTable.Builder table = new CsvTable.Builder(List.of("a")).file(Path.of("t.csv"));
    for (int row = 0; row < cells.length; row++) {
      table.row(row + 2, cells[row]);
    }
    return table.build(true);
  }

  private static double[] numbers(String... cells) {
    return NumberColumn.of(table(cells), 0, Set.of()).values();
  }

  @Test
  void numbersAreThoseOfTheJdkToTheBit() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      String text =
          switch (i % 4) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Float.toString(Float.intBitsToFloat(random.nextInt()));
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            default -> random.nextInt(1000) + "." + random.nextInt(1_000_000);
          };
      if (POINT.matcher(text).matches()) {
        assertThat(NumberForm.POINT.value(text)).as(text).isEqualTo(Double.parseDouble(text));
      }
    }
  }

  @Test
  void whatIsNoNumberIsWhatTheRegularExpressionSaysToo() {
    Random random = new Random(6);
    String alphabet = "0123456789..+-eE, ";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(7); length >= 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String one = text.toString();
      assertThat(Double.isNaN(NumberForm.POINT.value(one)))
          .as(one)
          .isEqualTo(!POINT.matcher(one).matches());
    }
  }

  @Test
  void thousandsAreReadWhereTwoTextsShowThemBeyondDoubt() {
    assertThat(numbers("1,234,567", "1,234.5", "12", "999"))
        .containsExactly(1234567, 1234.5, 12, 999);
    assertThat(numbers("1.234,5", "1.000.000", "0,25")).containsExactly(1234.5, 1000000, 0.25);
    assertThat(numbers("1 234", "12 345 678", "7")).containsExactly(1234, 12345678, 7);
    assertThat(numbers("1\u202f234,5", "12\u00a0345,25")).containsExactly(1234.5, 12345.25);
    assertThat(numbers("1'234.5", "2\u2019000")).containsExactly(1234.5, 2000);
  }

  @Test
  void oneSuchTextOrOneThatFitsNotIsAFault() {
    assertThat(NumberColumn.of(table("1,234.5", "12.5", "7.25"), 0, Set.of()).odd())
        .containsExactly(0);
    assertThat(NumberColumn.of(table("1,234.5", "2,345.5", "0,5", "1"), 0, Set.of()).oddCount())
        .isEqualTo(2);
    assertThat(NumberColumn.of(table("1,234", "5,678"), 0, Set.of()).oddCount()).isEqualTo(2);
    assertThat(numbers("12,34,567", "1,23", "5")).containsExactly(Double.NaN, 1.23, 5);
  }

  @Test
  void marksMustDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberForm.of(true, ","))
        .withMessage(
            "thousands are parted by \",\" where decimals follow a comma; expected another of a comma, a point, a blank, an apostrophe");
    assertThat(NumberForm.of(true, ".").example()).isEqualTo("1.234,5");
  }
}
