package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.InputShape;
import org.fierce.data.SharedData;
import org.fierce.data.split.LabelColumns;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest extends DataSourceContract {
  @TempDir Path folder;

  private static byte[] idx(int[] dimensions, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    buffer.put(new byte[] {0, 0, 8, (byte) dimensions.length});
    for (int d : dimensions) {
      buffer.putInt(d);
    }
    for (int v : values) {
      buffer.put((byte) v);
    }
    return buffer.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static IdxSource source(LabelColumns labels, String... classNames) {
    return new IdxSource(
        "images",
        "labels",
        "test-images",
        "test-labels",
        List.of(classNames),
        labels,
        null,
        null,
        null,
        0,
        ReadLimits.standard());
  }

  private DataSplit open(IdxSource source) throws IOException {
    return source.open(new DataRoot(List.of(folder)));
  }

  private void refused(IdxSource source, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> open(source))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  @Override
  protected DataSource source() throws IOException {
    return source(LabelColumns.own());
  }

  @BeforeEach
  void smallSet() throws IOException {
    write("images", idx(new int[] {3, 1, 2}, 0, 51, 102, 153, 204, 255));
    write("labels", idx(new int[] {3}, 0, 1, 2));
    write("test-images", gzip(idx(new int[] {1, 1, 2}, 255, 51)));
    write("test-labels", gzip(idx(new int[] {1}, 2)));
  }

  @Test
  void plainAndGzipFilesGiveRowsAndLabels() throws IOException {
    DataSplit split = open(source(LabelColumns.own()));
    assertThat(split.train().shape()).isEqualTo(new InputShape(1, 2, 1));
    float[] row = new float[2];
    split.train().inputs().read(1, row, 0);
    assertThat(row).containsExactly(0.4f, 0.6f);
    split.test().inputs().read(0, row, 0);
    assertThat(row).containsExactly(1f, 0.2f);
    assertThat(split.train().coarse().names()).containsExactly("0", "1", "2");
    assertThat(split.test().coarse().labels()).containsExactly(2);
    assertThat(split.train().fine()).isNull();
  }

  @Test
  void imagesMayHaveChannels() throws IOException {
    write("images", idx(new int[] {3, 1, 1, 2}, 0, 51, 102, 153, 204, 255));
    write("test-images", idx(new int[] {1, 1, 1, 2}, 255, 51));
    assertThat(open(source(LabelColumns.own())).train().shape()).isEqualTo(new InputShape(1, 1, 2));
  }

  @Test
  void aHierarchyGroupsTheLabelsByTheirNames() throws IOException {
    Files.writeString(
        folder.resolve("groups.csv"), "fine,coarse\ncat,animal\noak,tree\nelm,tree\n");
    DataSplit split = open(source(LabelColumns.grouped(null, "groups.csv"), "oak", "cat", "elm"));
    assertThat(split.train().coarse().names()).containsExactly("animal", "tree");
    assertThat(split.train().coarse().labels()).containsExactly(1, 0, 1);
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.train().fine());
    assertThat(fine.labels()).containsExactly(0, 1, 2);
    refused(
        source(LabelColumns.grouped(null, "groups.csv"), "oak", "cat", "yew"), "\"yew\"", "groups");
    assertThat(
            source(LabelColumns.grouped(null, "groups.csv")).files(new DataRoot(List.of(folder))))
        .hasSize(5);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = idx(new int[] {3, 1, 2}, 0, 51, 102, 153, 204, 255);
    for (int cut = 0; cut < whole.length; cut++) {
      write("images", Arrays.copyOf(whole, cut));
      refused(source(LabelColumns.own()), "images", "ends at byte " + cut);
    }
    byte[] zipped = gzip(whole);
    for (int cut = 3; cut < zipped.length; cut++) {
      write("images", Arrays.copyOf(zipped, cut));
      refused(source(LabelColumns.own()), "images");
    }
  }

  @Test
  void headersThatAreNotRightAreRefused() throws IOException {
    write("images", new byte[] {1, 0, 8, 3});
    refused(source(LabelColumns.own()), "starts with bytes [1, 0, 8, 3]");
    write("images", new byte[] {0, 0, 13, 3});
    refused(source(LabelColumns.own()), "byte 2 (type) is 13");
    write("images", idx(new int[] {3}, 0, 1, 2));
    refused(source(LabelColumns.own()), "1 dimensions; expected 3 to 4");
    write("images", idx(new int[] {3, 0, 2}));
    refused(source(LabelColumns.own()), "dimension 1 at byte 8 is 0");
    write("images", idx(new int[] {1 << 30, 1 << 30, 2}));
    refused(source(LabelColumns.own()), "more than 2 GiB");
    write("images", idx(new int[] {3, 1, 2}, 0, 51, 102, 153, 204, 255, 9));
    refused(source(LabelColumns.own()), "goes on after byte 22");
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() throws IOException {
    write("labels", idx(new int[] {2}, 0, 1));
    refused(source(LabelColumns.own()), "2 labels but", "3 images");
    smallSet();
    write("test-images", idx(new int[] {1, 2, 1}, 0, 0));
    refused(source(LabelColumns.own()), "1 x 2 x 1", "2 x 1 x 1");
  }

  @Test
  void aLabelWithoutANameIsRefusedWithItsPlace() throws IOException {
    refused(source(LabelColumns.own(), "a", "b"), "labels, item 2 (byte 10)", "label is 2");
    assertThatIllegalArgumentException().isThrownBy(() -> source(LabelColumns.own(), "a", "a"));
  }

  @Test
  void theRealFashionMnistFallsInFourGroups() throws IOException {
    Path images = SharedData.file("fashion-mnist/train-images-idx3-ubyte.gz");
    Path shared = Objects.requireNonNull(Objects.requireNonNull(images.getParent()).getParent());
    Path experiments = Path.of("..", "experiments");
    DataSplit split =
        IdxSource.fashionMnist(
                "fashion-mnist", LabelColumns.grouped(null, "fashion-mnist-groups.csv"))
            .open(new DataRoot(List.of(shared, experiments)));
    assertThat(split.train().size()).isEqualTo(60_000);
    assertThat(split.test().size()).isEqualTo(10_000);
    assertThat(split.train().shape()).isEqualTo(new InputShape(28, 28, 1));
    int[] counts = new int[4];
    for (int label : split.train().coarse().labels()) {
      counts[label]++;
    }
    assertThat(split.train().coarse().names()).containsExactly("tops", "trousers", "shoes", "bags");
    assertThat(counts).containsExactly(30_000, 6_000, 18_000, 6_000);
  }
}
