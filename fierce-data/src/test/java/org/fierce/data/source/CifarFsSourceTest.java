package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.SharedData;
import org.fierce.data.source.CifarFsSource.Part;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFsSourceTest extends DataSourceContract {
  @TempDir private Path folder;

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  @Override
  protected DataSource source() throws IOException {
    TinyCifarFs.write(folder, 3, 1);
    return new CifarFsSource("cifar100/train.bin", "cifar100/test.bin", Part.NOVEL, 0.33, 0, null);
  }

  @Test
  void bundledSplitIsThePublishedOne() throws IOException {
    Path published = SharedData.file("cifar-fs-split.txt");
    List<String> validation = new ArrayList<>();
    List<String> novel = new ArrayList<>();
    for (String line : Files.readAllLines(published)) {
      if (line.startsWith("validation: ")) {
        validation.addAll(List.of(line.substring(12).split(" ", -1)));
      } else if (line.startsWith("novel: ")) {
        novel.addAll(List.of(line.substring(7).split(" ", -1)));
      }
    }
    assertThat(validation).hasSize(16);
    assertThat(novel).hasSize(20).doesNotContainAnyElementsOf(validation);
    assertThat(CifarFsSource.parts())
        .hasSize(36)
        .allSatisfy(
            (name, part) -> assertThat(part == Part.NOVEL ? novel : validation).contains(name));
  }

  @Test
  void partsHaveNoClassInCommonAndNoRowIsTwice() throws IOException {
    DataRoot root = TinyCifarFs.write(folder, 2, 1);
    DataSplit novel =
        new CifarFsSource("cifar100/train.bin", "cifar100/test.bin", Part.NOVEL, 0.33, 0, null)
            .open(root);
    DataSplit chosen =
        new CifarFsSource("cifar100/train.bin", "cifar100/test.bin", Part.VALIDATION, 0.33, 0, null)
            .open(root);

    Dataset asked = Objects.requireNonNull(novel.novel());
    Dataset other = Objects.requireNonNull(chosen.novel());
    assertThat(novel.train().coarse().classes()).isEqualTo(64);
    assertThat(novel.train().coarse().names()).allMatch(name -> name.startsWith("base"));
    assertThat(novel.train().size() + novel.test().size()).isEqualTo(64 * 3);
    assertThat(asked.size()).isEqualTo(20 * 3);
    assertThat(other.size()).isEqualTo(16 * 3);
    Set<String> rows = new HashSet<>();
    for (Dataset part : List.of(novel.train(), novel.test(), asked, other)) {
      assertThat(rows).doesNotContainAnyElementsOf(part.ids());
      rows.addAll(part.ids());
    }
    assertThat(rows).hasSize(300);
    assertThat(novel.train().fine()).isNull();
    assertThat(novel.test().fine()).isNull();
  }

  @Test
  void everyRowKeepsItsImageAndTheNameOfItsClass() throws IOException {
    List<String> names = TinyCifarFs.names();
    DataSplit split = CifarFsSource.of("cifar100").open(TinyCifarFs.write(folder, 2, 1));
    Dataset novel = Objects.requireNonNull(split.novel());
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(novel.fine());
    float[] image = new float[3072];
    for (Dataset part : List.of(split.train(), split.test(), novel)) {
      for (int row = 0; row < part.size(); row++) {
        part.inputs().read(row, image, 0);
        int pixel = Math.round(255 * image[0]);
        String name = part.coarse().names().get(part.coarse().labels()[row]);
        assertThat(name).isEqualTo(names.get(pixel % 100));
        // Rows 0 to 199 are the training file's, where the first pixel is the class alone.
        assertThat(Integer.parseInt(part.ids().get(row)) >= 200).isEqualTo(pixel >= 100);
      }
    }
    assertThat(fine.labels()).containsExactly(novel.coarse().labels());
    assertThat(fine.names()).hasSize(20).contains("worm", "baby").isSorted();
  }

  @Test
  void realFilesHaveSixHundredImagesAClass() throws IOException {
    Path train = SharedData.cifar100("train.bin");
    DataRoot root = new DataRoot(List.of(Objects.requireNonNull(train.getParent()).resolve("..")));
    DataSplit split = CifarFsSource.of("cifar100").open(root);
    assertThat(counts(split.train())).hasSize(64).containsOnly(540);
    assertThat(counts(split.test())).hasSize(64).containsOnly(60);
    assertThat(counts(Objects.requireNonNull(split.novel()))).hasSize(20).containsOnly(600);
    DataSplit few =
        new CifarFsSource("cifar100/train.bin", "cifar100/test.bin", Part.VALIDATION, 0.1, 0, 640)
            .open(root);
    assertThat(counts(few.train())).hasSize(64).containsOnly(10);
    assertThat(counts(Objects.requireNonNull(few.novel()))).hasSize(16).containsOnly(600);
  }

  private static int[] counts(Dataset rows) {
    int[] counts = new int[rows.coarse().classes()];
    Arrays.stream(rows.coarse().labels()).forEach(label -> counts[label]++);
    return counts;
  }

  @Test
  void filesWithoutClassNamesAreRefused() throws IOException {
    DataRoot root = TinyCifarFs.write(folder, 2, 1);
    Files.delete(folder.resolve("cifar100/fine_label_names.txt"));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> CifarFsSource.of("cifar100").open(root))
        .withMessageContaining("fine_label_names.txt must lie beside it");
  }

  @Test
  void baseClassesCannotBeAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CifarFsSource("a", "b", Part.BASE, 0.1, 0, null))
        .withMessageContaining("trained on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CifarFsSource("a", "b", Part.NOVEL, 1, 0, null))
        .withMessageContaining("testFraction is 1");
  }
}
