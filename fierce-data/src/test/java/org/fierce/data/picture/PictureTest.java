package org.fierce.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.fierce.data.Damage;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of all kinds against what Pillow reads from them; see README.md beside them. */
class PictureTest {
  private static final Path PICTURES = Path.of("src/test/resources/org/fierce/data/pictures");

  private static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(PICTURES)) {
      return files
          .filter(file -> !file.toString().endsWith(".rgb") && !file.toString().endsWith(".md"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static byte[] decode(byte[] file, int side) throws IOException {
    byte[] rgb = new byte[side * side * 3];
    new ImageDecoder(side, Pixels.RGB, ImageFit.CROP, ReadLimits.standard()).decode(file, rgb, 0);
    return rgb;
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(PICTURES.resolve(name));
  }

  private static int farthest(byte[] found, byte[] expected) {
    int most = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs((found[i] & 0xFF) - (expected[i] & 0xFF)));
    }
    return most;
  }

  /**
   * Lossless ones to the bit but for a rounding; JPEG's transform may be off by 2, lossy WebP is
   * not.
   */
  @Test
  void everyKindOfPictureIsReadAsPillowReadsIt() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Path file : all()) {
      String name = file.getFileName().toString();
      int tolerance = name.startsWith("jpg") || name.startsWith("tif_jpeg") ? 2 : 1;
      softly
          .assertThat(farthest(decode(Files.readAllBytes(file), 16), bytes(name + ".rgb")))
          .as(name)
          .isLessThanOrEqualTo(tolerance);
    }
    softly.assertAll();
  }

  private static void assertNear(String name, int... expected) throws IOException {
    byte[] found = decode(bytes(name), 2);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i] & 0xFF)
          .as("%s, value %d", name, i)
          .isBetween(expected[i] - 4, expected[i] + 4);
    }
  }

  @Test
  void theOrientationOfExifIsApplied() throws IOException {
    assertNear("exif/exif2.jpg", 21, 200, 20, 220, 20, 20, 240, 240, 20, 21, 20, 220);
    assertNear("exif/exif3.jpg", 240, 240, 20, 21, 20, 220, 21, 200, 20, 220, 20, 20);
    assertNear("exif/exif6.jpg", 21, 20, 220, 220, 20, 20, 240, 240, 20, 21, 200, 20);
    assertNear("exif/exif8.jpg", 21, 200, 20, 240, 240, 20, 220, 20, 20, 21, 20, 220);
  }

  @Test
  void brokenExifIsNoOrientation() throws IOException {
    byte[] file = bytes("exif/exif6.jpg");
    byte[] plain = decode(bytes("exif/plain.jpg"), 2);
    int exif = new String(file, StandardCharsets.ISO_8859_1).indexOf("Exif\0\0") + 6;
    assertThat(decode(file, 2)).isNotEqualTo(plain);
    for (int[] change :
        new int[][] {{0, 'X'}, {2, 0}, {4, 0x7F}, {7, 0xFF}, {9, 0}, {18, 9}, {18, 0}}) {
      byte[] broken = file.clone();
      broken[exif + change[0]] = (byte) change[1];
      byte[] found = decode(broken, 2);
      assertThat(farthest(found, plain) <= 2 || Arrays.equals(found, decode(file, 2))).isTrue();
    }
  }

  /**
   * Stored columns 0 to 2 crop to 1 and 2 where they run the other way, as the shown ones do to 0
   * and 1.
   */
  @Test
  void aTurnedPictureIsCroppedAsItIsShown() {
    for (int value = 1; value <= 8; value++) {
      byte[] stored = {0, 1, 2, 3};
      byte[] shown = new byte[4];
      Orientation.of(value).turn(stored, shown, 0, 2, 1);
      byte[] expected =
          switch (value) {
            case 1 -> new byte[] {0, 1, 2, 3};
            case 2 -> new byte[] {1, 0, 3, 2};
            case 3 -> new byte[] {3, 2, 1, 0};
            case 4 -> new byte[] {2, 3, 0, 1};
            case 5 -> new byte[] {0, 2, 1, 3};
            case 6 -> new byte[] {2, 0, 3, 1};
            case 7 -> new byte[] {3, 1, 2, 0};
            default -> new byte[] {1, 3, 0, 2};
          };
      assertThat(shown).as("orientation %d", value).isEqualTo(expected);
    }
    assertThat(Orientation.of(0)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.of(1L << 40)).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void fourChannelsAreInvertedInksWithAndWithoutAdobesMark() throws IOException {
    int[] expected = {220, 20, 20, 20, 200, 20, 20, 20, 220, 240, 240, 20};
    assertNear("cmyk/cmyk.jpg", expected);
    byte[] file = bytes("cmyk/cmyk.jpg");
    assertThat(file[3] & 0xFF).isEqualTo(0xEE);
    byte[] without = new byte[file.length - 16];
    without[0] = file[0];
    without[1] = file[1];
    System.arraycopy(file, 18, without, 2, without.length - 2);
    assertThat(decode(without, 2)).isEqualTo(decode(file, 2));
  }

  /** The same channels called YCCK by the last byte of Adobe's mark: libjpeg's formula by hand. */
  @Test
  void ycckIsTurnedIntoInks() throws IOException {
    float[] rgb = new float[3];
    JpegColours.YCCK.toRgb(new int[] {100, 90, 200, 51}, 1, rgb);
    // Inks: 255 - (100 + 1.402 * 72), 255 - (100 + 0.344 * 38 - 0.714 * 72), 255 - (100 - 1.772 *
    // 38)
    assertThat(rgb[0]).isEqualTo((255 - 201) * 51 / 255f);
    assertThat(rgb[1]).isEqualTo((255 - 62) * 51 / 255f);
    assertThat(rgb[2]).isEqualTo((255 - 33) * 51 / 255f);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatIOException().isThrownBy(() -> decode(file, 2)).withMessageContaining(message);
  }

  @Test
  void aJpegCutInItsScanIsRefusedWhateverItsThumbnail() throws IOException {
    assertRefused(bytes("cut/thumb_cut.jpg"), "a JPEG cut short inside its picture");
    assertRefused(bytes("cut/nothumb_cut.jpg"), "a JPEG cut short inside its picture");
    byte[] whole = bytes("cut/thumb_full.jpg");
    byte[] read = decode(whole, 2);
    assertThat(decode(Arrays.copyOf(whole, whole.length + 5000), 2)).isEqualTo(read);
    byte[] ended = Arrays.copyOf(whole, whole.length - 300);
    ended[ended.length - 2] = (byte) 0xFF;
    ended[ended.length - 1] = (byte) 0xD9;
    assertRefused(ended, "a damaged JPEG: Corrupt JPEG data: premature end of data segment");
  }

  @Test
  void aPictureThatClaimsTooManyPixelsIsRefusedByItsHeader() throws IOException {
    assertRefused(
        bytes("cut/header100k.png"),
        "100000 x 100000 pixels, more than 50 megapixels; make it smaller or raise data.limits.megapixels");
    byte[] jpeg = bytes("jpg_l.jpg");
    int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
    assertRefused(jpeg, "65535 x 65535 pixels");
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0x1A);
    assertRefused(jpeg, "bytes of pixels cannot be 6682 x 6682");
  }

  @Test
  void otherFormatsAreNamedWithTheWayOut() {
    assertOther("", "an empty file");
    assertOther("\0\0\0\u001cftypheic\0\0\0\0mif1heic", "a HEIC picture; save it as PNG or JPEG");
    assertOther("\0\0\0\u001cftypavif\0\0\0\0mif1avif", "an AVIF picture; save it as PNG or JPEG");
    assertOther("\0\0\0\u001cftypisom\0\0\0\0", "a video or another file of the MP4 family");
    assertOther(
        "<?xml version=\"1.0\"?>\n<svg xmlns='x'>", "an SVG drawing; save it as PNG or JPEG");
    assertOther("%PDF-1.7", "a PDF document; save it as PNG or JPEG");
    assertOther("8BPS\0\1", "a Photoshop file");
    assertOther("\u00ff\nxx", "a JPEG XL picture");
    assertOther("II+\0", "a BigTIFF picture");
    assertOther("<!DOCTYPE html><html>", "a web page, as servers send where a picture is missing");
    assertOther("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer");
    assertOther("PK\3\4", "none of PNG, JPEG, GIF, BMP, TIFF and WebP but a zip");
    assertOther("nothing", "none of PNG, JPEG, GIF, BMP, TIFF and WebP");
  }

  private static void assertOther(String start, String message) {
    assertRefused(start.getBytes(StandardCharsets.ISO_8859_1), message);
  }

  @Test
  void aPictureCutAnywhereIsRefused() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    for (Path file : all()) {
      byte[] whole = Files.readAllBytes(file);
      // Half of this file is the film after the picture; a TIFF may end in pages that are not read.
      int end = file.toString().endsWith("trail.jpg") ? whole.length - 530 : whole.length - 1;
      for (int length = 0;
          length <= end;
          length += length < end ? Math.min(end - length, 1 + end / 9) : 1) {
        byte[] cut = Arrays.copyOf(whole, length);
        boolean isTiff = file.toString().endsWith(".tif");
        try {
          byte[] found = decode(cut, 16);
          softly
              .assertThat(isTiff && Arrays.equals(found, decode(whole, 16)))
              .as("%s cut to %d of %d bytes", file.getFileName(), length, whole.length)
              .isTrue();
        } catch (IOException e) {
          softly.assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
    softly.assertAll();
  }

  @Test
  @Timeout(180)
  void noDamageGivesAnythingButAnIoException() throws IOException {
    for (Path file : all()) {
      Damage.of(
          Files.readAllBytes(file),
          20,
          bytes -> {
            try {
              decode(bytes, 16);
            } catch (IOException e) {
              throw new DatasetFormatException(file + ": " + e.getMessage(), e);
            }
          },
          file.toString());
    }
  }

  /** Twice 24 megapixels in memory would not fit; rows are scaled as they come. */
  @Test
  void aLargePictureIsScaledAsItsRowsCome() throws IOException {
    BufferedImage image = new BufferedImage(5000, 4000, BufferedImage.TYPE_BYTE_BINARY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    assertThat(decode(out.toByteArray(), 1)).containsExactly(0, 0, 0);
  }
}
