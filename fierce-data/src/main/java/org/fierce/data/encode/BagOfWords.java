package org.fierce.data.encode;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fierce.data.FloatMatrix;

/**
 * Texts as vectors: a column for each of the terms that most training texts hold, a term being a
 * word or a run of words next to each other. Words are those of Unicode (UAX 29, as Java's {@link
 * BreakIterator} finds them) that hold a letter or digit, in lower case. A term that stands t times
 * in a text, and in d of n training texts, has the value {@code (1 + ln t) ln(1 + n/d)}; then each
 * text is scaled to norm 1, so that long ones count no more than short ones. A text without any of
 * the terms is zero.
 *
 * @param terms of the columns: those in most training texts first, then by alphabet
 * @param weights {@code ln(1 + n/d)} of each
 * @param longest run of words that can be a term
 */
public record BagOfWords(List<String> terms, double[] weights, int longest) {
  /**
   * Learns the terms of training texts.
   *
   * @param most columns at most
   */
  public static BagOfWords of(List<String> training, int most, int longest) {
    Map<String, Integer> documents = new HashMap<>();
    for (String text : training) {
      for (String term : new HashSet<>(terms(text, longest))) {
        documents.merge(term, 1, Integer::sum);
      }
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
    return new BagOfWords(frequent.stream().map(Map.Entry::getKey).toList(), weights, longest);
  }

  /** Words and runs of words, as often as they stand there. */
  public static List<String> terms(String text, int longest) {
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

  /** Texts as rows. */
  public FloatMatrix encode(List<String> texts) {
    Map<String, Integer> columns = new HashMap<>();
    for (String term : terms) {
      columns.put(term, columns.size());
    }
    FloatMatrix encoded = FloatMatrix.zeros(texts.size(), terms.size());
    for (int row = 0; row < texts.size(); row++) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (String term : terms(texts.get(row), longest)) {
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
        encoded.values()[row * terms.size() + count.getKey()] =
            (float) (value(count) / Math.sqrt(squares));
      }
    }
    return encoded;
  }

  /** What a term that stands so often in a text is worth before scaling. */
  private double value(Map.Entry<Integer, Integer> count) {
    return (1 + Math.log(count.getValue())) * weights[count.getKey()];
  }
}
