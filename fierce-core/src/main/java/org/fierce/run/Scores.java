package org.fierce.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.Json;
import org.fierce.stats.Score;

/** The scores of one run, as {@code scores.json} holds them. */
public record Scores(Map<String, Score> byKey) {
  private static final int FORMAT_VERSION = 1;

  /** Scores in the order of the evaluators. */
  public static Scores of(List<Score> scores) {
    Map<String, Score> byKey = new LinkedHashMap<>();
    scores.forEach(score -> byKey.put(score.key(), score));
    return new Scores(byKey);
  }

  /** The value at a key, NaN where there is none. */
  public double value(String key) {
    Score score = byKey.get(key);
    return score == null ? Double.NaN : score.value();
  }

  public static Scores read(Path file) throws IOException {
    Map<String, Score> byKey = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.read(file).path("scores").properties()) {
      JsonNode score = entry.getValue();
      byKey.put(
          entry.getKey(),
          new Score(
              entry.getKey(),
              Json.number(score, "value"),
              Json.number(score, "low"),
              Json.number(score, "high"),
              Json.number(score, "level"),
              score.path("interval").asText("none"),
              score.path("n").asInt(),
              score.path("note").textValue()));
    }
    return new Scores(byKey);
  }

  public void write(Path file) throws IOException {
    write(file, List.of());
  }

  /** Writes the scores and sentences that a reader should see beside them. */
  public void write(Path file, List<String> notes) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
    ObjectNode all = root.putObject("scores");
    for (Score score : byKey.values()) {
      ObjectNode one = all.putObject(score.key());
      one.<ObjectNode>set("value", Json.number(score.value()))
          .<ObjectNode>set("low", Json.number(score.low()))
          .<ObjectNode>set("high", Json.number(score.high()))
          .put("level", score.level())
          .put("interval", score.interval())
          .put("n", score.n());
      if (score.note() != null) {
        one.put("note", score.note());
      }
    }
    if (!notes.isEmpty()) {
      notes.forEach(root.putArray("notes")::add);
    }
    Json.write(file, root);
  }
}
