package org.fierce.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.fierce.files.ReadLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegCellsTest {
  private static final int SIDE = 16;

  /** Gradients, edges and noise. */
  private static BufferedImage image(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    SplittableRandom random = new SplittableRandom(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = 60 + 120 * x / width + random.nextInt(20);
        int green = 200 - 150 * y / height + random.nextInt(20);
        image.setRGB(x, y, red << 16 | green << 8 | (x + y) % 180 + random.nextInt(20));
      }
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(230, 40, 60));
    graphics.fillRect(width / 3, height / 5, width / 4, height / 3);
    graphics.dispose();
    return image;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "jpg", out)).isTrue();
    return out.toByteArray();
  }

  /** The mean of all pixels that the JDK decodes, weighted by how much of each is covered. */
  private static double[] means(byte[] jpeg) throws IOException {
    Picture whole = PictureFormat.JPEG.open(jpeg, ReadLimits.standard());
    double[] sums = new double[SIDE * SIDE * 3];
    float[] rgb = new float[whole.width() * 3];
    double across = whole.width() / (double) SIDE;
    double down = whole.height() / (double) SIDE;
    for (int y = 0; y < whole.height(); y++) {
      whole.rows().next(rgb);
      for (int x = 0; x < whole.width(); x++) {
        for (int row = (int) (y / down); row < SIDE && row * down < y + 1; row++) {
          double high = Math.min(y + 1, (row + 1) * down) - Math.max(y, row * down);
          for (int column = (int) (x / across);
              column < SIDE && column * across < x + 1;
              column++) {
            double wide = Math.min(x + 1, (column + 1) * across) - Math.max(x, column * across);
            for (int c = 0; c < 3; c++) {
              sums[(row * SIDE + column) * 3 + c] += high * wide * rgb[3 * x + c] / (across * down);
            }
          }
        }
      }
    }
    return sums;
  }

  /** Sizes that fill their blocks and others; JPEGs of the JDK have 4:2:0 in colour. */
  @ParameterizedTest
  @CsvSource({"512, 512, 1", "515, 601, 1", "333, 259, 10", "1000, 270, 1"})
  void aSmallPictureIsTheMeanOfAllPixels(int width, int height, int type) throws IOException {
    byte[] file = jpeg(image(width, height, type));
    Picture picture = PictureFormat.JPEG.open(file, ReadLimits.standard());
    Picture small = picture.small().get();
    assertThat(small).isNotNull();
    assertThat(small.width()).isEqualTo((width + 3) / 4);
    byte[] found = new byte[SIDE * SIDE * 3];
    new ImageDecoder(SIDE, Pixels.RGB, ImageFit.STRETCH, ReadLimits.standard())
        .decode(file, found, 0);
    double[] expected = means(file);
    double sum = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs((found[i] & 0xFF) - expected[i]);
      assertThat(difference).as("value %d", i).isLessThan(8);
      sum += difference;
    }
    // Rounding alone is off by 0.25 in the mean.
    assertThat(sum / found.length).isLessThan(0.6);
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.6", "0.9"})
  void aPictureThatEndsEarlyIsRefusedAsItsWholeIs(double share) throws IOException {
    byte[] file = jpeg(image(600, 600, BufferedImage.TYPE_INT_RGB));
    byte[] cut = Arrays.copyOf(file, (int) (share * file.length));
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    assertThat(PictureFormat.JPEG.open(cut, ReadLimits.standard()).small().get()).isNull();
    ImageDecoder decoder = new ImageDecoder(SIDE, Pixels.RGB, ImageFit.CROP, ReadLimits.standard());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> decoder.decode(cut, new byte[SIDE * SIDE * 3], 0))
        .withMessageContaining("a damaged JPEG");
  }
}
