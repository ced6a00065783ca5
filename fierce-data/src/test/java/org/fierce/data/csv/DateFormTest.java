package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DateFormTest {
  private static final double DAY = LocalDate.of(2024, 1, 31).toEpochDay();

  private static DateColumn column(String... cells) {
    CsvTable.Builder table = new CsvTable.Builder(List.of("a")).file(Path.of("t.csv"));
    for (int row = 0; row < cells.length; row++) {
      table.row(row + 2, cells[row]);
    }
    return Objects.requireNonNull(DateColumn.of(table.build(true), 0, Set.of()));
  }

  @Test
  void datesAndTimesAreDays() {
    assertThat(DateForm.YEAR_FIRST.days("2024-01-31")).isEqualTo(DAY);
    assertThat(DateForm.YEAR_FIRST.days("2024/1/31 06:00")).isEqualTo(DAY + 0.25);
    assertThat(DateForm.YEAR_FIRST.days("2024-01-31T14:00:00+02:00")).isEqualTo(DAY + 0.5);
    assertThat(DateForm.YEAR_FIRST.days("2024-01-31T12:00:00.000Z")).isEqualTo(DAY + 0.5);
    assertThat(DateForm.DAY_FIRST.days("31.1.2024")).isEqualTo(DAY);
    assertThat(DateForm.MONTH_FIRST.days("1/31/2024")).isEqualTo(DAY);
    for (String text : new String[] {"31.02.2024", "2024-13-01", "2024-01-31 24:00", "31.01.24"}) {
      assertThat(DateForm.DAY_FIRST.days(text)).isNaN();
      assertThat(DateForm.YEAR_FIRST.days(text)).isNaN();
    }
  }

  @Test
  void theFormIsFoundOverAllRows() {
    assertThat(column("01/02/2024", "31/01/2024").form()).isEqualTo(DateForm.DAY_FIRST);
    assertThat(column("01/02/2024", "01/31/2024").form()).isEqualTo(DateForm.MONTH_FIRST);
    assertThat(column("01/02/2024", "03/04/2024").form()).isNull();
    assertThat(column("01.02.2024", "03.04.2024").form()).isEqualTo(DateForm.DAY_FIRST);
  }

  @Test
  void otherTextsAreFaultsAndMissingOnesAreNot() {
    DateColumn read = column("2024-01-31", "", "n/a", "soon", "2024-02-01");
    assertThat(read.odd()).containsExactly(3);
    assertThat(read.missing()).isEqualTo(2);
    assertThat(read.days()).containsExactly(DAY, Double.NaN, Double.NaN, Double.NaN, DAY + 1);
  }
}
