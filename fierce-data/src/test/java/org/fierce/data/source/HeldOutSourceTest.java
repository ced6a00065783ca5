package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

class HeldOutSourceTest extends DataSourceContract {
  private static final int ROWS = 20;

  /** Rows 0..19 to train on, of classes a, b, c, d in turn; test rows that nobody may touch. */
  private record Four() implements DataSource {
    @Override
    public DataSplit open(DataRoot root, long addend) {
      List<String> names = List.of("a", "b", "c", "d");
      int[] labels = new int[ROWS];
      float[] values = new float[ROWS];
      for (int i = 0; i < ROWS; i++) {
        labels[i] = i % 4;
        values[i] = i;
      }
      FineTargets fine = new FineTargets.Scalars(new double[ROWS], "secret");
      Dataset train =
          Dataset.numbered(
              "four", new FloatMatrix(ROWS, 1, values), new CoarseLabels(labels, names), fine);
      Dataset test =
          Dataset.numbered(
              "four",
              new FloatMatrix(1, 1, new float[] {-1}),
              new CoarseLabels(new int[1], names),
              new FineTargets.Scalars(new double[1], "secret"));
      return new DataSplit(train, null, test, VectorEncoder.of(train.shape().values()));
    }

    @Override
    public List<Path> files(DataRoot root) {
      return List.of();
    }
  }

  private static DataSplit open(List<List<String>> groups) throws Exception {
    return new HeldOutSource(new Four(), 0.2, 3, groups, HeldOutSource.Fine.COARSE)
        .open(new DataRoot(List.of(Path.of("."))));
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(Path.of(".")));
  }

  @Override
  protected DataSource source() throws IOException {
    return new HeldOutSource(SimulatedScene.of(3), 0.2, 3, List.of(), HeldOutSource.Fine.COARSE);
  }

  @Test
  void trainingRowsArePartedAndTestRowsLetGo() throws Exception {
    DataSplit split = open(List.of());

    assertThat(split.train().size()).isEqualTo(16);
    assertThat(split.test().size()).isEqualTo(4);
    assertThat(split.test().coarse().labels()).containsExactlyInAnyOrder(0, 1, 2, 3);
    Set<String> ids = new HashSet<>(split.train().ids());
    ids.addAll(split.test().ids());
    assertThat(ids).hasSize(ROWS);
    float[] value = new float[1];
    split.test().inputs().read(0, value, 0);
    assertThat(value[0]).isNotNegative();
  }

  @Test
  void coarseLabelsBecomeTheFineOnesAndGroupsTheCoarseOnes() throws Exception {
    DataSplit split = open(List.of(List.of("d", "a"), List.of("b", "c")));

    for (Dataset rows : List.of(split.train(), split.test())) {
      assertThat(rows.coarse().names()).containsExactly("d + a", "b + c");
      FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(rows.fine());
      assertThat(fine.names()).containsExactly("a", "b", "c", "d");
      for (int i = 0; i < rows.size(); i++) {
        int own = Integer.parseInt(rows.ids().get(i)) % 4;
        assertThat(fine.labels()[i]).isEqualTo(own);
        assertThat(rows.coarse().labels()[i]).isEqualTo(own == 0 || own == 3 ? 0 : 1);
      }
    }
  }

  @Test
  void groupsThatDoNotFitTheClassesAreRefusedByName() {
    assertThatThrownBy(() -> open(List.of(List.of("a", "b"), List.of("c"))))
        .hasMessageContaining("no group names the coarse class \"d\"");
    assertThatThrownBy(() -> open(List.of(List.of("a", "b"), List.of("c", "d", "e"))))
        .hasMessageContaining("\"e\", which the data does not have");
    assertThatThrownBy(() -> open(List.of(List.of("a", "b"), List.of("c", "d", "a"))))
        .hasMessageContaining("\"a\" twice");
    assertThatThrownBy(() -> open(List.of(List.of("a", "b", "c", "d"))))
        .hasMessageContaining("name at least two");
    assertThatThrownBy(() -> HeldOutSource.of(new Four(), 1, 0)).hasMessageContaining("1.0");
  }

  @Test
  void ownFineTargetsAreKeptForDevelopmentOnly() throws Exception {
    HeldOutSource source = new HeldOutSource(new Four(), 0.2, 3, List.of(), HeldOutSource.Fine.OWN);
    DataSplit split = source.open(new DataRoot(List.of(Path.of("."))));

    assertThat(split.test().fine()).isInstanceOf(FineTargets.Scalars.class);
    assertThat(split.test().ids()).isEqualTo(open(List.of()).test().ids());
    assertThatThrownBy(
            () ->
                new HeldOutSource(
                    new Four(),
                    0.2,
                    3,
                    List.of(List.of("a", "b"), List.of("c", "d")),
                    HeldOutSource.Fine.OWN))
        .hasMessageContaining("leave out one of the two");
  }

  @Test
  void anotherSeedHoldsOutOtherRows() throws Exception {
    DataRoot root = new DataRoot(List.of(Path.of(".")));
    HeldOutSource source = HeldOutSource.of(new Four(), 0.2, 3);

    assertThat(source.open(root, 1).test().ids()).isNotEqualTo(source.open(root).test().ids());
    assertThat(source.open(root, 0).test().ids()).isEqualTo(source.open(root).test().ids());
  }
}
