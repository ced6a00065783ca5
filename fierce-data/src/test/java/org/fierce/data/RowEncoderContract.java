package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RowEncoder} keeps to: a row alone is encoded as the data set holds it, to the
 * last bit; so it is after the encoder was saved and loaded; what does not fit is refused in words.
 * The test of an encoder extends it. The encoder's kind must be registered ({@link
 * org.fierce.kinds.KindProvider}).
 */
public abstract class RowEncoderContract {
  /**
   * An encoder and what it was fitted on.
   *
   * @param rows raw training rows, at least two
   * @param inputs the same rows as the data set holds them
   */
  public record Fitted(RowEncoder encoder, List<?> rows, Inputs inputs) {}

  /** An encoder fitted on a few training rows. */
  protected abstract Fitted fitted() throws Exception;

  /** Rows that do not fit, each with the whole message of its refusal. */
  protected abstract Map<Object, String> misfits() throws Exception;

  /** New rows that are answered all the same, each with what is said of it. */
  protected abstract Map<Object, List<RowNote>> strange() throws Exception;

  /** JSON of encoders that cannot be, each with the whole message of its refusal. */
  protected abstract Map<String, String> hostileJson();

  private static RowEncoder loaded(String json) throws Exception {
    return Json.toRecord("row", new ObjectMapper().readTree(json), RowEncoder.class);
  }

  @Test
  void aRowAloneIsEncodedAsTheDataSetHoldsIt() throws Exception {
    Fitted fitted = fitted();
    assertThat(fitted.rows()).hasSizeGreaterThan(1).hasSize(fitted.inputs().size());
    assertThat(fitted.inputs().shape()).isEqualTo(fitted.encoder().shape());
    assertEncodes(fitted.encoder(), fitted);
  }

  @Test
  void savedAndLoadedItGivesTheSameBits() throws Exception {
    Fitted fitted = fitted();
    RowEncoder loaded = loaded(Json.ofRecord(fitted.encoder()).toString());
    assertThat(loaded).isEqualTo(fitted.encoder()).hasSameHashCodeAs(fitted.encoder());
    assertThat(loaded.columnNames()).isEqualTo(fitted.encoder().columnNames());
    assertThat(loaded.offsets()).isEqualTo(fitted.encoder().offsets());
    assertEncodes(loaded, fitted);
    assertThat(Json.ofRecord(loaded)).isEqualTo(Json.ofRecord(fitted.encoder()));
  }

  private static void assertEncodes(RowEncoder encoder, Fitted fitted) throws Exception {
    float[] held = new float[encoder.shape().values()];
    for (int row = 0; row < fitted.rows().size(); row++) {
      fitted.inputs().read(row, held, 0);
      assertThat(bits(encoder.encode(fitted.rows().get(row)))).isEqualTo(bits(held));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void aNewRowIsEncodedAsATrainingRow() throws Exception {
    Fitted fitted = fitted();
    Normalisation normalisation = Normalisation.fit(fitted.inputs());
    for (Object row : fitted.rows()) {
      float[] expected = fitted.encoder().encode(row);
      assertThat(bits(fitted.encoder().encode(row, note -> {}))).isEqualTo(bits(expected));
      EncodedRow encoded = fitted.encoder().encodeNew(row, normalisation);
      assertThat(bits(encoded.input())).isEqualTo(bits(expected));
      assertThat(encoded.notes())
          .noneMatch(note -> note.kind() == RowNote.Kind.OUT_OF_RANGE)
          .noneMatch(note -> note.kind() == RowNote.Kind.UNSEEN_CATEGORY);
    }
  }

  @Test
  void whatIsStrangeAboutANewRowIsToldAndNotFatal() throws Exception {
    RowEncoder encoder = fitted().encoder();
    for (RowEncoder each : List.of(encoder, loaded(Json.ofRecord(encoder).toString()))) {
      for (Map.Entry<Object, List<RowNote>> row : strange().entrySet()) {
        List<RowNote> notes = new ArrayList<>();
        float[] input = each.encode(row.getKey(), notes::add);
        assertThat(notes).isEqualTo(row.getValue());
        assertThat(input).hasSize(each.shape().values());
        for (float value : input) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  void aNewRowThatDoesNotFitIsRefusedInTheSameWords() throws Exception {
    RowEncoder encoder = fitted().encoder();
    Map<Object, List<RowNote>> strange = strange();
    for (Map.Entry<Object, String> misfit : misfits().entrySet()) {
      if (!strange.containsKey(misfit.getKey())) {
        assertThatThrownBy(() -> encoder.encode(misfit.getKey(), note -> {}))
            .isInstanceOf(DatasetFormatException.class)
            .hasMessage(misfit.getValue());
      }
    }
  }

  @Test
  void anEncodedRowIsTheCallersOwn() throws Exception {
    Fitted fitted = fitted();
    float[] first = fitted.encoder().encode(fitted.rows().get(0));
    Arrays.fill(first, -1);
    assertEncodes(fitted.encoder(), fitted);
  }

  @Test
  void severalThreadsMayEncodeAtOnce() throws Exception {
    Fitted fitted = fitted();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 50; i++) {
                    assertEncodes(fitted.encoder(), fitted);
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void aRowThatDoesNotFitIsRefused() throws Exception {
    RowEncoder encoder = fitted().encoder();
    for (Map.Entry<Object, String> misfit : misfits().entrySet()) {
      assertThatThrownBy(() -> encoder.encode(misfit.getKey()))
          .isInstanceOf(DatasetFormatException.class)
          .hasMessage(misfit.getValue());
    }
    assertThatThrownBy(() -> encoder.encode(new StringBuilder[0]))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(
            "a row is a StringBuilder[]; expected %s. Give rows of the kind that the model was trained on."
                .formatted(encoder.rowInWords()));
  }

  @Test
  void hostileJsonIsRefusedByName() throws Exception {
    for (Map.Entry<String, String> hostile : hostileJson().entrySet()) {
      assertThatThrownBy(() -> loaded(hostile.getKey()))
          .isInstanceOf(DatasetFormatException.class)
          .hasMessage(hostile.getValue());
    }
  }

  @Test
  void eachFieldMustBeThereAndOfItsKind() throws Exception {
    ObjectNode whole = (ObjectNode) Json.ofRecord(fitted().encoder());
    List<String> fields = new ArrayList<>();
    whole.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).contains("kind").hasSizeGreaterThan(1);
    for (String field : fields) {
      ObjectNode lacking = whole.deepCopy();
      lacking.remove(field);
      assertThatThrownBy(() -> loaded(lacking.toString()))
          .isInstanceOf(DatasetFormatException.class)
          .hasMessageContaining(field);
      for (JsonNode wrong :
          List.of(
              JsonNodeFactory.instance.nullNode(),
              JsonNodeFactory.instance.booleanNode(true),
              JsonNodeFactory.instance.textNode("?"),
              JsonNodeFactory.instance.objectNode())) {
        assertThatThrownBy(() -> loaded(whole.deepCopy().set(field, wrong).toString()))
            .isInstanceOf(DatasetFormatException.class)
            .hasMessageStartingWith("row");
      }
    }
    assertThatThrownBy(() -> loaded(whole.deepCopy().put("surplus", 1).toString()))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("surplus");
  }
}
