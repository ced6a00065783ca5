package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fierce.kinds.Kinds;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

/**
 * What every source of data promises. The test of a source extends this class and makes a small
 * one; further tests say how its files are read.
 */
public abstract class DataSourceContract {
  /** A source whose files {@link #root} finds; its files are written now. */
  protected abstract DataSource source() throws IOException;

  /** Where the files of the source lie. */
  protected abstract DataRoot root();

  @Test
  void openedTwiceItGivesTheSameRows() throws IOException {
    DataSource source = source();
    List<Dataset> first = parts(source.open(root()));
    List<Dataset> second = parts(source.open(root()));

    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(values(second.get(i))).isEqualTo(values(first.get(i)));
      assertThat(second.get(i).coarse().labels()).isEqualTo(first.get(i).coarse().labels());
      assertThat(second.get(i).ids()).isEqualTo(first.get(i).ids());
    }
  }

  @Test
  void allPartsHaveTheSameClassesShapeAndKindOfFineTarget() throws IOException {
    DataSplit split = source().open(root());
    for (Dataset part : parts(split)) {
      assertThat(part.size()).isPositive();
      assertThat(part.shape()).isEqualTo(split.train().shape());
      assertThat(part.coarse().names()).isEqualTo(split.train().coarse().names());
      assertThat(part.fine() == null).isEqualTo(split.train().fine() == null);
      if (part.fine() != null) {
        assertThat(part.fine()).hasSameClassAs(split.train().fine());
      }
    }
  }

  @Test
  void everyCoarseClassHasATrainingRow() throws IOException {
    Dataset train = source().open(root()).train();

    assertThat(Arrays.stream(train.coarse().labels()).distinct().sorted())
        .containsExactly(
            IntStream.range(0, train.coarse().classes()).boxed().toArray(Integer[]::new));
  }

  @Test
  void valuesAreFiniteAndTheFineTargetsOfTestRowsKnown() throws IOException {
    DataSplit split = source().open(root());
    for (Dataset part : parts(split)) {
      float[] values = values(part);
      assertThat(IntStream.range(0, values.length)).allMatch(i -> Float.isFinite(values[i]));
    }
    FineTargets fine = split.test().fine();
    if (fine != null) {
      assertThat(fine.known()).hasSize(split.test().size());
    }
  }

  @Test
  void everyFileItNamesIsThereAndNeeded() throws IOException {
    DataSource source = source();
    for (Path file : source.files(root())) {
      assertThat(file).exists();
      Path aside = file.resolveSibling(file.getFileName() + ".aside");
      Files.move(file, aside);
      assertThatThrownBy(
              () -> source.open(root()), "opened without %s", file.getFileName().toString())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.getFileName().toString());
      Files.move(aside, file);
    }
  }

  @Test
  void aRegisteredKindComesBackFromJsonTheSame() throws IOException {
    DataSource source = source();
    boolean isRegistered =
        Kinds.all().of(DataSource.class).stream()
            .anyMatch(kind -> kind.type().equals(source.getClass()));
    if (isRegistered) {
      ObjectMapper mapper = Kinds.all().register(new ObjectMapper());

      assertThat(mapper.readValue(mapper.writeValueAsString(source), DataSource.class))
          .isEqualTo(source);
    }
  }

  private static List<Dataset> parts(DataSplit split) {
    return Stream.of(split.train(), split.validation(), split.test())
        .filter(Objects::nonNull)
        .toList();
  }

  private static float[] values(Dataset part) {
    int width = part.shape().values();
    float[] values = new float[part.size() * width];
    for (int row = 0; row < part.size(); row++) {
      part.inputs().read(row, values, row * width);
    }
    return values;
  }
}
