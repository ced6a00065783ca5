package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  @TempDir private Path folder;

  private Predictor load(GoldenModel golden) throws Exception {
    return Predictor.load(golden.copyTo(folder, GoldenModel.NEWEST));
  }

  @ParameterizedTest
  @EnumSource
  void rowsAskedTogetherAreAnsweredAsAlone(GoldenModel golden) throws Exception {
    List<Object> rows = new ArrayList<>();
    while (rows.size() < 150) {
      rows.addAll(golden.rows());
    }
    try (Predictor predictor = load(golden)) {
      List<Prediction> together = predictor.predict(rows);
      assertThat(together).hasSameSizeAs(rows);
      for (int i = 0; i < rows.size(); i++) {
        Prediction alone = predictor.predict(rows.get(i));
        assertThat(together.get(i).coarse()).isEqualTo(alone.coarse());
        assertThat(together.get(i).coarseProbability())
            .isCloseTo(alone.coarseProbability(), within(1e-5));
        assertThat(together.get(i).notes()).isEqualTo(alone.notes());
        for (int c = 0; c < alone.embedding().length; c++) {
          assertThat(together.get(i).embedding()[c]).isCloseTo(alone.embedding()[c], within(1e-5f));
        }
      }
      // The same call repeats to the bit.
      List<Prediction> again = predictor.predict(rows);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(again.get(i).embedding()).containsExactly(together.get(i).embedding());
        assertThat(again.get(i).coarseProbability()).isEqualTo(together.get(i).coarseProbability());
      }
    }
  }

  @Test
  void aPictureIsGivenAsItsBytesItsPathOrItsValues() throws Exception {
    byte[] picture = (byte[]) GoldenModel.PICTURES.rows().get(0);
    Path file = Files.write(folder.resolve("a.png"), picture);
    try (Predictor predictor = load(GoldenModel.PICTURES)) {
      float[] values = predictor.model().description().row().encode(picture);
      List<Prediction> predictions = predictor.predict(List.of(picture, file, values));
      assertThat(predictions).extracting(Prediction::coarse).containsOnly("dark");
      assertThat(predictions.get(1).embedding()).hasSize(3);
    }
  }

  @Test
  void noRowsHaveNoAnswers() throws Exception {
    try (Predictor predictor = load(GoldenModel.TEXT)) {
      assertThat(predictor.predict(List.of())).isEmpty();
    }
  }

  @Test
  void aRowThatDoesNotFitIsToldByItsNumber() throws Exception {
    try (Predictor predictor = load(GoldenModel.VECTORS)) {
      float[] good = {1, 2, 100};
      String expected = "; expected 3 numbers, as float[] or double[].";
      String remedy = " Give rows of the kind that the model was trained on.";
      refused(
          predictor,
          Arrays.asList(good, null),
          "row 1 (from 0): a row is null" + expected + remedy);
      refused(predictor, List.of("x"), "row 0 (from 0): a row is a String" + expected + remedy);
      refused(
          predictor,
          List.of(good, good, new float[] {1, 2}),
          "row 2 (from 0): a row has 2 values; expected 3. Give the columns that the model was trained on, in their order.");
      refused(
          predictor,
          List.of(new float[] {1, Float.NaN, 2}),
          "row 0 (from 0): column 1 (from 0) is NaN; expected a finite number. Fill it in, or leave the row out.");
      assertThatThrownBy(() -> predictor.predict(Map.of("a", 1)))
          .isInstanceOf(DatasetFormatException.class)
          .hasMessageStartingWith("a row is a Map")
          .hasMessageEndingWith(expected + remedy);
    }
  }

  private static void refused(Predictor predictor, List<?> rows, String message) {
    assertThatThrownBy(() -> predictor.predict(rows))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(message);
  }

  @Test
  void afterClosingEveryCallIsRefused() throws Exception {
    Predictor predictor = load(GoldenModel.TEXT);
    Prediction prediction = predictor.predict("the cat");
    predictor.close();
    predictor.close();
    String message = "this predictor was closed; load its file again";
    assertThatThrownBy(() -> predictor.predict("the cat"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> predictor.predict(List.of("the cat")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> predictor.nearest(prediction, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  @Test
  void severalThreadsGetTheAnswersOfOne() throws Exception {
    List<Object> rows = GoldenModel.TABLE.rows();
    try (Predictor predictor = load(GoldenModel.TABLE)) {
      List<float[]> expected = new ArrayList<>();
      List<List<NearestRow>> near = new ArrayList<>();
      for (Object row : rows) {
        Prediction prediction = predictor.predict(row);
        expected.add(prediction.embedding());
        near.add(predictor.nearest(prediction, 3));
      }
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<?>> told = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        told.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 300; i++) {
                    int row = i % rows.size();
                    Prediction prediction = predictor.predict(rows.get(row));
                    assertThat(prediction.embedding()).containsExactly(expected.get(row));
                    assertThat(predictor.nearest(prediction, 3)).isEqualTo(near.get(row));
                  }
                  return null;
                }));
      }
      for (Future<?> each : told) {
        each.get();
      }
      pool.shutdown();
    }
  }

  @Test
  void closingWhileOthersAskGivesAnswersOrRefusals() throws Exception {
    for (int round = 0; round < 5; round++) {
      Files.deleteIfExists(folder.resolve("vectors.fierce"));
      Predictor predictor = load(GoldenModel.VECTORS);
      List<float[]> rows = Collections.nCopies(500, new float[] {1, 2, 100});
      ExecutorService pool = Executors.newFixedThreadPool(3);
      CountDownLatch asked = new CountDownLatch(3);
      List<Future<Boolean>> refusals = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        refusals.add(
            pool.submit(
                () -> {
                  predictor.predict(rows);
                  asked.countDown();
                  while (true) {
                    try {
                      assertThat(predictor.predict(rows)).hasSize(500);
                    } catch (IllegalStateException closed) {
                      return String.valueOf(closed.getMessage()).contains("was closed");
                    }
                  }
                }));
      }
      asked.await();
      predictor.close();
      for (Future<Boolean> refusal : refusals) {
        assertThat(refusal.get()).isTrue();
      }
      pool.shutdown();
    }
  }

  @Test
  void manyLoadsAndCallsLeaveNoThreadAndNoFile() throws Exception {
    Path file = GoldenModel.TEXT.copyTo(folder, GoldenModel.NEWEST);
    String first;
    try (Predictor predictor = Predictor.load(file)) {
      first = predictor.predict("the cat").coarse();
    }
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int i = 0; i < 20; i++) {
      try (Predictor predictor = Predictor.load(file, 2)) {
        assertThat(predictor.predict("the cat").coarse()).isEqualTo(first);
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread) && thread.getName().startsWith("fierce"))
        .isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anInterruptedThreadIsAnsweredAndStaysInterrupted() throws Exception {
    Path file = GoldenModel.TEXT.copyTo(folder, GoldenModel.NEWEST);
    Thread.currentThread().interrupt();
    try (Predictor predictor = Predictor.load(file)) {
      assertThat(predictor.nearest(predictor.predict("the cat"), 1)).hasSize(1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewerThanOneNearestRowIsRefused(int most) throws Exception {
    try (Predictor predictor = load(GoldenModel.TEXT)) {
      Prediction prediction = predictor.predict("the cat");
      assertThatThrownBy(() -> predictor.nearest(prediction, most))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(most + " nearest rows were asked for; it must be at least 1");
      assertThat(predictor.nearest(prediction, 1000)).hasSizeBetween(20, 40);
    }
  }

  @Test
  void aFileWithoutTrainingRowsSaysSo() throws Exception {
    Path file = GoldenModel.VECTORS.copyTo(folder, GoldenModel.NEWEST);
    ModelFile whole = ModelFile.open(file);
    TrainedModel model = whole.model();
    whole.with(
        new TrainedModel(
            model.description(), model.calibration(), model.heads(), null, model.provenance()),
        Map.of(),
        Set.of(ModelFile.REFERENCE));
    try (Predictor predictor = Predictor.load(file)) {
      Prediction prediction = predictor.predict(new float[] {1, 2, 100});
      assertThatThrownBy(() -> predictor.nearest(prediction, 1))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessage(
              file
                  + " holds no training rows (reference.safetensors was left out); write it again with them: fierce export RUN");
    }
  }

  @Test
  void aChangedFileStillGivesTheRowsOfTheOneThatWasLoaded() throws Exception {
    Path file = GoldenModel.VECTORS.copyTo(folder, GoldenModel.NEWEST);
    try (Predictor predictor = Predictor.load(file)) {
      ModelFile now = ModelFile.open(file);
      now.with(now.model(), Map.of(ModelFile.HEADS, now.read(ModelFile.HEADS)));
      Prediction prediction = predictor.predict(new float[] {1, 2, 100});
      assertThat(predictor.nearest(prediction, 1)).hasSize(1);
    }
  }

  @Test
  void aForeignGraphInsideIsRefusedWithWhatItTakesAndGives() throws Exception {
    Path file = GoldenModel.VECTORS.copyTo(folder, GoldenModel.NEWEST);
    Path other = GoldenModel.TEXT.copyTo(folder, GoldenModel.NEWEST);
    ModelFile mine = ModelFile.open(file);
    byte[] graph = ModelFile.open(other).read(ModelFile.NETWORK);
    mine.with(mine.model(), Map.of(ModelFile.NETWORK, graph));
    assertThatThrownBy(() -> Predictor.load(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(
            file
                + ": network.onnx is the graph of something else: it takes input[rows, 8] and gives features[rows, 3], logits[rows, 2]; expected input[rows, 3], features[rows, n] and logits[rows, n], as Fierce writes them");
    ModelFile.undo(file);
    ModelFile again = ModelFile.open(file);
    again.with(again.model(), Map.of(ModelFile.NETWORK, new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> Predictor.load(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith(file + ": network.onnx cannot be read by ONNX Runtime: ");
  }

  @Test
  void moreOrFewerThreadsAreNamed() throws Exception {
    Path file = GoldenModel.VECTORS.copyTo(folder, GoldenModel.NEWEST);
    assertThatThrownBy(() -> Predictor.load(file, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; it must be at least 1");
    try (Predictor two = Predictor.load(file, 2)) {
      assertThat(
              IntStream.range(0, 10)
                  .mapToObj(i -> new float[] {i, 2, 100})
                  .map(row -> answer(two, row)))
          .doesNotContainNull();
    }
  }

  private static String answer(Predictor predictor, float[] row) {
    try {
      return predictor.predict(row).coarse();
    } catch (DatasetFormatException e) {
      throw new AssertionError(e);
    }
  }
}
