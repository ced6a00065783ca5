package org.fierce.tables;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.fierce.data.csv.TableFormat;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file in their order, streamed. */
final class ParquetRows implements TableFormat.Rows {
  private final Path file;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> columns = new ArrayList<>();

  ParquetRows(Path file) throws IOException {
    this.file = file;
    Connection opened = null;
    try {
      opened = connect();
      connection = opened;
      statement = connection.createStatement();
      rows =
          statement.executeQuery(
              "select * from read_parquet('%s')".formatted(file.toString().replace("'", "''")));
      ResultSetMetaData data = rows.getMetaData();
      for (int c = 1; c <= data.getColumnCount(); c++) {
        columns.add(data.getColumnName(c));
      }
    } catch (SQLException e) {
      close(opened);
      throw refusal(e);
    }
  }

  private static Connection connect() throws SQLException {
    Properties options = new Properties();
    options.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    options.setProperty("threads", "1");
    options.setProperty("memory_limit", "512MB");
    options.setProperty("autoinstall_known_extensions", "false");
    options.setProperty("autoload_known_extensions", "false");
    return new DuckDBDriver().connect("jdbc:duckdb:", options);
  }

  private DatasetFormatException refusal(SQLException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new DatasetFormatException(
        "%s cannot be read as Parquet (%s). Fetch or write it again.".formatted(file, said), e);
  }

  @Override
  public List<String> columns() {
    return List.copyOf(columns);
  }

  @Override
  public boolean next() throws IOException {
    try {
      return rows.next();
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  @Override
  public @Nullable Object value(int column) throws IOException {
    try {
      Object value = rows.getObject(column + 1);
      return value == null ? null : plain(value, column);
    } catch (SQLException e) {
      throw refusal(e);
    }
  }

  /** A value as tables have it: a number, a text (of a date in ISO's form), or numbers. */
  private Object plain(Object value, int column) throws IOException, SQLException {
    if (value instanceof Float single) {
      // As it is written: 0.1, not 0.10000000149011612.
      return Double.valueOf(single.toString());
    }
    if (value instanceof Number || value instanceof BigDecimal || value instanceof BigInteger) {
      return value;
    }
    if (value instanceof String || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof LocalDate || value instanceof LocalDateTime) {
      return value.toString();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    if (value instanceof Timestamp time) {
      return time.toLocalDateTime().toString();
    }
    if (value instanceof java.sql.Date
        || value instanceof Time
        || value instanceof java.time.LocalTime) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (value instanceof Array list) {
      return numbers((Object[]) list.getArray(), column);
    }
    if (value instanceof java.util.UUID) {
      return value.toString();
    }
    throw nested(column, value.getClass().getSimpleName());
  }

  private double[] numbers(Object[] list, int column) throws IOException {
    double[] numbers = new double[list.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list[i] instanceof Number number)) {
        throw nested(column, "a list of what is no number");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }

  private DatasetFormatException nested(int column, String what) {
    return new DatasetFormatException(
        "%s: column %s holds nested values (%s); a table has numbers, texts, truths and dates. Write the file without it, or with a column for each part."
            .formatted(file, columns.get(column), what));
  }

  @Override
  public void close() throws IOException {
    try {
      rows.close();
      statement.close();
    } catch (SQLException e) {
      throw refusal(e);
    } finally {
      close(connection);
    }
  }

  private static void close(@Nullable Connection opened) {
    if (opened != null) {
      try {
        opened.close();
      } catch (SQLException e) {
        // It was only read from.
        return;
      }
    }
  }
}
