package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is refused with one message, before anything is written. */
class RefusalsTest {
  private static final int CIFAR10_RECORD = 3073;
  private static final String CIFAR10 =
      """
      formatVersion: 1
      data: {source: cifar10, train: train.bin, test: test.bin}
      backbone: {kind: small-cnn, width: 4}
      methods: [cross-entropy]
      training: {epochs: 1, batch: 8}
      evaluation: [coarse]
      """;

  @TempDir private Path folder;
  private Path out;
  private Path table;
  private Path cifar;

  @BeforeEach
  void smallData() throws IOException {
    out = folder.resolve("out");
    table = folder.resolve("prices.csv");
    Files.writeString(table, prices("0.5"));
    cifar = Files.writeString(folder.resolve("cifar.yaml"), CIFAR10);
    Files.write(folder.resolve("train.bin"), records(20, 9));
    Files.write(folder.resolve("test.bin"), records(10, 9));
  }

  private static String prices(String sizeOfRowThree) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder rows = new StringBuilder("sku,size,grade,price\n");
    for (int row = 0; row < 40; row++) {
      String size = row == 3 ? sizeOfRowThree : Double.toString(random.nextDouble());
      String grade = row % 2 == 0 ? "large" : "small";
      rows.append("r%d,%s,%s,%s\n".formatted(row, size, grade, random.nextDouble()));
    }
    return rows.toString();
  }

  private static byte[] records(int count, int lastLabel) {
    byte[] bytes = new byte[count * CIFAR10_RECORD];
    for (int row = 0; row < count; row++) {
      bytes[row * CIFAR10_RECORD] = (byte) (row == count - 1 ? lastLabel : row % 10);
    }
    return bytes;
  }

  /** Runs train with --out, and asserts one message with these words and nothing written. */
  private void refused(int code, String[] words, Object... arguments) {
    Object[] all =
        Stream.of(Stream.of("train"), Arrays.stream(arguments), Stream.of("--out", out))
            .flatMap(part -> part)
            .toArray();
    Fierce train = Fierce.run(all);
    assertThat(train.err()).startsWith("fierce: ").contains(words).doesNotContain("Exception");
    assertThat(train.err().lines().filter(line -> !line.equals("(--stacktrace tells more)")))
        .hasSize(1);
    assertThat(train.code()).isEqualTo(code);
    assertThat(train.out()).isEmpty();
    assertThat(Files.exists(out)).isFalse();
  }

  private static String[] words(String... words) {
    return words;
  }

  @Test
  void aCutCifarFile() throws IOException {
    Files.write(folder.resolve("train.bin"), Arrays.copyOf(records(2, 0), 5000));
    refused(
        3,
        words(folder.resolve("train.bin") + " has 5000 bytes", "a multiple of 3073", "fetch it"),
        cifar);
  }

  @Test
  void aLabelOutOfRange() throws IOException {
    Files.write(folder.resolve("train.bin"), records(20, 77));
    refused(3, words("train.bin, record 19", "is 77, expected 0..9", "fetch it again"), cifar);
  }

  @Test
  void aMissingColumn() {
    refused(
        3,
        words("prices.csv has no column \"garde\"", "sku, size, grade, price"),
        table,
        "--coarse",
        "garde");
  }

  @Test
  void aCoarseClassWithoutFineClasses() throws IOException {
    hierarchyIsRefused(
        "fine,coarse\nlarge,big\nsmall,little\n,gigantic\n", "groups.csv", "line 4", "fine");
  }

  @Test
  void aHierarchyThatNamesAnUnknownClass() throws IOException {
    hierarchyIsRefused(
        "fine,coarse\nlarge,big\nsmall,little\nhuge,big\n", "groups.csv", "\"huge\"", "unknown");
  }

  @Test
  void aHierarchyThatLacksAClass() throws IOException {
    hierarchyIsRefused("fine,coarse\nlarge,big\nhuge,little\n", "groups.csv", "\"small\"");
  }

  private void hierarchyIsRefused(String hierarchy, String... words) throws IOException {
    Files.writeString(folder.resolve("groups.csv"), hierarchy);
    refused(
        3,
        words,
        table,
        "--coarse",
        "grade",
        "--set",
        "data.labels={fine: grade, hierarchy: groups.csv}");
  }

  @Test
  void aValueThatIsNoNumber() throws IOException {
    Files.writeString(table, prices("tall"));
    refused(
        3,
        words("prices.csv, line 5", "column size is \"tall\"", "Correct the texts"),
        table,
        "--coarse",
        "grade",
        "--id",
        "sku");
  }

  @Test
  void aDamagedImageInAZip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder labels = new StringBuilder("file,kind\n");
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int image = 0; image < 20; image++) {
        zip.putNextEntry(new ZipEntry(image + ".png"));
        labels.append("%d.png,%s\n".formatted(image, image % 2 == 0 ? "cat" : "dog"));
        if (image == 0) {
          zip.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0});
        } else {
          ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", zip);
        }
        zip.closeEntry();
      }
    }
    Path photos = folder.resolve("photos.zip");
    try (OutputStream file = Files.newOutputStream(photos)) {
      bytes.writeTo(file);
    }
    Path labelFile = Files.writeString(folder.resolve("labels.csv"), labels);
    refused(
        3,
        words("labels.csv, line 2: 0.png (10 bytes)", "--skip-bad"),
        photos,
        "--labels",
        labelFile,
        "--coarse",
        "kind");
  }

  @Test
  void anUnknownKeyWithTheNearOne() throws IOException {
    Files.writeString(cifar, CIFAR10.replace("epochs: 1", "epocs: 1"));
    refused(
        2,
        words("cifar.yaml:5:", "unknown key 'epocs' in training", "did you mean 'epochs'?"),
        cifar);
  }

  @Test
  void aValueWithACommaThatIsNotQuoted() throws IOException {
    Path config = folder.resolve("bins.yaml");
    Files.writeString(
        config,
        """
        formatVersion: 1
        data: {source: table, train: prices.csv, labels: {coarse: bins(price, 2), fine: price}, split: {fraction: 0.2}}
        backbone: mlp
        methods: [cross-entropy]
        """);
    refused(
        2,
        words(
            "bins.yaml:2:",
            "data.labels.coarse is cut at its comma",
            "quote it, as coarse: \"bins(price, 2)\""),
        config);
  }

  @Test
  void aFolderThatCannotBeMade() throws IOException {
    out = Files.createFile(folder.resolve("file")).resolve("out");
    refused(
        1,
        words(out + ": cannot be made", "is a file; choose another folder"),
        table,
        "--coarse",
        "grade");
  }

  @Test
  void aFileInThePlaceOfTheFolder() throws IOException {
    String before = Files.readString(table);
    for (String command : new String[] {"train", "compare"}) {
      Fierce fierce = Fierce.run(command, cifar, "--out", table);
      assertThat(fierce.code()).isEqualTo(2);
      assertThat(fierce.err())
          .contains(table + " is a file, but a folder is needed; choose another --out")
          .hasLineCount(1);
    }
    assertThat(table).hasContent(before);
  }

  @Test
  void aFolderThatHoldsAnotherRun() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    String record = "{\"formatVersion\":1,\"method\":\"fierce\",\"seed\":3}";
    Files.writeString(other.resolve("run.json"), record);

    Fierce train = Fierce.run("train", table, "--coarse", "grade", "--out", other);

    assertThat(train.code()).isEqualTo(2);
    assertThat(train.err())
        .contains(other + " holds another run (fierce, seed 3", "choose another --out")
        .hasLineCount(1);
    assertThat(other.resolve("run.json")).hasContent(record);
    assertThat(other.toFile().list()).containsExactly("run.json");
  }

  @Test
  void aNegativeWeight() {
    optionIsRefused(
        "methods=[{name: fierce, weight: -1}]", "methods.0.weight must be at least 0, found -1");
  }

  @Test
  void aTemperatureOfZero() {
    optionIsRefused(
        "methods=[{name: fierce, temperature: 0}]",
        "methods.0.temperature must be above 0, found 0");
  }

  @Test
  void batchNormOverOneRow() {
    optionIsRefused("training.batch=1", "batch is 1", "batch norm", "raise batch");
  }

  @Test
  void moreWaysThanClasses() {
    refused(
        2,
        words("50", "2", "ways"),
        table,
        "--coarse",
        "grade",
        "--fine",
        "grade",
        "--set",
        "evaluation=[{kind: few-shot, ways: [50]}]",
        "--set",
        "training.epochs=1");
  }

  private void optionIsRefused(String assignment, String... words) {
    refused(2, words, cifar, "--set", assignment);
  }

  @Test
  void dataThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("train.bin"));
    refused(
        3,
        words("train.bin: not in any of [", folder.toString(), "FIERCE_DATA", "fierce fetch"),
        cifar);
  }

  @Test
  void aComparisonIsRefusedBeforeItsFolderIsMade() throws IOException {
    Files.write(folder.resolve("train.bin"), records(20, 77));
    Fierce compare = Fierce.run("compare", cifar, "--out", out);
    assertThat(compare.code()).isEqualTo(3);
    assertThat(compare.err()).contains("is 77, expected 0..9").hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
