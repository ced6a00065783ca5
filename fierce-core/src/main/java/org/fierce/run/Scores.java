package org.fierce.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.DatasetFormatException;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one run, as {@code scores.json} holds them: {@code {"scores": {KEY: {"value",
 * "low", "high", "level", "interval", "n", "note"}}, "notes": [...]}}.
 *
 * @param byKey in the order of the evaluators
 * @param notes sentences that a reader should see beside them
 */
public record Scores(Map<String, Score> byKey, List<String> notes) {
  public static final String FILE = "scores.json";

  private record Content(
      Map<String, Stored> scores, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {}

  private record Stored(
      double value,
      double low,
      double high,
      double level,
      @Nullable String interval,
      int n,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {}

  /** Scores in the order of the evaluators. */
  public static Scores of(List<Score> scores, List<String> notes) {
    Map<String, Score> byKey = new LinkedHashMap<>();
    scores.forEach(score -> byKey.put(score.key(), score));
    return new Scores(byKey, List.copyOf(notes));
  }

  /** The value at a key, NaN where there is none. */
  public double value(String key) {
    Score score = byKey.get(key);
    return score == null ? Double.NaN : score.value();
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static Scores read(Path file) throws IOException {
    Content content = JsonFile.read(file, Content.class);
    Map<String, Score> byKey = new LinkedHashMap<>();
    content
        .scores()
        .forEach(
            (key, one) ->
                byKey.put(
                    key,
                    new Score(
                        key,
                        one.value(),
                        one.low(),
                        one.high(),
                        one.level(),
                        one.interval() == null ? "none" : one.interval(),
                        one.n(),
                        one.note())));
    return new Scores(byKey, content.notes());
  }

  public void write(Path file) throws IOException {
    Map<String, Stored> stored = new LinkedHashMap<>();
    byKey.forEach(
        (key, score) ->
            stored.put(
                key,
                new Stored(
                    score.value(),
                    score.low(),
                    score.high(),
                    score.level(),
                    score.interval(),
                    score.n(),
                    score.note())));
    JsonFile.write(file, new Content(stored, notes));
  }
}
