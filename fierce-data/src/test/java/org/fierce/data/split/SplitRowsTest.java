package org.fierce.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;

class SplitRowsTest {
  private static CsvTable table(String... cells) {
    CsvTable.Builder table = new CsvTable.Builder(List.of("split")).file(Path.of("a.csv"));
    for (int row = 0; row < cells.length; row++) {
      table.row(row + 2, cells[row]);
    }
    return table.build(true);
  }

  private static SplitRows split(String... cells) throws DatasetFormatException {
    return SplitRows.byColumn(table(cells), "split", text -> text);
  }

  @Test
  void rowsGoWhereTheColumnSaysInAnyCase() throws DatasetFormatException {
    SplitRows rows = split("Train", "TEST", "val", "training", "dev", "Validation", "testing");
    assertThat(rows.train()).containsExactly(0, 3);
    assertThat(rows.validation()).containsExactly(2, 4, 5);
    assertThat(rows.test()).containsExactly(1, 6);
  }

  @Test
  void whatTheColumnSaysIsToldWithTheCommonestFirst() throws DatasetFormatException {
    assertThat(split("train", "test", "train", "val", "train", "test").notes())
        .containsExactly("Rows are split as column split says: train (3), test (2), val (1).");
  }

  @Test
  void validationRowsAreTheTestRowsWhereThereAreNoOthers() throws DatasetFormatException {
    SplitRows rows = split("train", "valid", "train", "valid", "train");
    assertThat(rows.train()).containsExactly(0, 2, 4);
    assertThat(rows.validation()).isEmpty();
    assertThat(rows.test()).containsExactly(1, 3);
    assertThat(rows.notes().get(1))
        .isEqualTo(
            "Column split names no test rows, so its 2 validation rows are the test rows: nothing is trained or chosen on them.");
  }

  @Test
  void otherWordsAreProblemsOfTheirRows() throws DatasetFormatException {
    CsvTable table = table("train", "train", "held out", "test", "test", "test", "");
    Problems problems = new Problems("a.csv");
    RowLabels.addSplitFaults(table, "split", false, problems);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(problems::refuse)
        .withMessage(
            """
            a.csv has 2 problems:
              line 4: column split says "held out"; expected train, validation (or val, valid, dev) or test
              line 8: column split says ""; expected train, validation (or val, valid, dev) or test
            Column split says test (3), train (2), nothing (1), held out (1). Correct it there, take these rows out, or give the column another name.""");
    assertThat(problems.good(table.size())).containsExactly(0, 1, 3, 4, 5);
  }

  @Test
  void folderOfANameIsItsFirstStep() {
    assertThat(List.of("train/a.jpg", "./train\\a.jpg", "a.jpg", "/a.jpg"))
        .map(RowLabels::folder)
        .containsExactly("train", "train", "", "");
  }
}
