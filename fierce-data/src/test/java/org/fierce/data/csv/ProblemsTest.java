package org.fierce.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final Problems problems = new Problems("t.csv");

  private void refused(BadRows badRows, int rows, String message) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> problems.settle(badRows, rows))
        .withMessage(message);
  }

  @Test
  void noProblemNeedsNoWord() throws DatasetFormatException {
    assertThat(problems.settle(BadRows.REFUSE, 5)).isEmpty();
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void badRowsAreRefusedWithAllRemediesOrLeftOutAndCounted() throws DatasetFormatException {
    problems.addUnread("line 2 has 1 cells; expected 2");
    problems.remedy("Complete the rows.");
    problems.addRow(1, "line 4: column x is \"?\"");
    problems.addRow(1, "line 4: column y is empty");
    problems.addRow(3, "line 6: column y is empty");
    problems.remedy("Fill it in.");
    problems.remedy("Fill it in.");
    assertThat(problems.good(5)).containsExactly(0, 2, 4);
    problems.addRow(2, "line 7: column c is \"new\"");
    refused(
        BadRows.REFUSE,
        3,
        """
        t.csv has 5 problems:
          line 2 has 1 cells; expected 2
          line 4: column x is "?"
          line 4: column y is empty
          line 6: column y is empty
          line 7: column c is "new"
        Complete the rows. Fill it in. To go on without such rows: --skip-bad.""");
    assertThat(problems.settle(BadRows.SKIP, 2))
        .containsExactly(
            "4 of 6 rows cannot be used and were left out: line 2 has 1 cells; expected 2; line 4: column x is \"?\"; line 4: column y is empty; and 2 more.");
  }

  @Test
  void whatIsWrongWithTheWholeCannotBeSkipped() {
    problems.addRow(0, "line 2: column x is empty");
    problems.add("column z has no value in any training row");
    problems.remedy("Fill it in.");
    refused(
        BadRows.SKIP,
        9,
        """
        t.csv has 2 problems:
          column z has no value in any training row
          line 2: column x is empty
        Fill it in.""");
  }

  @Test
  void aDataSetWithoutAGoodRowIsRefused() {
    problems.addRow(0, "line 2: column x is empty");
    problems.remedy("Fill it in.");
    assertThat(problems.good(1)).isEmpty();
    refused(BadRows.SKIP, 0, "t.csv, line 2: column x is empty. Fill it in.");
  }

  @Test
  void theExceptionHoldsWhatTheMessageCuts() {
    for (int row = 0; row < 30; row++) {
      problems.addRow(row, "line %d is odd".formatted(row + 2));
    }
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> problems.refuse("Mend it."))
        .satisfies(e -> assertThat(e.problems()).hasSize(30).endsWith("line 31 is odd"))
        .withMessageContaining("line 21 is odd\n  and 10 more\nMend it.");
  }
}
