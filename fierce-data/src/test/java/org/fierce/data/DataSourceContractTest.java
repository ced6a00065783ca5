package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That sources which break a promise fail the contract. */
class DataSourceContractTest {
  @TempDir private Path folder;

  private DataSourceContract of(Supplier<Float> value, int[] coarse, boolean isRead) {
    DataSource source =
        new DataSource() {
          @Override
          public DataSplit open(DataRoot root, long addend) throws IOException {
            if (isRead) {
              Files.readString(folder.resolve("rows"));
            }
            Dataset rows =
                Dataset.numbered(
                    "two",
                    new FloatMatrix(2, 1, new float[] {value.get(), 2}),
                    new CoarseLabels(coarse, List.of("a", "b")),
                    null);
            return new DataSplit(rows, null, rows, VectorEncoder.of(1));
          }

          @Override
          public List<Path> files(DataRoot root) {
            return List.of(folder.resolve("rows"));
          }
        };
    return new DataSourceContract() {
      @Override
      protected DataSource source() throws IOException {
        Files.writeString(folder.resolve("rows"), "");
        return source;
      }

      @Override
      protected DataRoot root() {
        return new DataRoot(List.of(folder));
      }
    };
  }

  @Test
  void aGoodSourcePasses() {
    DataSourceContract contract = of(() -> 1f, new int[] {0, 1}, true);

    assertThatCode(contract::openedTwiceItGivesTheSameRows).doesNotThrowAnyException();
    assertThatCode(contract::everyCoarseClassHasATrainingRow).doesNotThrowAnyException();
    assertThatCode(contract::everyFileItNamesIsThereAndNeeded).doesNotThrowAnyException();
  }

  @Test
  void rowsThatChangeAreFound() {
    float[] count = {0};
    DataSourceContract contract = of(() -> count[0]++, new int[] {0, 1}, true);

    assertThatThrownBy(contract::openedTwiceItGivesTheSameRows).isInstanceOf(AssertionError.class);
  }

  @Test
  void aClassWithoutTrainingRowsIsFound() {
    DataSourceContract contract = of(() -> 1f, new int[2], true);

    assertThatThrownBy(contract::everyCoarseClassHasATrainingRow)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aFileThatIsNamedButNotReadIsFound() {
    DataSourceContract contract = of(() -> 1f, new int[] {0, 1}, false);

    assertThatThrownBy(contract::everyFileItNamesIsThereAndNeeded)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("opened without rows");
  }
}
