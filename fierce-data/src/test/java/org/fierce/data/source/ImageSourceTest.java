package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.SharedData;
import org.fierce.data.csv.BadRows;
import org.fierce.data.picture.ImageDecoder;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.Pixels;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.SplitSpec;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest extends DataSourceContract {
  @TempDir Path folder;

  private static byte[] encoded(String format, int type, int width, int height, int... rgb)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb[i % rgb.length]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] png(int width, int height, int... rgb) throws IOException {
    return encoded("png", BufferedImage.TYPE_INT_RGB, width, height, rgb);
  }

  /** Four images in two coarse and two fine classes. */
  private static Map<String, byte[]> four() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a/1.png", png(2, 2, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF));
    files.put("a/2.png", png(1, 1, 0x336699));
    files.put("b/1.png", png(1, 1, 0x000000));
    files.put("b/2.png", png(1, 1, 0xFFFFFF));
    return files;
  }

  private static final String LABELS =
      "file,coarse,fine,split\na/1.png,a,x,train\na/2.png,a,x,test\nb/1.png,b,y,train\nb/2.png,b,y,test\n";

  private void zip(Map<String, byte[]> files) throws IOException {
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("images.zip")))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    Files.writeString(folder.resolve("labels.csv"), LABELS);
  }

  private static ImageSource source(String images, int side, Pixels pixels, ImageFit fit) {
    return source(images, side, pixels, fit, BadRows.REFUSE);
  }

  private static ImageSource source(
      String images, int side, Pixels pixels, ImageFit fit, BadRows badRows) {
    return new ImageSource(
        images,
        "labels.csv",
        null,
        "file",
        side,
        pixels,
        fit,
        LabelColumns.of("coarse", "fine"),
        null,
        null,
        SplitSpec.byColumn("split"),
        badRows,
        null,
        null,
        null,
        0,
        ReadLimits.standard());
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  private void refused(ImageSource source, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> source.open(root()))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  private static float[] row(Dataset data, int row) {
    float[] values = new float[data.shape().values()];
    data.inputs().read(row, values, 0);
    return values;
  }

  @Override
  protected DataSource source() throws IOException {
    zip(four());
    return source("images.zip", 2, Pixels.RGB, ImageFit.STRETCH);
  }

  @Test
  void aZipGivesPixelsLabelsAndParts() throws IOException {
    zip(four());
    ImageSource source = source("images.zip", 2, Pixels.RGB, ImageFit.CROP);
    DataSplit split = source.open(root());
    assertThat(split.train().ids()).containsExactly("a/1.png", "b/1.png");
    assertThat(row(split.train(), 0)).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);
    assertThat(row(split.test(), 0))
        .containsExactly(.2f, .4f, .6f, .2f, .4f, .6f, .2f, .4f, .6f, .2f, .4f, .6f);
    assertThat(split.test().coarse().labels()).containsExactly(0, 1);
    assertThat(split.train().fine())
        .isInstanceOfSatisfying(
            FineTargets.Classes.class, fine -> assertThat(fine.names()).containsExactly("x", "y"));
    assertThat(source.files(root())).hasSize(2);
  }

  @Test
  void aFolderGivesTheSame() throws IOException {
    zip(four());
    for (Map.Entry<String, byte[]> file : four().entrySet()) {
      Path path = folder.resolve("photos").resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
    DataSplit inFolder = source("photos", 2, Pixels.GREY, ImageFit.CROP).open(root());
    DataSplit inZip = source("images.zip", 2, Pixels.GREY, ImageFit.CROP).open(root());
    assertThat(row(inFolder.train(), 0)).isEqualTo(row(inZip.train(), 0));
    // round(0.299 * 255), round(0.587 * 255), round(0.114 * 255), 255
    assertThat(row(inFolder.train(), 0)).containsExactly(76 / 255f, 150 / 255f, 29 / 255f, 1f);
  }

  @Test
  void scalingDownAveragesTheArea() throws IOException {
    byte[] target = new byte[1];
    byte[] image = png(3, 1, 0x000000, 0x3C3C3C, 0x787878);
    new ImageDecoder(1, Pixels.GREY, ImageFit.STRETCH, ReadLimits.standard())
        .decode(image, target, 0);
    assertThat(target[0]).isEqualTo((byte) 60);
    // Three columns on two: the middle one is shared, (0 + 0.5 * 60) / 1.5 and (30 + 120) / 1.5.
    byte[] two = new byte[4];
    new ImageDecoder(2, Pixels.GREY, ImageFit.STRETCH, ReadLimits.standard()).decode(image, two, 0);
    assertThat(two).containsExactly(20, 100, 20, 100);
  }

  @Test
  void scalingUpIsBilinear() throws IOException {
    byte[] target = new byte[16];
    new ImageDecoder(4, Pixels.GREY, ImageFit.STRETCH, ReadLimits.standard())
        .decode(png(2, 1, 0x000000, 0x646464), target, 0);
    assertThat(Arrays.copyOf(target, 4)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void croppingKeepsTheCentredSquare() throws IOException {
    byte[] target = new byte[1];
    new ImageDecoder(1, Pixels.GREY, ImageFit.CROP, ReadLimits.standard())
        .decode(png(3, 1, 0x000000, 0x3C3C3C, 0xFFFFFF), target, 0);
    assertThat(target[0]).isEqualTo((byte) 60);
  }

  @Test
  void greyPixelsAreTakenAsStoredAndTransparentOnesLieOnWhite() throws IOException {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(grey, "png", out)).isTrue();
    byte[] target = new byte[3];
    new ImageDecoder(1, Pixels.RGB, ImageFit.CROP, ReadLimits.standard())
        .decode(out.toByteArray(), target, 0);
    assertThat(target).containsExactly(100, 100, 100);
    new ImageDecoder(1, Pixels.RGB, ImageFit.CROP, ReadLimits.standard())
        .decode(encoded("png", BufferedImage.TYPE_INT_ARGB, 1, 1, 0x00102030), target, 0);
    assertThat(target).containsExactly(255, 255, 255);
  }

  @Test
  void jpegIsReadNearlyAsItWas() throws IOException {
    byte[] jpeg = encoded("jpg", BufferedImage.TYPE_INT_RGB, 16, 16, 0x808080);
    byte[] target = new byte[3];
    new ImageDecoder(1, Pixels.RGB, ImageFit.CROP, ReadLimits.standard()).decode(jpeg, target, 0);
    for (byte value : target) {
      assertThat(value & 0xFF).isBetween(126, 130);
    }
    Map<String, byte[]> files = four();
    files.put("a/2.png", Arrays.copyOf(jpeg, jpeg.length - 10));
    zip(files);
    refused(source("images.zip", 2, Pixels.RGB, ImageFit.CROP), "a JPEG cut short");
  }

  @Test
  void aDamagedPngIsRefusedNamingZipAndEntry() throws IOException {
    ImageSource source = source("images.zip", 2, Pixels.RGB, ImageFit.CROP);
    byte[] whole = png(8, 8, 0x123456, 0x654321);
    for (int cut = 0; cut < whole.length; cut += 5) {
      Map<String, byte[]> files = four();
      files.put("b/1.png", Arrays.copyOf(whole, cut));
      zip(files);
      refused(source, "labels.csv, line 4: b/1.png (" + cut + " bytes): ");
    }
    for (int position : new int[] {0, 20, 45, whole.length - 14}) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x55;
      Map<String, byte[]> files = four();
      files.put("b/1.png", damaged);
      zip(files);
      refused(source, "labels.csv, line 4: b/1.png (");
    }
  }

  @Test
  void aDamagedZipIsRefused() throws IOException {
    zip(four());
    byte[] whole = Files.readAllBytes(folder.resolve("images.zip"));
    Files.write(folder.resolve("images.zip"), Arrays.copyOf(whole, whole.length / 2));
    refused(source("images.zip", 2, Pixels.RGB, ImageFit.CROP), "is a zip cut short");
  }

  @Test
  void labelRowsThatDoNotFitAreRefused() throws IOException {
    zip(four());
    ImageSource source = source("images.zip", 2, Pixels.RGB, ImageFit.CROP);
    labels(LABELS.replace("b/2.png", "b/3.png"));
    refused(source, "labels.csv, line 5", "b/3.png", "no such file");
    labels(LABELS.replace("b/2.png", "b/1.png"));
    refused(source, "line 5", "\"b/1.png\" again", "line 4");
    labels(LABELS.replace("b/1.png,b,y", "b/1.png,,y"));
    refused(source, "line 4: column coarse is empty");
    labels(LABELS.replace("b/1.png,b,y,train", "b/1.png,b,y,held"));
    refused(source, "line 4: column split says \"held\"");
    labels(LABELS.replace("b/2.png,b,y", "b/2.png,b,x"));
    refused(source, "line 5: fine class \"x\" has coarse class \"b\" here but \"a\"");
    labels(LABELS.replace("coarse", "group"));
    refused(source, "has no column \"coarse\"; it has file, group, fine, split");
    labels(LABELS.replace("train", "test"));
    refused(source, "0 training rows and 4 test rows");
  }

  @Test
  void allProblemsAreToldAtOnceAndTheirRowsSkippedWhereThatIsAsked() throws IOException {
    Map<String, byte[]> files = four();
    files.put("c.png", Arrays.copyOf(png(8, 8, 0x123456), 20));
    files.put("empty.png", new byte[0]);
    files.put("page.png", "<html>".getBytes(StandardCharsets.UTF_8));
    zip(files);
    labels(
        LABELS
            + "c.png,a,x,train\nempty.png,a,x,train\npage.png,a,x,train\ngone.png,b,y,test\na/1.png,a,x,train\n");
    Path labels = folder.resolve("labels.csv");
    Path zip = folder.resolve("images.zip");
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> source("images.zip", 2, Pixels.RGB, ImageFit.CROP).open(root()))
        .withMessage(
            labels
                + """
                 has 5 problems:
                  line 6: c.png (20 bytes): a PNG cut short: the chunk at byte 8 wants 25 bytes, 12 are left
                  line 7: empty.png (0 bytes): an empty file
                  line 8: page.png (6 bytes): a web page, as servers send where a picture is missing; fetch it again
                  line 9 names "gone.png", but %s has no such file
                  line 10 names "a/1.png" again, after line 2; each image needs one row
                Correct the names, replace the pictures, or take their rows out. To go on without such rows: --skip-bad."""
                    .formatted(zip));
    DataSplit split = source("images.zip", 2, Pixels.RGB, ImageFit.CROP, BadRows.SKIP).open(root());
    assertThat(split.train().ids()).containsExactly("a/1.png", "b/1.png");
    assertThat(split.test().ids()).containsExactly("a/2.png", "b/2.png");
    assertThat(row(split.test(), 1)).containsOnly(1);
    assertThat(split.notes().get(1)).startsWith("5 of 9 rows cannot be used and were left out: ");
  }

  @Test
  void theFirstFolderOfTheNamesMaySayThePart() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    four()
        .forEach(
            (name, bytes) -> files.put((name.contains("1") ? "train/" : "val/") + name, bytes));
    zip(files);
    labels("file,coarse\ntrain/a/1.png,a\nval/a/2.png,a\ntrain/b/1.png,b\nval/b/2.png,b\n");
    ImageSource source =
        new ImageSource(
            "images.zip",
            "labels.csv",
            null,
            "file",
            1,
            Pixels.GREY,
            ImageFit.CROP,
            LabelColumns.coarse("coarse"),
            null,
            null,
            SplitSpec.byColumn("file"),
            BadRows.REFUSE,
            null,
            null,
            null,
            0,
            ReadLimits.standard());
    DataSplit split = source.open(root());
    assertThat(split.train().ids()).containsExactly("train/a/1.png", "train/b/1.png");
    assertThat(split.test().ids()).containsExactly("val/a/2.png", "val/b/2.png");
    assertThat(split.notes())
        .containsExactly(
            "Rows are split as column file says: train (2), val (2).",
            "Column file names no test rows, so its 2 validation rows are the test rows: nothing is trained or chosen on them.");
  }

  private void labels(String text) throws IOException {
    Files.writeString(folder.resolve("labels.csv"), text);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source("x", 0, Pixels.RGB, ImageFit.CROP))
        .withMessageContaining("side is 0");
    assertThat(ImageSource.of("x", "y", LabelColumns.coarse("c")).side()).isEqualTo(32);
  }

  @Test
  void theRealOmniglotHasItsKnownCounts() throws IOException {
    Path file = SharedData.file("omniglot/labels.csv");
    DataRoot root =
        new DataRoot(
            List.of(Objects.requireNonNull(Objects.requireNonNull(file.getParent()).getParent())));
    ImageSource source =
        new ImageSource(
            "omniglot/omniglot-small.zip",
            "omniglot/labels.csv",
            null,
            "path",
            28,
            Pixels.GREY,
            ImageFit.STRETCH,
            LabelColumns.of("coarse", "fine"),
            "omniglot/coarse_names.txt",
            "omniglot/fine_names.txt",
            SplitSpec.byColumn("split"),
            BadRows.REFUSE,
            null,
            null,
            null,
            0,
            ReadLimits.standard());
    DataSplit split = source.open(root);
    assertThat(split.train().size()).isEqualTo(3630);
    assertThat(split.test().size()).isEqualTo(1210);
    assertThat(split.train().coarse().names()).hasSize(8).contains("Balinese");
    assertThat(split.train().fine())
        .isInstanceOfSatisfying(
            FineTargets.Classes.class, fine -> assertThat(fine.names()).hasSize(242));
    // Black strokes on white: most of a page is white.
    float[] values = row(split.train(), 0);
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    assertThat(mean).isBetween(0.8, 0.99);
    assertThat(source.files(root)).hasSize(4);
  }
}
