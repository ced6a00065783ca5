package org.fierce.data.encode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fierce.data.FloatMatrix;
import org.fierce.data.RowEncoderContract;
import org.fierce.data.RowNote;
import org.junit.jupiter.api.Test;

class TextEncoderTest extends RowEncoderContract {
  private static final List<String> TEXTS = List.of("a a b", "a b c", "a d e", "");

  private static TextEncoder fit(List<String> training, int most, int longest) {
    return requireNonNull(TextEncoder.fit(training, most, longest));
  }

  @Override
  protected Fitted fitted() {
    TextEncoder encoder = fit(TEXTS, 6, 2);
    return new Fitted(encoder, TEXTS, encoder.encodeAll(TEXTS));
  }

  @Override
  protected Map<Object, String> misfits() {
    return Map.of(
        new float[] {1},
        "a row is a float[]; expected a text, as String. Give rows of the kind that the model was trained on.");
  }

  @Override
  protected Map<Object, List<RowNote>> strange() {
    List<RowNote> unknown = List.of(new RowNote(RowNote.Kind.NO_KNOWN_WORD, "", ""));
    return Map.of("x y", unknown, "", unknown, "x A", List.of());
  }

  @Override
  protected Map<String, String> hostileJson() {
    return Map.of(
        "{\"kind\":\"text\",\"terms\":[],\"weights\":[],\"longest\":1}",
        "row: 0 terms have 0 weights and runs of 1 words; expected at least one term, a weight each, and runs of at least 1",
        "{\"kind\":\"text\",\"terms\":[\"a\",\"a\"],\"weights\":[1.0,1.0],\"longest\":1}",
        "row: the term \"a\" stands there twice",
        "{\"kind\":\"text\",\"terms\":[\"a\"],\"weights\":[-1.0],\"longest\":1}",
        "row: the weight of \"a\" is -1.0; expected a finite number above 0",
        "{\"kind\":\"text\",\"terms\":[\"a\"],\"weights\":[1.0],\"longest\":0}",
        "row: 1 terms have 1 weights and runs of 0 words; expected at least one term, a weight each, and runs of at least 1");
  }

  @Test
  void termsAreWordsAndTheirNeighbours() {
    assertThat(TextEncoder.terms("Isn't IT, 3.5 m?", 2))
        .containsExactly("isn't", "isn't it", "it", "it 3.5", "3.5", "3.5 m", "m");
  }

  @Test
  void valuesByHand() {
    // In 3 texts "a" stands in 3, "b" in 2, "c" in 1; "d" and "e" find no column any more.
    TextEncoder encoder = fit(TEXTS.subList(0, 3), 3, 1);
    assertThat(encoder.terms()).containsExactly("a", "b", "c");

    FloatMatrix rows = encoder.encodeAll(List.of("a A b z", "z"));
    double a = (1 + Math.log(2)) * Math.log(2);
    double b = Math.log(1 + 3 / 2.0);
    double norm = Math.hypot(a, b);
    assertThat((double) rows.at(0, 0)).isCloseTo(a / norm, within(1e-6));
    assertThat((double) rows.at(0, 1)).isCloseTo(b / norm, within(1e-6));
    assertThat(rows.at(0, 2)).isZero();
    for (int c = 0; c < 3; c++) {
      assertThat(rows.at(1, c)).isZero();
    }
  }

  @Test
  void textsWithoutAWordTeachNothing() {
    assertThat(TextEncoder.fit(List.of("?", "!"), 5, 1)).isNull();
  }

  @Test
  void rowsOfOtherWordsCannotBeRecoded() throws Exception {
    TextEncoder encoder = fit(TEXTS, 3, 1);
    FloatMatrix rows = encoder.encodeAll(TEXTS);
    assertThat(encoder.recoded(rows, fit(TEXTS, 3, 1))).isSameAs(rows);
    assertThatThrownBy(() -> encoder.recoded(rows, fit(List.of("x y z"), 3, 1)))
        .hasMessage(
            "the rows were made of texts by the words of other training texts; give the texts themselves");
  }
}
