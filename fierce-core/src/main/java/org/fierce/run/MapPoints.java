package org.fierce.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.fierce.files.DatasetFormatException;

/**
 * Test rows laid out in a plane, as {@code map.json} holds them.
 *
 * @param rows test row of each point
 * @param layouts ways of laying them out by their names, the linear one ({@code pca}) first
 */
public record MapPoints(int[] rows, Map<String, Layout> layouts) {
  public static final String FILE = "map.json";

  /**
   * One way.
   *
   * @param x of each point
   * @param y of each point
   * @param explained share of the variance along both axes; empty where unknown
   */
  public record Layout(
      double[] x, double[] y, @JsonInclude(JsonInclude.Include.NON_EMPTY) double[] explained) {}

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a layout has more or fewer points than there are rows
   */
  public MapPoints {
    layouts.forEach(
        (name, layout) -> {
          if (layout.x().length != rows.length || layout.y().length != rows.length) {
            throw new IllegalArgumentException(
                "layout %s has %d and %d numbers for %d rows"
                    .formatted(name, layout.x().length, layout.y().length, rows.length));
          }
        });
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static MapPoints read(Path file) throws IOException {
    return JsonFile.read(file, MapPoints.class);
  }

  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}
