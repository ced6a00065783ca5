package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fierce.cli.TextTable.Cell;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final Terminal WIDE = new Terminal(false, false, 100);

  private static TextTable table() {
    TextTable table = new TextTable(List.of("coarse accuracy", "probe"));
    table.row("ce", List.of(new Cell("0.98", "[0.97, 0.99]", false), cell("1.5")), false);
    table.row("untrained *", List.of(Cell.EMPTY, cell("10.5")), true);
    return table;
  }

  private static Cell cell(String value) {
    return new Cell(value, "", true);
  }

  @Test
  void numbersEndInOneColumnAndIntervalsStartInOne() {
    assertThat(table().render(WIDE).lines())
        .containsExactly(
            "              coarse accuracy     probe",
            "ce            0.98 [0.97, 0.99]     1.5",
            "untrained *                        10.5");
  }

  @Test
  void columnsThatDoNotFitComeBelow() {
    assertThat(table().render(new Terminal(false, false, 34)).lines())
        .containsExactly(
            "              coarse accuracy",
            "ce            0.98 [0.97, 0.99]",
            "untrained *",
            "",
            "              probe",
            "ce              1.5",
            "untrained *    10.5");
  }

  @Test
  void aNameThatLeavesNoRoomStandsAboveItsNumbers() {
    TextTable table = new TextTable(List.of("coarse accuracy", "probe"));
    table.row("ce", List.of(new Cell("0.98", "[0.97, 0.99]", false), cell("1.5")), false);
    table.row(
        "a name of forty characters, or even more",
        List.of(new Cell("0.97", "[0.96, 0.98]", false), cell("2.5")),
        true);
    assertThat(table.render(new Terminal(false, false, 40)).lines())
        .containsExactly(
            "     coarse accuracy     probe",
            "ce   0.98 [0.97, 0.99]     1.5",
            "a name of forty characters, or even more",
            "     0.97 [0.96, 0.98]     2.5");
  }

  @Test
  void colourIsOnlyForThoseWhoHaveIt() {
    assertThat(table().render(WIDE)).doesNotContain("\u001b");
    assertThat(TerminalWriter.shown(table().render(new Terminal(true, true, 100))))
        .contains("\u001b[1m  1.5\u001b[0m")
        .contains("\u001b[2muntrained *");
  }

  @Test
  void aRowMustFillTheTable() {
    assertThatThrownBy(() -> table().row("x", List.of(), false))
        .hasMessage("row x has 0 cells, the table 2 columns");
  }
}
