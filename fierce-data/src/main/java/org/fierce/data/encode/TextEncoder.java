package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.RowNote;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Texts as vectors: a column for each of the terms that most training texts hold, a term being a
 * word or a run of words next to each other. A row is a {@link CharSequence}.
 *
 * <p>Words are those of Unicode (UAX 29, as Java's {@link BreakIterator} finds them) that hold a
 * letter or digit, in lower case. A term that stands t times in a text, and in d of n training
 * texts, has the value {@code (1 + ln t) ln(1 + n/d)}; then each text is scaled to norm 1, so that
 * long ones count no more than short ones. A text without any of the terms is zero.
 */
public final class TextEncoder implements RowEncoder {
  private final List<String> terms;
  private final double[] weights;
  private final int longest;
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * An encoder that has learnt.
   *
   * @param terms of the columns, at least one, each once
   * @param weights {@code ln(1 + n/d)} of each, finite and above 0
   * @param longest run of words that can be a term, at least 1
   * @throws IllegalArgumentException if they are not so
   */
  @JsonCreator
  TextEncoder(
      @JsonProperty("terms") List<String> terms,
      @JsonProperty("weights") double[] weights,
      @JsonProperty("longest") int longest) {
    this.terms = List.copyOf(terms);
    this.weights = weights.clone();
    this.longest = longest;
    for (String term : terms) {
      if (columns.put(term, columns.size()) != null) {
        throw new IllegalArgumentException("the term \"%s\" stands there twice".formatted(term));
      }
    }
    if (terms.isEmpty() || weights.length != terms.size() || longest < 1) {
      throw new IllegalArgumentException(
          "%d terms have %d weights and runs of %d words; expected at least one term, a weight each, and runs of at least 1"
              .formatted(terms.size(), weights.length, longest));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] > 0 && Double.isFinite(weights[i]))) {
        throw new IllegalArgumentException(
            "the weight of \"%s\" is %s; expected a finite number above 0"
                .formatted(this.terms.get(i), weights[i]));
      }
    }
  }

  /**
   * Learns the terms of training texts: those in most texts first, then by alphabet.
   *
   * @param most columns at most
   * @return null where the texts hold no word
   */
  public static @Nullable TextEncoder fit(List<String> training, int most, int longest) {
    Map<String, Integer> documents = new HashMap<>();
    for (String text : training) {
      for (String term : new HashSet<>(terms(text, longest))) {
        documents.merge(term, 1, Integer::sum);
      }
    }
    if (documents.isEmpty()) {
      return null;
    }
    List<Map.Entry<String, Integer>> frequent =
        documents.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .toList();
    double[] weights =
        frequent.stream()
            .mapToDouble(entry -> Math.log1p((double) training.size() / entry.getValue()))
            .toArray();
    return new TextEncoder(frequent.stream().map(Map.Entry::getKey).toList(), weights, longest);
  }

  /** The terms of the columns. */
  @JsonProperty
  List<String> terms() {
    return terms;
  }

  /** The weight of each term. */
  @JsonProperty
  double[] weights() {
    return weights.clone();
  }

  /** How many words make a term at most. */
  @JsonProperty
  int longest() {
    return longest;
  }

  /** Words and runs of words, as often as they stand there. */
  static List<String> terms(String text, int longest) {
    List<String> words = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getWordInstance(Locale.ROOT);
    breaks.setText(text);
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      String word = text.substring(from, to);
      if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
      from = to;
    }
    List<String> terms = new ArrayList<>();
    for (int first = 0; first < words.size(); first++) {
      for (int end = first + 1; end <= Math.min(words.size(), first + longest); end++) {
        terms.add(String.join(" ", words.subList(first, end)));
      }
    }
    return terms;
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(terms.size());
  }

  @Override
  public String rowInWords() {
    return "a text, as String";
  }

  @Override
  public RowKind rowKind() {
    return RowKind.TEXT;
  }

  @Override
  public float[] encode(Object row) throws DatasetFormatException {
    return encode(row, strange -> {});
  }

  @Override
  public float[] encode(Object row, Consumer<RowNote> strange) throws DatasetFormatException {
    if (!(row instanceof CharSequence text)) {
      throw notARow(row);
    }
    float[] input = new float[terms.size()];
    if (!write(text.toString(), input, 0)) {
      strange.accept(new RowNote(RowNote.Kind.NO_KNOWN_WORD, "", ""));
    }
    return input;
  }

  /** Texts as rows. */
  public FloatMatrix encodeAll(List<String> texts) {
    FloatMatrix encoded = FloatMatrix.zeros(texts.size(), terms.size());
    for (int row = 0; row < texts.size(); row++) {
      write(texts.get(row), encoded.values(), row * terms.size());
    }
    return encoded;
  }

  /** Writes a text into zeros; false where it has none of the terms. */
  private boolean write(String text, float[] target, int offset) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (String term : terms(text, longest)) {
      Integer column = columns.get(term);
      if (column != null) {
        counts.merge(column, 1, Integer::sum);
      }
    }
    double squares = 0;
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      squares += Math.pow(value(count), 2);
    }
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      target[offset + count.getKey()] = (float) (value(count) / Math.sqrt(squares));
    }
    return !counts.isEmpty();
  }

  /** What a term that stands so often in a text is worth before scaling. */
  private double value(Map.Entry<Integer, Integer> count) {
    return (1 + Math.log(count.getValue())) * weights[count.getKey()];
  }

  @Override
  public Inputs recoded(Inputs rows, RowEncoder other) throws DatasetFormatException {
    if (other instanceof TextEncoder && !equals(other)) {
      throw new DatasetFormatException(
          "the rows were made of texts by the words of other training texts; give the texts themselves");
    }
    return rows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextEncoder encoder
        && longest == encoder.longest
        && terms.equals(encoder.terms)
        && Arrays.equals(weights, encoder.weights);
  }

  @Override
  public int hashCode() {
    return 31 * terms.hashCode() + Arrays.hashCode(weights);
  }
}
