package org.fierce.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.Pictures;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of rows on sprite sheets (JPEG), {@code columns} of them in a line.
 *
 * @param width of a picture, pixels
 * @param cellWidth of the cell whose upper left corner it fills
 * @param testPlaces place on the sheet by test row
 * @param trainPlaces place on the sheet by training row
 * @param test sheet of test rows
 * @param train sheet of training rows
 */
record SpriteSheets(
    int width,
    int height,
    int cellWidth,
    int cellHeight,
    int columns,
    Map<Integer, Integer> testPlaces,
    Map<Integer, Integer> trainPlaces,
    Sheet test,
    Sheet train) {
  /** Larger sheets are made coarser, so that a report stays below 5 MB. */
  static final int LARGEST_TEST_BYTES = 2_000_000;

  static final int LARGEST_TRAIN_BYTES = 800_000;

  private static final long MOST_PIXELS = 50_000_000;

  /** Shown so large: whole multiples of small pictures, at most this many CSS pixels. */
  private static final int SHOWN = 64;

  /**
   * One file.
   *
   * @param jpeg its bytes; none where there is no such file
   * @param width of the sheet, pixels, before it was made coarser
   */
  record Sheet(byte[] jpeg, int width, int height) {
    /**
     * The sheet of these bytes; an empty one where there are none.
     *
     * @param file what messages call it
     * @throws DatasetFormatException if it is no JPEG
     */
    static Sheet of(byte[] jpeg, Path file) throws IOException {
      if (jpeg.length == 0) {
        return new Sheet(jpeg, 0, 0);
      }
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
        reader.setInput(in);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
          throw new DatasetFormatException(
              "%s is a sheet of %d x %d pixels, expected at most %d"
                  .formatted(file, width, height, MOST_PIXELS));
        }
        return new Sheet(jpeg, width, height);
      } catch (DatasetFormatException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // The reader of the platform throws what it likes.
        throw new DatasetFormatException("%s is no JPEG: %s".formatted(file, e.getMessage()), e);
      } finally {
        reader.dispose();
      }
    }

    /** The same with half the pixels along each side, again and again until it is small enough. */
    Sheet atMost(int bytes, Path file) throws IOException {
      byte[] smaller = jpeg;
      while (smaller.length > bytes) {
        BufferedImage large = decoded(smaller, file);
        BufferedImage half =
            new BufferedImage(
                Math.max(1, large.getWidth() / 2),
                Math.max(1, large.getHeight() / 2),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = half.createGraphics();
        drawing.setRenderingHint(
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        drawing.drawImage(large, 0, 0, half.getWidth(), half.getHeight(), null);
        drawing.dispose();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ImageIO.write(half, "jpg", written);
        smaller = written.toByteArray();
      }
      return new Sheet(smaller, width, height);
    }
  }

  /**
   * The pictures of a folder; null where it has none.
   *
   * @throws DatasetFormatException if a file is not what it should be
   */
  static @Nullable SpriteSheets read(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(Pictures.FILE))) {
      return null;
    }
    Pictures pictures = Pictures.read(folder.resolve(Pictures.FILE));
    return new SpriteSheets(
        pictures.width(),
        pictures.height(),
        pictures.cellWidth(),
        pictures.cellHeight(),
        pictures.columns(),
        places(pictures.test()),
        places(pictures.train()),
        sheet(folder, Pictures.TEST_SHEET, LARGEST_TEST_BYTES),
        sheet(folder, Pictures.TRAIN_SHEET, LARGEST_TRAIN_BYTES));
  }

  private static Sheet sheet(Path folder, String name, int most) throws IOException {
    Path file = folder.resolve(name);
    return Sheet.of(Pictures.sheet(folder, name), file).atMost(most, file);
  }

  private static Map<Integer, Integer> places(int[] rows) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int row : rows) {
      places.put(row, places.size());
    }
    return places;
  }

  private static BufferedImage decoded(byte[] jpeg, Path file) throws DatasetFormatException {
    try {
      return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(jpeg)));
    } catch (IOException | RuntimeException e) {
      throw new DatasetFormatException("%s is no JPEG: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** CSS pixels for a pixel. */
  double scale() {
    double fit = (double) SHOWN / Math.max(width, height);
    return fit >= 1 ? Math.floor(fit) : fit;
  }

  /** Rules for the classes {@code test-picture} and {@code train-picture}. */
  String style() {
    String size =
        String.format(
            Locale.ROOT, ".picture{width:%.2fpx;height:%.2fpx}", width * scale(), height * scale());
    return size + sheet("test-picture", test) + sheet("train-picture", train);
  }

  private String sheet(String name, Sheet sheet) {
    return sheet.jpeg().length == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "\n.%s{background-size:%.2fpx %.2fpx;background-image:url(data:image/jpeg;base64,%s)}",
            name,
            sheet.width() * scale(),
            sheet.height() * scale(),
            Base64.getEncoder().encodeToString(sheet.jpeg()));
  }

  /** The position of a picture's background; its place counted from 0. */
  String position(int place) {
    return String.format(
        Locale.ROOT,
        "background-position:%.2fpx %.2fpx",
        -(place % columns) * cellWidth * scale(),
        -(place / columns) * cellHeight * scale());
  }
}
