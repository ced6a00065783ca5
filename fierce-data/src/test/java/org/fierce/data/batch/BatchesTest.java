package org.fierce.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fierce.data.ArrayInputs;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.labels.CoarseLabels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchesTest {
  private static final InputShape SHAPE = new InputShape(6, 6, 3);
  private static final Augmentation CROP_AND_FLIP =
      Augmentation.of(
          List.of(
              new Augmentation.PadCrop(2, Augmentation.PadCrop.Fill.REFLECT),
              new Augmentation.HorizontalFlip()));

  private static Dataset dataset(Inputs inputs) {
    int[] labels = IntStream.range(0, inputs.size()).map(row -> row % 3).toArray();
    return Dataset.numbered("test", inputs, new CoarseLabels(labels, List.of("a", "b", "c")), null);
  }

  private static Batches batches(int rows, int batchSize) {
    ArrayInputs images = ArrayInputs.random(SHAPE, rows, 3);
    return new Batches(dataset(images), Normalisation.fit(images), CROP_AND_FLIP, batchSize, 11);
  }

  private static List<Batch> all(Batches batches, int epoch) {
    List<Batch> list = new ArrayList<>();
    try (Batches.Epoch running = batches.epoch(epoch)) {
      for (Batch batch = running.next(); batch != null; batch = running.next()) {
        list.add(batch);
      }
      assertThat(running.next()).isNull();
    }
    return list;
  }

  private static int[] rows(List<Batch> batches) {
    return batches.stream().flatMapToInt(batch -> Arrays.stream(batch.rows())).toArray();
  }

  @Test
  void everyRowComesOnceAnEpochWithItsLabel() {
    List<Batch> list = all(batches(50, 8), 0);

    assertThat(list).extracting(Batch::size).containsExactly(8, 8, 8, 8, 8, 8, 2);
    assertThat(rows(list)).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
    for (Batch batch : list) {
      assertThat(batch.coarse())
          .containsExactly(Arrays.stream(batch.rows()).map(row -> row % 3).toArray());
    }
  }

  @Test
  void epochsComeInDifferentOrders() {
    Batches batches = batches(50, 8);

    assertThat(rows(all(batches, 0))).isNotEqualTo(rows(all(batches, 1)));
  }

  @Test
  void aBatchDependsOnSeedEpochAndStepOnlyHoweverItIsReached() {
    Batches once = batches(50, 8);
    List<Batch> first = all(once, 4);
    Batches again = batches(50, 8);
    all(again, 9);
    Batch alone = again.batch(4, 3, 0);
    List<Batch> second = all(again, 4);

    assertThat(alone.inputs()).containsExactly(first.get(3).inputs());
    assertThat(alone.rows()).containsExactly(first.get(3).rows());
    for (int step = 0; step < first.size(); step++) {
      assertThat(second.get(step).inputs()).containsExactly(first.get(step).inputs());
      assertThat(second.get(step).rows()).containsExactly(first.get(step).rows());
    }
  }

  @Test
  void twoViewsComeOneAfterTheOtherWithTheSameRows() {
    Batches one = batches(50, 8);
    Batches two = one.withViews(2);
    List<Batch> list = all(two, 3);

    assertThat(two.batchSize()).isEqualTo(8);
    assertThat(two.stepsPerEpoch()).isEqualTo(one.stepsPerEpoch());
    assertThat(list).extracting(Batch::size).containsExactly(16, 16, 16, 16, 16, 16, 4);
    for (int step = 0; step < list.size(); step++) {
      Batch both = list.get(step);
      Batch[] views = {one.batch(3, step, 0), one.batch(3, step, 1)};
      int values = views[0].inputs().length;
      int rows = views[0].size();
      for (int view = 0; view < 2; view++) {
        assertThat(Arrays.copyOfRange(both.inputs(), view * values, (view + 1) * values))
            .containsExactly(views[view].inputs());
        assertThat(Arrays.copyOfRange(both.rows(), view * rows, (view + 1) * rows))
            .containsExactly(views[0].rows());
        assertThat(Arrays.copyOfRange(both.coarse(), view * rows, (view + 1) * rows))
            .containsExactly(views[0].coarse());
      }
    }
  }

  @Test
  void twoViewsWithoutAugmentationAreRefused() {
    ArrayInputs images = ArrayInputs.random(SHAPE, 10, 3);
    Batches plain =
        new Batches(dataset(images), Normalisation.fit(images), Augmentation.none(), 5, 1);

    assertThat(plain.withViews(1).views()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withViews(2))
        .withMessageContaining("2 views of each row");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batches(10, 5).withViews(0))
        .withMessageContaining("0 views");
  }

  @Test
  void aRowIsAugmentedOtherwiseInAnotherEpochAndAnotherView() {
    Batches batches = batches(50, 50);

    assertThat(batches.batch(0, 0, 1).rows()).containsExactly(batches.batch(0, 0, 0).rows());
    assertThat(batches.batch(0, 0, 1).inputs()).isNotEqualTo(batches.batch(0, 0, 0).inputs());
    assertThat(batches.batch(1, 0, 0).inputs()).isNotEqualTo(batches.batch(0, 0, 0).inputs());
  }

  @Test
  void withoutAugmentationABatchHoldsTheNormalisedRows() {
    float[] column = {1, 2, 3, 4};
    Inputs inputs = new FloatMatrix(4, 1, column);
    // Mean 2.5, population deviation sqrt(1.25).
    Batches batches =
        new Batches(dataset(inputs), Normalisation.fit(inputs), Augmentation.none(), 4, 0);

    Batch batch = batches.batch(0, 0, 0);

    for (int i = 0; i < 4; i++) {
      assertThat((double) batch.inputs()[i])
          .isCloseTo(
              (column[batch.rows()[i]] - 2.5) / Math.sqrt(1.25),
              org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @Test
  void aLastBatchOfOneRowIsLeftOutUnlessTheBatchSizeIsOne() {
    assertThat(batches(9, 4).stepsPerEpoch()).isEqualTo(2);
    assertThat(all(batches(9, 4), 0)).extracting(Batch::size).containsExactly(4, 4);
    assertThat(batches(3, 1).stepsPerEpoch()).isEqualTo(3);
    assertThat(all(batches(3, 1), 0)).extracting(Batch::size).containsExactly(1, 1, 1);
    assertThat(all(batches(1, 4), 0)).extracting(Batch::size).containsExactly(1);
  }

  @Test
  void theRowLeftOutDiffersBetweenEpochs() {
    Batches batches = batches(9, 4);
    int total = IntStream.range(0, 9).sum();

    assertThat(
            IntStream.range(0, 10)
                .map(epoch -> total - Arrays.stream(rows(all(batches, epoch))).sum())
                .distinct()
                .count())
        .isGreaterThan(1);
  }

  @Test
  void aBatchSizeAboveTheDataGivesOneBatch() {
    assertThat(batches(5, 100).stepsPerEpoch()).isEqualTo(1);
    assertThat(all(batches(5, 100), 0)).extracting(Batch::size).containsExactly(5);
  }

  @Test
  void closingEarlyStopsTheThreadAndNextThenFails() {
    Batches batches = batches(50, 2);
    Batches.Epoch epoch = batches.epoch(0);
    assertThat(epoch.next()).isNotNull();
    epoch.close();
    epoch.close();

    assertThat(epoch.isPreparing()).isFalse();
    assertThatIllegalStateException().isThrownBy(epoch::next).withMessageContaining("closed");
  }

  @Test
  void anEpochReadToItsEndOrNeverReadLeavesNoThread() {
    Batches batches = batches(50, 2);
    Batches.Epoch unread = batches.epoch(0);
    unread.close();
    Batches.Epoch read = batches.epoch(1);
    for (Batch batch = read.next(); batch != null; batch = read.next()) {
      assertThat(batch.size()).isEqualTo(2);
    }
    read.close();

    assertThat(unread.isPreparing()).isFalse();
    assertThat(read.isPreparing()).isFalse();
  }

  /** Inputs whose rows from 4 on cannot be read. */
  private record Broken(RuntimeException failure) implements Inputs {
    @Override
    public InputShape shape() {
      return InputShape.vector(1);
    }

    @Override
    public int size() {
      return 8;
    }

    @Override
    public void read(int row, float[] target, int offset) {
      if (row >= 4) {
        throw failure;
      }
    }
  }

  @Test
  void whatGoesWrongWhilePreparingReachesTheConsumerEachTime() {
    RuntimeException failure = new IllegalArgumentException("row cannot be read");
    Batches batches =
        new Batches(
            dataset(new Broken(failure)),
            Normalisation.identity(InputShape.vector(1)),
            Augmentation.none(),
            8,
            0);
    try (Batches.Epoch epoch = batches.epoch(0)) {
      assertThatIllegalArgumentException().isThrownBy(epoch::next).isSameAs(failure);
      assertThatIllegalArgumentException().isThrownBy(epoch::next).isSameAs(failure);
    }
  }

  /** Inputs that wait until they are let go. */
  private record Gated(CountDownLatch gate) implements Inputs {
    @Override
    public InputShape shape() {
      return InputShape.vector(1);
    }

    @Override
    public int size() {
      return 2;
    }

    @Override
    public void read(int row, float[] target, int offset) {
      try {
        assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError("the preparing thread must not be interrupted", e);
      }
    }
  }

  @Test
  void aConsumerInterruptedWhileWaitingIsToldAndStaysInterrupted() {
    CountDownLatch gate = new CountDownLatch(1);
    Batches batches =
        new Batches(
            dataset(new Gated(gate)),
            Normalisation.identity(InputShape.vector(1)),
            Augmentation.none(),
            2,
            0);
    try (Batches.Epoch epoch = batches.epoch(0)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(CancellationException.class).isThrownBy(epoch::next);
      gate.countDown();
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void partsThatDoNotFitAreRefusedNamingTheValue() {
    Inputs vectors = new FloatMatrix(2, 1, new float[2]);
    Dataset data = dataset(vectors);
    Normalisation identity = Normalisation.identity(vectors.shape());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(data, identity, Augmentation.none(), 0, 0))
        .withMessageContaining("batch size is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Batches(data, Normalisation.identity(SHAPE), Augmentation.none(), 1, 0))
        .withMessageContaining("6 x 6 x 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(data, identity, CROP_AND_FLIP, 1, 0))
        .withMessageContaining("pad-crop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(data.select(new int[0]), identity, Augmentation.none(), 1, 0))
        .withMessageContaining("no rows");
    Batches batches = new Batches(data, identity, Augmentation.none(), 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batches.batch(0, 2, 0))
        .withMessageContaining("step 2 is outside 0..1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batches.epoch(-1))
        .withMessageContaining("epoch is -1");
  }
}
