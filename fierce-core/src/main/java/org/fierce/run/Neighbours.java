package org.fierce.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineValue;
import org.jspecify.annotations.Nullable;

/**
 * Some test rows and the training rows nearest to them, as {@code neighbours.json} holds them.
 *
 * @param queries in the order of their rows
 */
public record Neighbours(List<Query> queries) {
  public static final String FILE = "neighbours.json";

  /**
   * A test row.
   *
   * @param row its number
   * @param neighbours the nearest first
   */
  public record Query(int row, List<Neighbour> neighbours) {
    /** Refuses a row that cannot be. */
    public Query {
      if (row < 0) {
        throw new IllegalArgumentException(
            "a query is of test row %d, expected 0 or more".formatted(row));
      }
    }
  }

  /**
   * A training row.
   *
   * @param row its number
   * @param cosine of its embedding with that of the test row
   * @param coarse its coarse class
   * @param fine its fine target; null where it is not known
   */
  public record Neighbour(
      int row,
      double cosine,
      @Nullable String coarse,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FineValue fine) {}

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static Neighbours read(Path file) throws IOException {
    return JsonFile.read(file, Neighbours.class);
  }

  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}
