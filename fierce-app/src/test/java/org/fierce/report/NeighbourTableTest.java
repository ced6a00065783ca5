package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.fierce.report.NeighbourTable.Line;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeighbourTableTest {
  private static List<@Nullable Object> cells(@Nullable Object... cells) {
    return Collections.unmodifiableList(Arrays.asList(cells));
  }

  /** Seven columns, of which a, c, e, text and wide differ from the first row, b and d do not. */
  private static Details.Values values() {
    return new Details.Values(
        List.of("a", "b", "c", "text", "d", "e", "wide"),
        Map.of(0, cells(1, 5, 1.5, "x", 7, null, 0)),
        Map.of(3, cells(2, 5, 1.0, "y <b>", 7, 4, 1000), 8, cells(1, 5, 1.5, "x", 7, 4, 0)));
  }

  private static String table(List<Line> others) {
    Html page = new Html();
    Details.Values values = values();
    new NeighbourTable(values)
        .write(page, new Line("9", "the test row", values.test().get(0)), others);
    return page.toString();
  }

  @Test
  void theColumnsThatDifferMostAreShownWithTheirDifferences() {
    String page =
        table(
            List.of(
                new Line("8", "cosine 0.990", values().train().get(3)),
                new Line("7", "cosine 0.980", values().train().get(8))));
    assertThat(page)
        .contains(
            "<th scope=\"col\">a</th><th scope=\"col\">c</th><th scope=\"col\">text</th><th scope=\"col\">e</th><th scope=\"col\">wide</th>")
        .contains(
            "<tr class=\"self\"><th scope=\"row\">9<small>the test row</small></th><td>1</td><td>1.5</td><td>x</td><td>–</td><td>0</td></tr>")
        .contains(
            "<tr><th scope=\"row\">8<small>cosine 0.990</small></th><td>2<small>+1</small></td><td>1<small>−0.5</small></td><td>y &lt;b&gt;<small>differs</small></td><td>4<small>differs</small></td><td>1000<small>+1000</small></td></tr>")
        .contains("<td>1<small>same</small></td><td>1.5<small>same</small></td>");
  }

  @Test
  void aNeighbourWhoseCellsAreNotKnownHasNone() {
    assertThat(table(List.of(new Line("8", "cosine 0.990", null))))
        .contains("<th scope=\"row\">8<small>cosine 0.990</small></th><td>–</td><td>–</td>");
  }

  @Test
  void sentencesAndSingleColumnsAreNoTable() {
    assertThat(NeighbourTable.fits(values())).isTrue();
    assertThat(NeighbourTable.fits(null)).isFalse();
    assertThat(
            NeighbourTable.fits(
                new Details.Values(List.of("text"), Map.of(0, cells("a")), Map.of())))
        .isFalse();
    assertThat(
            NeighbourTable.fits(
                new Details.Values(
                    List.of("id", "text"), Map.of(0, cells("a", "word ".repeat(20))), Map.of())))
        .isFalse();
  }
}
