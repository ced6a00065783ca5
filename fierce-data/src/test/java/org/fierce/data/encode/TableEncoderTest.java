package org.fierce.data.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Normalisation;
import org.fierce.data.RowEncoderContract;
import org.fierce.data.RowNote;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableEncoderTest extends RowEncoderContract {
  private static final String CSV =
      "rooms;price;colour;seen\n1;1,5;rot;1600000000000\n;2,25;gr\u00fcn;1600000000001\n3;?;;1600000000003\n";

  @TempDir private Path folder;

  private CsvTable table(String text) throws IOException {
    return CsvTable.labels(List.of(Files.writeString(folder.resolve("t.csv"), text)), true);
  }

  private TableFit.Fitted fit(String text, MissingValues missing, UnseenCategories unseen)
      throws IOException {
    CsvTable table = table(text);
    return TableFit.of(
        table,
        table.columns(),
        Set.of(),
        IntStream.range(0, table.size()).toArray(),
        missing,
        Set.of("", "?"),
        unseen,
        new Problems("table"));
  }

  private TableEncoder encoder() throws IOException {
    return fit(CSV, MissingValues.MEAN_INDICATOR, UnseenCategories.REFUSE).encoder();
  }

  @Override
  protected Fitted fitted() throws Exception {
    TableFit.Fitted fitted = fit(CSV, MissingValues.MEAN_INDICATOR, UnseenCategories.REFUSE);
    List<Map<String, String>> rows = new ArrayList<>();
    CsvTable table = table(CSV);
    for (int row = 0; row < table.size(); row++) {
      rows.add(table.cells(row));
    }
    return new Fitted(fitted.encoder(), rows, fitted.inputs());
  }

  private static Map<String, @Nullable Object> row(String column, @Nullable Object cell) {
    Map<String, @Nullable Object> row =
        new HashMap<>(
            Map.of("rooms", 2, "price", "1,5", "colour", "rot", "seen", 1_600_000_000_000L));
    row.put(column, cell);
    return row;
  }

  @Override
  protected Map<Object, String> misfits() {
    return Map.of(
        Map.of("rooms", 1),
        "column price is not among the cells; expected rooms, price, colour, seen. Give it, or null where its value is missing.",
        row("rooms", "two"),
        "column rooms is \"two\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.",
        row("rooms", true),
        "column rooms is \"true\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.",
        row("rooms", Double.POSITIVE_INFINITY),
        "column rooms is \"Infinity\"; expected a finite number, as 1234.5. Correct it, or give null where it is not known.",
        row("price", "1.5"),
        "column price is \"1.5\"; expected a finite number, as 1234,5. Correct it, or give null where it is not known.",
        row("colour", "blau"),
        "column colour is \"blau\", which no training row has; they have , gr\u00fcn, rot. Correct it, or set unseen: zeros to read it as none of them.",
        new int[2],
        "a row is a int[]; expected a Map of cells by column name (rooms, price, colour, seen). Give rows of the kind that the model was trained on.");
  }

  @Override
  protected Map<Object, List<RowNote>> strange() {
    Map<String, @Nullable Object> bare = row("colour", "");
    bare.put("rooms", null);
    return Map.of(
        row("colour", "blau"),
        List.of(new RowNote(RowNote.Kind.UNSEEN_CATEGORY, "colour", "blau")),
        bare,
        List.of(
            new RowNote(RowNote.Kind.MISSING_VALUE, "rooms", ""),
            new RowNote(RowNote.Kind.MISSING_VALUE, "colour", "")),
        row("surplus", "1"),
        List.of());
  }

  @Test
  void anUnknownCategoryOfANewRowIsNoneOfThoseKnown() throws Exception {
    TableEncoder encoder = encoder();
    assertThat(encoder.encode(row("colour", "blau"), note -> {}))
        .startsWith(2, 0, 1.5f, 0, 0, 0, 0);
    assertThat(new RowNote(RowNote.Kind.UNSEEN_CATEGORY, "colour", "blau"))
        .hasToString("has a category that no training row had: colour = blau");
  }

  @Test
  void aNumberOutOfReachIsToldInTheUnitOfItsTable() throws Exception {
    TableFit.Fitted fitted = fit(CSV, MissingValues.MEAN_INDICATOR, UnseenCategories.REFUSE);
    Normalisation normalisation = Normalisation.fit(fitted.inputs());
    assertThat(fitted.encoder().encodeNew(row("rooms", 2), normalisation).notes()).isEmpty();
    assertThat(fitted.encoder().encodeNew(row("seen", 0), normalisation).notes())
        .containsExactly(new RowNote(RowNote.Kind.OUT_OF_RANGE, "seen", "0"));
  }

  @Override
  protected Map<String, String> hostileJson() {
    String form =
        "{\"kind\":\"table\",\"columns\":[%s],\"missing\":\"refuse\",\"missingTexts\":[],\"unseen\":\"refuse\"}";
    String numbers =
        "{\"type\":\"numbers\",\"name\":\"x\",\"mean\":%s,\"offset\":0.0,\"hasIndicator\":false,\"hasDecimalComma\":false}";
    return Map.of(
        form.formatted(""),
        "row: columns are []; expected at least one, and each name once",
        form.formatted(numbers.formatted("1") + "," + numbers.formatted("2")),
        "row: columns are [x, x]; expected at least one, and each name once",
        form.formatted(numbers.formatted("\"NaN\"")),
        "row.columns[0]: column x has mean NaN and offset 0.0; expected finite numbers",
        form.formatted("{\"type\":\"categories\",\"name\":\"x\",\"categories\":[\"a\",\"a\"]}"),
        "row.columns[0]: column x has the categories [a, a]; expected at least one, and each once",
        form.formatted("null"),
        "row: a value is null");
  }

  @Test
  void cellsMayBeNumbersAndTextsAndMissing() throws Exception {
    TableEncoder encoder = encoder();
    assertThat(encoder.featureNames())
        .containsExactly(
            "rooms",
            "rooms is missing",
            "price",
            "price is missing",
            "colour is missing",
            "colour = gr\u00fcn",
            "colour = rot",
            "seen");
    // The mean of 1600000000000, ...1 and ...3 is 4/3 above the first; that much is subtracted.
    float seen = (float) (1_600_000_000_000.0 - encoder.offsets().at(7));
    assertThat(encoder.encode(row("price", 1.5f))).containsExactly(2, 0, 1.5f, 0, 0, 0, 1, seen);
    assertThat(encoder.encode(row("rooms", null))).startsWith(2, 1, 1.5f, 0);
    assertThat(encoder.encode(row("rooms", " NA "))).startsWith(2, 1, 1.5f, 0);
    // An accent as a letter of its own (NFD) is the same name.
    assertThat(encoder.encode(row("colour", "gru\u0308n"))).endsWith(0, 1, 0, seen);
    assertThat(encoder.encode(row("colour", "?"))).endsWith(1, 0, 0, seen);
    assertThat(encoder.cells(encoder.encode(row("price", 2.25))))
        .containsExactly(2f, 2.25f, "rot", 1.6e12);
  }

  @Test
  void numbersMayNameCategories() throws Exception {
    CsvTable table = table("code\n1\n2\n3\n");
    TableEncoder encoder =
        TableFit.of(
                table,
                List.of("code"),
                Set.of("code"),
                new int[] {0, 1, 2},
                MissingValues.REFUSE,
                Set.of(""),
                UnseenCategories.ZEROS,
                new Problems("table"))
            .encoder();
    assertThat(encoder.encode(Map.of("code", 2.0))).containsExactly(0, 1, 0);
    assertThat(encoder.encode(Map.of("code", 100L))).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> encoder.encode(Map.of("code", "")))
        .hasMessage(
            "column code is missing (\"\"); expected 1, 2, 3, as every training row had. Fill it in, or train with missing: mean-indicator.");
  }

  @Test
  void rowsOfAnotherTableAreRecodedByTheirCells() throws Exception {
    TableFit.Fitted other =
        fit(
            "rooms,price,colour,seen\n7,9,rot,4\n8,10,rot,5\n",
            MissingValues.REFUSE,
            UnseenCategories.REFUSE);
    FloatMatrix rows = FloatMatrix.of(encoder().recoded(other.inputs(), other.encoder()));
    float[] expected = encoder().encode(Map.of("rooms", 7, "price", 9, "colour", "rot", "seen", 4));
    assertThat(rows.columns()).isEqualTo(8);
    for (int c = 0; c < 8; c++) {
      assertThat(rows.at(0, c)).isEqualTo(expected[c]);
    }
    assertThat(encoder().recoded(rows, encoder())).isSameAs(rows);
  }
}
