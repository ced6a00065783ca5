package org.fierce.illustrate;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;

/**
 * Thumbnails of images side by side in one JPEG. Picture i lies at x = (i mod columns) * cellWidth,
 * y = floor(i / columns) * cellHeight. Cells are whole blocks of the JPEG, so that no picture
 * bleeds into its neighbour; what a picture leaves of its cell repeats the picture's edge.
 *
 * @param width of each picture, pixels
 * @param height of each picture, pixels
 * @param cellWidth distance between pictures, pixels
 * @param cellHeight distance between lines of pictures, pixels
 * @param columns pictures in a line
 * @param jpeg the file
 */
public record PictureSheet(
    int width, int height, int cellWidth, int cellHeight, int columns, byte[] jpeg) {
  /** Images of a longer side are scaled down to it. */
  static final int LONGEST_SIDE = 48;

  private static final int COLUMNS = 50;
  private static final float QUALITY = 0.75f;
  private static final int GREY_BLOCK = 8;

  /** Colours are stored at half the resolution. */
  private static final int COLOUR_BLOCK = 16;

  /** Whether rows of this shape are images that can be shown: grey or red, green and blue. */
  public static boolean canShow(InputShape shape) {
    return !shape.isVector() && (shape.channels() == 1 || shape.channels() == 3);
  }

  /**
   * Draws rows.
   *
   * @param images with values in [0, 1]; others are clipped
   * @param rows at least one
   * @throws IllegalArgumentException if the rows are no images that can be shown, or none
   */
  public static PictureSheet draw(Inputs images, int[] rows) throws IOException {
    InputShape shape = images.shape();
    if (!canShow(shape) || rows.length == 0) {
      throw new IllegalArgumentException(
          "cannot draw %d pictures of rows of %s".formatted(rows.length, shape));
    }
    double scale = Math.min(1, LONGEST_SIDE / (double) Math.max(shape.height(), shape.width()));
    int width = (int) Math.max(1, Math.round(shape.width() * scale));
    int height = (int) Math.max(1, Math.round(shape.height() * scale));
    int block = shape.channels() == 1 ? GREY_BLOCK : COLOUR_BLOCK;
    PictureSheet sheet =
        new PictureSheet(
            width, height, roundUp(width, block), roundUp(height, block), COLUMNS, new byte[0]);
    byte[] jpeg = encode(sheet.paint(images, rows));
    return new PictureSheet(width, height, sheet.cellWidth, sheet.cellHeight, COLUMNS, jpeg);
  }

  private static int roundUp(int size, int block) {
    return (size + block - 1) / block * block;
  }

  private BufferedImage paint(Inputs images, int[] rows) {
    InputShape shape = images.shape();
    int channels = shape.channels();
    BufferedImage sheet =
        new BufferedImage(
            Math.min(rows.length, columns) * cellWidth,
            roundUp(rows.length, columns) / columns * cellHeight,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    WritableRaster raster = sheet.getRaster();
    float[] values = new float[shape.values()];
    int[] samples = new int[cellWidth * cellHeight * channels];
    for (int i = 0; i < rows.length; i++) {
      images.read(rows[i], values, 0);
      for (int y = 0; y < cellHeight; y++) {
        for (int x = 0; x < cellWidth; x++) {
          for (int c = 0; c < channels; c++) {
            samples[(y * cellWidth + x) * channels + c] =
                mean(values, shape, Math.min(y, height - 1), Math.min(x, width - 1), c);
          }
        }
      }
      int left = i % columns * cellWidth;
      raster.setPixels(left, i / columns * cellHeight, cellWidth, cellHeight, samples);
    }
    return sheet;
  }

  /** The mean of the pixels that a pixel of the picture covers, all or in part, from 0 to 255. */
  private int mean(float[] values, InputShape shape, int y, int x, int channel) {
    int top = y * shape.height() / height;
    int bottom = roundUp((y + 1) * shape.height(), height) / height;
    int left = x * shape.width() / width;
    int right = roundUp((x + 1) * shape.width(), width) / width;
    double sum = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        sum += values[(row * shape.width() + column) * shape.channels() + channel];
      }
    }
    double mean = sum / ((bottom - top) * (right - left));
    return (int) Math.max(0, Math.min(255, Math.round(255 * mean)));
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
