package org.fierce.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;

/**
 * Which rows have a thumbnail, and where it is: {@code pictures.json}. The thumbnails lie side by
 * side in {@code pictures-test.jpg} and {@code pictures-train.jpg}: picture i begins at x = (i mod
 * columns) cellWidth, y = floor(i / columns) cellHeight.
 *
 * @param width of a picture, pixels
 * @param height of a picture, pixels
 * @param cellWidth distance between pictures, pixels
 * @param cellHeight distance between lines of pictures, pixels
 * @param columns pictures in a line
 * @param test test row of each picture on the first sheet
 * @param train training row of each picture on the second sheet
 */
public record Pictures(
    int width, int height, int cellWidth, int cellHeight, int columns, int[] test, int[] train) {
  public static final String FILE = "pictures.json";
  public static final String TEST_SHEET = "pictures-test.jpg";
  public static final String TRAIN_SHEET = "pictures-train.jpg";

  /**
   * Checks the sizes; cells that nobody says the size of are as large as a picture.
   *
   * @throws IllegalArgumentException if there is no pixel or no column
   */
  public Pictures {
    if (width < 1 || height < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "pictures of %d x %d pixels in %d columns, expected at least 1 of each"
              .formatted(width, height, columns));
    }
    cellWidth = cellWidth == 0 ? width : cellWidth;
    cellHeight = cellHeight == 0 ? height : cellHeight;
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static Pictures read(Path file) throws IOException {
    return JsonFile.read(file, Pictures.class);
  }

  /** The bytes of a sheet in a folder; none where it is missing. */
  public static byte[] sheet(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  /** Writes the sheets, then the file that tells of them; an empty sheet is left out. */
  public void write(Path folder, byte[] testSheet, byte[] trainSheet) throws IOException {
    AtomicFiles.write(folder.resolve(TEST_SHEET), testSheet);
    if (trainSheet.length > 0) {
      AtomicFiles.write(folder.resolve(TRAIN_SHEET), trainSheet);
    }
    JsonFile.write(folder.resolve(FILE), this);
  }
}
