package org.fierce.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.csv.TableFormat;
import org.fierce.data.encode.MissingValues;
import org.fierce.data.encode.UnseenCategories;
import org.fierce.data.rows.NewRow;
import org.fierce.data.rows.NewRows;
import org.fierce.data.rows.RowInputs;
import org.fierce.data.source.TableSource;
import org.fierce.data.split.LabelColumns;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFormatTest {
  private static final String TABLE =
      "select i::integer as rooms, case when i % 4 = 0 then null else (i / 8)::float end as size,"
          + " (i * 1.25)::decimal(8, 2) as price, i % 2 = 0 as sunny,"
          + " case i % 3 when 0 then 'red' else 'blue' end as colour,"
          + " if(i % 2 = 0, 'low', 'high') as grade from range(1, 41) t(i)";

  @TempDir private Path folder;

  private Path parquet(String name, String select) throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("copy (%s) to '%s' (format parquet)".formatted(select, file));
    }
    return file;
  }

  private static List<List<@Nullable Object>> rows(Path file) throws IOException {
    TableFormat format = Objects.requireNonNull(TableFormat.of(file));
    assertThat(format).isInstanceOf(ParquetFormat.class);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (TableFormat.Rows open = format.open(file)) {
      while (open.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int c = 0; c < open.columns().size(); c++) {
          row.add(open.value(c));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void cellsAreNumbersTextsTruthsDatesOrNothing() throws Exception {
    Path file =
        parquet(
            "kinds.parquet",
            "select 3::tinyint as a, 0.1::float as b, 2.50::decimal(5, 2) as c, true as d, 'x y' as e,"
                + " date '2024-01-31' as f, timestamp '2024-01-31 14:30:00' as g, null::integer as h,"
                + " [1.5, 2]::double[] as i");
    List<@Nullable Object> row = rows(file).get(0);
    assertThat(row.subList(0, 8))
        .containsExactly(
            (byte) 3,
            0.1,
            new BigDecimal("2.50"),
            "true",
            "x y",
            "2024-01-31",
            "2024-01-31T14:30",
            null);
    assertThat(row.get(8)).isEqualTo(new double[] {1.5, 2});
  }

  @Test
  void aTableIsTrainedOnAsTheSameTableInText() throws Exception {
    Path parquet = parquet("t.parquet", TABLE);
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("copy (%s) to '%s' (header)".formatted(TABLE, folder.resolve("t.csv")));
      statement.execute("copy (%s) to '%s'".formatted(TABLE, folder.resolve("t.jsonl")));
    }
    DataRoot root = new DataRoot(List.of(folder));
    DataSplit csv = open(root, "t.csv");
    for (String name : List.of(String.valueOf(parquet.getFileName()), "t.jsonl")) {
      DataSplit other = open(root, name);
      assertThat(other.encoder()).isEqualTo(csv.encoder());
      assertThat(other.train().coarse().labels()).isEqualTo(csv.train().coarse().labels());
      assertThat(prices(other)).isEqualTo(prices(csv));
      float[] expected = new float[csv.train().shape().values()];
      float[] read = new float[expected.length];
      for (int row = 0; row < csv.train().size(); row++) {
        csv.train().inputs().read(row, expected, 0);
        other.train().inputs().read(row, read, 0);
        assertThat(read).isEqualTo(expected);
      }
    }
  }

  private static double[] prices(DataSplit split) {
    return ((FineTargets.Scalars) Objects.requireNonNull(split.train().fine())).values();
  }

  private static DataSplit open(DataRoot root, String name) throws IOException {
    TableSource plain = TableSource.of(name, LabelColumns.of("grade", "price"));
    return new TableSource(
            plain.train(),
            null,
            true,
            List.of(),
            null,
            null,
            List.of(),
            List.of(),
            null,
            List.of(),
            MissingValues.MEAN_INDICATOR,
            List.of(),
            UnseenCategories.ZEROS,
            null,
            plain.labels(),
            plain.split(),
            null,
            null,
            null,
            0)
        .open(root);
  }

  @Test
  void newRowsAreReadByTheSameEncoder() throws Exception {
    Path file = parquet("t.parquet", TABLE);
    DataSplit split = open(new DataRoot(List.of(folder)), "t.parquet");
    List<float[]> read = new ArrayList<>();
    try (NewRows rows =
        RowInputs.of(split.encoder())
            .open(List.of(file.toString()), InputStream.nullInputStream())) {
      for (NewRow row = rows.next(); row != null; row = rows.next()) {
        assertThat(row.place()).isEqualTo("row " + (read.size() + 1));
        read.add(split.encoder().encode(row.value()));
      }
    }
    assertThat(read).hasSize(40);
    float[] expected = new float[split.train().shape().values()];
    for (int row = 0; row < split.train().size(); row++) {
      split.train().inputs().read(row, expected, 0);
      assertThat(read.get(Integer.parseInt(split.train().ids().get(row)))).isEqualTo(expected);
    }
    assertThat(split.encoder().columnNames()).containsExactly("rooms", "size", "sunny", "colour");
  }

  @Test
  void nestedValuesAreRefusedByTheNameOfTheirColumn() throws Exception {
    Path lists = parquet("lists.parquet", "select [1, 2] as v, 'a' as grade");
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                TableSource.of("lists.parquet", LabelColumns.coarse("grade"))
                    .open(new DataRoot(List.of(folder))))
        .withMessage(
            lists
                + ": column v holds lists of numbers; a table has a number, a text, a truth or a date in each cell. Write the file without it, or train on it as a matrix.");
    Path nested = parquet("nested.parquet", "select {'x': 1} as s");
    assertThatThrownBy(() -> rows(nested))
        .hasMessageStartingWith(nested + ": column s holds nested values (");
  }

  @Test
  void aDamagedFileIsRefusedByName() throws Exception {
    Path file = parquet("t.parquet", TABLE);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {4, 8, 100, bytes.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(DatasetFormatException.class)
          .isThrownBy(() -> rows(cut))
          .withMessageStartingWith(cut + " cannot be read as Parquet (");
    }
  }
}
