package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.SharedData;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.fierce.labels.LabelHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest extends DataSourceContract {
  @TempDir Path folder;

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  /** Records with the given labels; pixel i of record r is (r + i) mod 251. */
  private static byte[] records(int[]... labels) {
    int record = labels[0].length + 3072;
    byte[] bytes = new byte[labels.length * record];
    for (int r = 0; r < labels.length; r++) {
      for (int l = 0; l < labels[r].length; l++) {
        bytes[r * record + l] = (byte) labels[r][l];
      }
      for (int i = 0; i < 3072; i++) {
        bytes[r * record + labels[r].length + i] = (byte) ((r + i) % 251);
      }
    }
    return bytes;
  }

  /** Every coarse class once, with fine class five times its number. */
  private static int[][] everyCoarse() {
    int[][] labels = new int[20][];
    for (int c = 0; c < 20; c++) {
      labels[c] = new int[] {c, 5 * c};
    }
    return labels;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void refused(DataSource source, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> source.open(root()))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  @Override
  protected DataSource source() throws IOException {
    write("train.bin", records(everyCoarse()));
    write("test.bin", records(new int[] {3, 15}, new int[] {4, 20}));
    return Cifar100Source.of("train.bin", "test.bin");
  }

  @Test
  void planarPixelsComeOutByHeightWidthAndChannel() throws IOException {
    write("train.bin", records(everyCoarse()));
    write("test.bin", records(new int[] {3, 15}, new int[] {4, 20}));
    DataSplit split = Cifar100Source.of("train.bin", "test.bin").open(root());
    assertThat(split.train().size()).isEqualTo(20);
    assertThat(split.test().size()).isEqualTo(2);
    assertThat(split.test().coarse().labels()).containsExactly(3, 4);
    float[] row = new float[1 + 3072];
    split.train().inputs().read(7, row, 1);
    for (int y : new int[] {0, 13, 31}) {
      for (int x : new int[] {0, 5, 31}) {
        for (int c = 0; c < 3; c++) {
          int stored = (7 + c * 1024 + y * 32 + x) % 251;
          assertThat(row[1 + (y * 32 + x) * 3 + c]).isEqualTo(stored / 255f);
        }
      }
    }
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.train().fine());
    assertThat(fine.labels()[7]).isEqualTo(35);
    assertThat(fine.names()).hasSize(100).contains("99");
  }

  @Test
  void namesComeFromTheFilesBesideTheTrainingFile() throws IOException {
    write("train.bin", records(everyCoarse()));
    StringBuilder names = new StringBuilder();
    for (int c = 0; c < 20; c++) {
      names.append("group ").append(c).append('\n');
    }
    Files.writeString(folder.resolve("coarse_label_names.txt"), names + "\n");
    Cifar100Source source = Cifar100Source.of("train.bin", "train.bin");
    assertThat(source.open(root()).train().coarse().names()).hasSize(20).contains("group 19");
    assertThat(source.files(root())).hasSize(3);
    Files.writeString(folder.resolve("coarse_label_names.txt"), "a\nb\n");
    refused(source, "coarse_label_names.txt has 2 class names; expected 20");
    Files.writeString(folder.resolve("coarse_label_names.txt"), "a\na\n");
    refused(source, "line 2");
  }

  @Test
  void aCutFileIsRefusedAtAnyField() throws IOException {
    byte[] whole = records(everyCoarse());
    write("test.bin", whole);
    for (int cut : new int[] {0, 1, 2, 3073, 3075, whole.length - 1}) {
      write("train.bin", Arrays.copyOf(whole, cut));
      refused(
          Cifar100Source.of("train.bin", "test.bin"),
          "train.bin has " + cut + " bytes, not a multiple of 3074",
          "fetch it again");
    }
  }

  @Test
  void aLabelOutOfRangeIsRefusedWithRecordAndOffset() throws IOException {
    int[][] labels = everyCoarse();
    labels[2] = new int[] {2, 100};
    write("test.bin", records(everyCoarse()));
    write("train.bin", records(labels));
    refused(
        Cifar100Source.of("train.bin", "test.bin"),
        "record 2 (byte 6148)",
        "fine label is 100",
        "expected 0..99");
    labels[2] = new int[] {20, 10};
    write("train.bin", records(labels));
    refused(Cifar100Source.of("train.bin", "test.bin"), "coarse label is 20, expected 0..19");
  }

  @Test
  void aFineClassUnderTwoCoarseOnesIsRefused() throws IOException {
    write("train.bin", records(everyCoarse()));
    write("test.bin", records(new int[] {1, 0}));
    refused(
        Cifar100Source.of("train.bin", "test.bin"),
        "test.bin, record 0",
        "fine class \"0\" has coarse class \"1\" here but \"0\" at");
  }

  @Test
  void aCoarseClassWithoutTrainingRowsIsRefused() throws IOException {
    write("train.bin", records(Arrays.copyOf(everyCoarse(), 19)));
    write("test.bin", records(everyCoarse()));
    refused(Cifar100Source.of("train.bin", "test.bin"), "coarse class \"19\" is empty");
  }

  @Test
  void labelsMayBeOneColumnOrAHierarchy() throws IOException {
    write("train.bin", records(everyCoarse()));
    Cifar100Source coarse =
        new Cifar100Source(
            "train.bin", "train.bin", LabelColumns.coarse("coarse"), null, null, null, 0);
    assertThat(coarse.open(root()).train().fine()).isNull();
    refused(
        new Cifar100Source(
            "train.bin", "train.bin", LabelColumns.coarse("colour"), null, null, null, 0),
        "no label \"colour\"");
    refused(
        new Cifar100Source(
            "train.bin", "train.bin", LabelColumns.coarse("bins(fine, 2)"), null, null, null, 0),
        "is one of 100 classes, not a number");
    Files.writeString(folder.resolve("groups.csv"), "fine,coarse\n0,a\n");
    refused(
        new Cifar100Source(
            "train.bin",
            "train.bin",
            LabelColumns.grouped(null, "groups.csv"),
            null,
            null,
            null,
            0),
        "groups.csv",
        "does not name fine class \"1\"");
  }

  @Test
  void cifar10HasOneLabelByteAndSeveralTrainingFiles() throws IOException {
    int[][] first = new int[5][];
    int[][] second = new int[5][];
    for (int c = 0; c < 5; c++) {
      first[c] = new int[] {c};
      second[c] = new int[] {c + 5};
    }
    write("data_batch_1.bin", records(first));
    write("data_batch_2.bin", records(second));
    Cifar10Source source =
        new Cifar10Source(
            List.of("data_batch_1.bin", "data_batch_2.bin"),
            "data_batch_2.bin",
            LabelColumns.own(),
            null,
            null,
            null,
            0);
    DataSplit split = source.open(root());
    assertThat(split.train().coarse().labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    float[] row = new float[3072];
    split.train().inputs().read(6, row, 0);
    assertThat(row[0]).isEqualTo(1 / 255f);
    assertThat(source.files(root())).hasSize(3);

    second[1] = new int[] {10};
    write("data_batch_2.bin", records(second));
    refused(source, "data_batch_2.bin, record 1 (byte 3073)", "label is 10");
  }

  @Test
  void limitsAndValidationLeaveEveryClassARow() throws IOException {
    int[][] labels = new int[200][];
    for (int r = 0; r < 200; r++) {
      labels[r] = new int[] {r % 20, r % 100 / 20 * 20 + r % 20};
    }
    write("train.bin", records(labels));
    DataSplit split =
        new Cifar100Source(
                "train.bin", "train.bin", LabelColumns.own(), new Validation(0.25, 1), 80, 40, 0)
            .open(root());
    assertThat(split.train().size()).isEqualTo(60);
    assertThat(Objects.requireNonNull(split.validation()).size()).isEqualTo(20);
    assertThat(split.test().size()).isEqualTo(40);
    assertThat(split.train().coarse().labels()).contains(0, 10, 19);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Cifar100Source("train.bin", "train.bin", LabelColumns.own(), null, 0, null, 0))
        .withMessageContaining("trainRows is 0");
  }

  @Test
  void theRealCifar100HasItsKnownCounts() throws IOException {
    Path train = SharedData.cifar100("train.bin");
    DataSplit split =
        Cifar100Source.of("train.bin", "test.bin")
            .open(new DataRoot(List.of(Objects.requireNonNull(train.getParent()))));
    assertThat(split.train().size()).isEqualTo(50_000);
    assertThat(split.test().size()).isEqualTo(10_000);
    int[] counts = new int[20];
    for (int label : split.train().coarse().labels()) {
      counts[label]++;
    }
    assertThat(counts).containsOnly(2500);
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.train().fine());
    LabelHierarchy hierarchy = LabelHierarchy.of(split.train().coarse(), fine);
    assertThat(hierarchy.fineNames()).hasSize(100);
    assertThat(hierarchy.coarseNameOf(hierarchy.fineNames().indexOf("apple")))
        .isEqualTo("fruit_and_vegetables");
    // Mean of the red channel over the training images, as published: 0.5071.
    float[] row = new float[3072];
    double red = 0;
    for (int r = 0; r < 50_000; r += 10) {
      split.train().inputs().read(r, row, 0);
      for (int i = 0; i < 3072; i += 3) {
        red += row[i];
      }
    }
    assertThat(red / (5_000 * 1024)).isBetween(0.5, 0.515);
  }
}
