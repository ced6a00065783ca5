package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FineHead} keeps to: stored and read again it gives the same answers to the last
 * bit, whoever asks and in whichever order; what is stored of another model, or damaged, is refused
 * in words. The test of a head extends it. The head's kind must be registered ({@link
 * org.fierce.kinds.KindProvider}).
 */
public abstract class FineHeadContract {
  private static final int ROWS = 40;

  /** A head that answers in the coarse class 0, with the same centre each time. */
  protected abstract FineHead head();

  /** Mean of the training rows of the head's model, as wide as its features. */
  protected float[] centre() {
    float[] centre = new float[head().features()];
    for (int i = 0; i < centre.length; i++) {
      centre[i] = i * 0.25f;
    }
    return centre;
  }

  private List<float[]> rows() {
    SplittableRandom random = new SplittableRandom(11);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] row = new float[head().features()];
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) (4 * random.nextDouble() - 2);
      }
      rows.add(row);
    }
    rows.add(new float[head().features()]);
    return rows;
  }

  private List<FineAnswer> answers(FineHead head) {
    return rows().stream().map(row -> head.answer(row, 0)).toList();
  }

  private FineHeads heads() {
    return FineHeads.none(new FeatureCentres(centre())).with(head());
  }

  private FineHeads stored(List<FineHead.Facts> facts, byte[] bytes) throws Exception {
    List<FineHead.Facts> read = new ArrayList<>();
    for (FineHead.Facts each : facts) {
      read.add(
          Json.toRecord(
              "heads",
              new ObjectMapper().readTree(Json.ofRecord(new Holder(each)).get("facts").toString()),
              FineHead.Facts.class));
    }
    return FineHeads.of("m.fierce: heads.safetensors", centre().length, read, bytes);
  }

  private record Holder(FineHead.Facts facts) {}

  @Test
  void answersItsQuestionAndNoOther() {
    FineHead head = head();
    for (FineAnswer answer : answers(head)) {
      assertThat(answer.fine() != null).isEqualTo(head.question() == FineQuestion.FINE);
      assertThat(answer.number() != null).isEqualTo(head.question() == FineQuestion.NUMBER);
      assertThat(answer.shares().isEmpty()).isEqualTo(head.question() != FineQuestion.SHARES);
      if (answer.fine() != null) {
        assertThat(answer.fine().probability()).isGreaterThan(0).isLessThanOrEqualTo(1);
      }
      if (answer.number() != null) {
        assertThat(answer.number().low()).isFinite().isLessThanOrEqualTo(answer.number().high());
        assertThat(answer.number().high()).isFinite();
        assertThat(answer.number().value()).isFinite();
        assertThat(answer.number().level()).isGreaterThan(0).isLessThan(1);
      }
      if (!answer.shares().isEmpty()) {
        assertThat(answer.shares().values()).allMatch(share -> share >= 0 && share <= 1);
        assertThat(answer.shares().values().stream().mapToDouble(Double::doubleValue).sum())
            .isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void storedAndReadAgainGivesTheSameBits() throws Exception {
    FineHeads heads = heads();
    FineHeads again = stored(heads.facts(), heads.toBytes());
    assertThat(answers(again.heads().get(0))).isEqualTo(answers(head()));
    assertThat(again.facts()).isEqualTo(heads.facts());
    assertThat(again.toBytes()).isEqualTo(heads.toBytes());
    assertThat(again.heads().get(0).describe()).isEqualTo(head().describe());
  }

  @Test
  void leavesTheRowsAsTheyAre() {
    List<float[]> rows = rows();
    rows.forEach(row -> head().answer(row, 0));
    List<float[]> fresh = rows();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(fresh.get(i));
    }
  }

  @Test
  void answersFourThreadsAsOne() throws Exception {
    FineHead head = head();
    List<FineAnswer> expected = answers(head);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<FineAnswer>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> answers(head));
      }
      for (Future<List<FineAnswer>> each : pool.invokeAll(calls)) {
        assertThat(each.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    FineHead head = head();
    int width = head.features();
    assertThatThrownBy(() -> head.answer(new float[width + 1], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a row has %d features, but the head for %s reads %d; give those of the head's own model"
                .formatted(width + 1, head.question().inWords(), width));
  }

  @Test
  void refusesTheHeadOfAnotherModel() throws Exception {
    FineHeads heads = heads();
    byte[] bytes = heads.toBytes();
    int width = head().features();
    assertThatThrownBy(() -> FineHeads.of("m", width + 1, heads.facts(), bytes))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "m has the shape [%d] for the mean of the training rows, but the model has %d features; the heads are of another model"
                .formatted(width, width + 1));
    assertThatThrownBy(() -> FineHeads.none(new FeatureCentres(new float[width + 1])).with(head()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the head for %s reads %d features, but the model has %d; it is a head of another model"
                .formatted(head().question().inWords(), width, width + 1));
  }

  @Test
  void refusesMissingChangedAndUnboundedTensors() throws Exception {
    FineHeads heads = heads();
    Safetensors whole = Safetensors.of("m", heads.toBytes());
    for (String name : head().tensors().keySet()) {
      String full = head().question().key() + "." + name;
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(whole.tensors());
      StoredTensor tensor = tensors.remove(full);
      assertRefused(heads, tensors, full + " is missing. ");
      tensors.put(full, new StoredTensor.Floats(new long[] {1, 1, 1}, new float[1]));
      assertRefused(heads, tensors, full + " has the shape [1, 1, 1], expected ");
      if (tensor instanceof StoredTensor.Floats floats) {
        float[] values = floats.values().clone();
        values[values.length - 1] = Float.NaN;
        tensors.put(full, new StoredTensor.Floats(floats.shape(), values));
        assertRefused(heads, tensors, full + " holds NaN; every value must be finite. ");
      } else if (tensor instanceof StoredTensor.Longs longs) {
        long[] values = longs.values().clone();
        values[values.length - 1] = 1L << 40;
        tensors.put(full, new StoredTensor.Longs(longs.shape(), values));
        assertRefused(heads, tensors, full + " holds 1099511627776, expected 0 to ");
      }
    }
  }

  private static void assertRefused(
      FineHeads heads, Map<String, StoredTensor> tensors, String problem) throws Exception {
    byte[] bytes = new Safetensors(tensors, Map.of()).toBytes();
    assertThatThrownBy(() -> FineHeads.of("m", heads.centres().features(), heads.facts(), bytes))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageStartingWith("m: the tensor " + problem)
        .hasMessageEndingWith("Fit the head again, or take the file that fierce wrote.");
  }

  @Test
  void oneQuestionHasOneHead() {
    assertThatThrownBy(() -> new FineHeads(new FeatureCentres(centre()), List.of(head(), head())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "two heads answer %s; a model has one. Remove one of them."
                .formatted(head().question().inWords()));
    assertThat(heads().with(head()).heads()).hasSize(1);
    assertThat(heads().without(head().question()).heads()).isEmpty();
  }
}
