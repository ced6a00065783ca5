package org.fierce.run;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.data.ScenePlaces;
import org.fierce.files.DatasetFormatException;

/**
 * Where in a scene the test rows lie, as {@code places.json} holds it.
 *
 * @param height lines of the scene
 * @param width columns of the scene
 * @param test pixel of each test row, {@code line * width + column}
 */
public record PixelPlaces(int height, int width, int[] test) {
  public static final String FILE = "places.json";

  private static final int MOST_PIXELS = 50_000_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the scene has no or too many pixels, or a row lies outside
   */
  public PixelPlaces {
    if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a scene of %d lines of %d pixels, expected at most %d pixels"
              .formatted(height, width, MOST_PIXELS));
    }
    for (int pixel : test) {
      if (pixel < 0 || pixel >= height * width) {
        throw new IllegalArgumentException(
            "pixel %d is outside %d lines of %d".formatted(pixel, height, width));
      }
    }
  }

  public static PixelPlaces of(ScenePlaces scene) {
    return new PixelPlaces(scene.height(), scene.width(), scene.test());
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static PixelPlaces read(Path file) throws IOException {
    return JsonFile.read(file, PixelPlaces.class);
  }

  public void write(Path file) throws IOException {
    JsonFile.write(file, this);
  }
}
