package org.fierce.illustrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.random.Streams;
import org.junit.jupiter.api.Test;

class PictureSheetTest {
  /** Images of one colour each: row i has the value (i mod 11) / 10 in channel i mod channels. */
  private record Plain(InputShape shape, int size) implements Inputs {
    @Override
    public void read(int row, float[] target, int offset) {
      for (int i = 0; i < shape.values(); i++) {
        boolean isLit = i % shape.channels() == row % shape.channels();
        target[offset + i] = isLit ? row % 11 / 10f : 0;
      }
    }
  }

  private static BufferedImage decode(PictureSheet sheet) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(sheet.jpeg()));
  }

  private static int sample(BufferedImage image, PictureSheet sheet, int i, int channel) {
    int x = i % sheet.columns() * sheet.cellWidth() + sheet.width() / 2;
    int y = i / sheet.columns() * sheet.cellHeight() + sheet.height() / 2;
    return image.getRaster().getSample(x, y, channel);
  }

  @Test
  void greyPicturesAreFoundAtTheirPlaces() throws IOException {
    Plain images = new Plain(new InputShape(28, 28, 1), 200);
    int[] rows = new int[120];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 199 - i;
    }

    PictureSheet sheet = PictureSheet.draw(images, rows);

    BufferedImage image = decode(sheet);
    assertThat(image.getRaster().getNumBands()).isEqualTo(1);
    assertThat(sheet.width()).isEqualTo(28);
    assertThat(sheet.cellWidth()).isEqualTo(32);
    assertThat(image.getWidth()).isEqualTo(50 * 32);
    assertThat(image.getHeight()).isEqualTo(3 * 32);
    for (int i = 0; i < rows.length; i++) {
      // Plain blocks lose nothing but rounding.
      assertThat(Math.abs(sample(image, sheet, i, 0) - rows[i] % 11 * 25.5)).isLessThan(4);
    }
  }

  @Test
  void colouredPicturesAreFoundAtTheirPlaces() throws IOException {
    PictureSheet sheet =
        PictureSheet.draw(new Plain(new InputShape(32, 32, 3), 33), new int[] {10, 20, 31, 32});

    BufferedImage image = decode(sheet);
    assertThat(sheet.cellWidth()).isEqualTo(32);
    assertThat(image.getWidth()).isEqualTo(4 * 32);
    // Rows 10, 20, 31, 32 have 10, 9, 9, 10 tenths in channel 1, 2, 1, 2.
    int[][] expected = {{0, 255, 0}, {0, 0, 230}, {0, 230, 0}, {0, 0, 255}};
    for (int i = 0; i < 4; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(Math.abs(sample(image, sheet, i, c) - expected[i][c])).isLessThan(8);
      }
    }
  }

  @Test
  void largePicturesAreScaledDownAndKeepTheirAspect() throws IOException {
    PictureSheet sheet = PictureSheet.draw(new Plain(new InputShape(60, 120, 1), 4), new int[] {3});

    assertThat(sheet.width()).isEqualTo(48);
    assertThat(sheet.height()).isEqualTo(24);
    assertThat(Math.abs(sample(decode(sheet), sheet, 0, 0) - 76.5)).isLessThan(4);
  }

  @Test
  void aPixelOfAScaledPictureIsTheMeanOfWhatItCovers() throws IOException {
    // 96 x 96: the left half dark, the right half bright, the upper left pixel of each four lit.
    Inputs image =
        new Inputs() {
          @Override
          public InputShape shape() {
            return new InputShape(96, 96, 1);
          }

          @Override
          public int size() {
            return 1;
          }

          @Override
          public void read(int row, float[] target, int offset) {
            for (int i = 0; i < 96 * 96; i++) {
              boolean isFirstOfFour = i % 2 == 0 && i / 96 % 2 == 0;
              target[offset + i] = i % 96 < 48 ? 0 : isFirstOfFour ? 1 : 0.2f;
            }
          }
        };

    PictureSheet sheet = PictureSheet.draw(image, new int[] {0});

    BufferedImage decoded = decode(sheet);
    assertThat(decoded.getRaster().getSample(10, 10, 0)).isLessThan(4);
    // (1 + 3 * 0.2) / 4 = 0.4 of 255.
    assertThat(Math.abs(decoded.getRaster().getSample(40, 20, 0) - 102)).isLessThan(4);
  }

  @Test
  void vectorsAndImagesOfManyBandsAreNoPictures() {
    assertThat(PictureSheet.canShow(InputShape.vector(3))).isFalse();
    assertThat(PictureSheet.canShow(new InputShape(4, 4, 6))).isFalse();
    assertThat(PictureSheet.canShow(new InputShape(4, 4, 3))).isTrue();
    assertThatThrownBy(() -> PictureSheet.draw(new FloatMatrix(2, 3, new float[6]), new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values");
  }

  @Test
  void twoThousandNaturalThumbnailsStayBelowTwoAndAHalfMegabytes() throws IOException {
    // Worse than photographs: noise smoothed over four pixels.
    Inputs images =
        new Inputs() {
          @Override
          public InputShape shape() {
            return new InputShape(32, 32, 3);
          }

          @Override
          public int size() {
            return 2000;
          }

          @Override
          public void read(int row, float[] target, int offset) {
            for (int i = 0; i < 32 * 32 * 3; i++) {
              int y = i / 96 / 4;
              int x = i / 3 % 32 / 4;
              long place = row * 64L + y * 8L + x + 1_000_000L * (i % 3);
              target[offset + i] = (Streams.word(place, 0) >>> 56) / 255f;
            }
          }
        };
    int[] rows = new int[2000];
    java.util.Arrays.setAll(rows, i -> i);

    assertThat(PictureSheet.draw(images, rows).jpeg()).hasSizeLessThan(2_500_000);
  }
}
