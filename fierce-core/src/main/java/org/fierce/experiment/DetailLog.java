package org.fierce.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.TextFile;
import org.fierce.train.CheckpointFormatException;

/**
 * The file {@code detail.jsonl}: one JSON object for each epoch after which the network was scored,
 * in the order of the epochs: {@code {"epoch": 10, "seconds": 1.2, "scores": {KEY: value}}}. A
 * score that is no number is left out.
 *
 * @param file which need not exist yet
 */
public record DetailLog(Path file) {
  private static final JsonMapper LINES = new JsonMapper();

  /**
   * What was found after an epoch.
   *
   * @param epoch from 1
   * @param seconds of wall-clock time that looking took
   * @param scores by key
   */
  public record Entry(int epoch, double seconds, Map<String, Double> scores) {}

  /**
   * All entries; none if there is no file.
   *
   * @throws CheckpointFormatException if a line is none, as one that was cut short
   */
  public List<Entry> read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : TextFile.lines(file)) {
        entries.add(parse(line, entries.size() + 1));
      }
    }
    return entries;
  }

  /** Seconds of all entries. */
  double seconds() throws IOException {
    return read().stream().mapToDouble(Entry::seconds).sum();
  }

  /**
   * Adds an entry, and makes sure that it outlives a stop of the machine: the checkpoint that
   * counts on it is written next.
   */
  void append(Entry entry) throws IOException {
    String before = Files.exists(file) ? Files.readString(file) : "";
    Json.writeText(file, before + text(entry));
  }

  /**
   * Keeps the entries up to an epoch.
   *
   * @param epochs all that must be there
   * @throws CheckpointFormatException if other epochs are
   */
  void keep(List<Integer> epochs) throws IOException {
    List<Entry> all = read();
    List<Entry> kept = all.subList(0, Math.min(epochs.size(), all.size()));
    List<Integer> found = kept.stream().map(Entry::epoch).toList();
    if (!found.equals(epochs)) {
      throw new CheckpointFormatException(
          "%s has the epochs %s, expected %s by the checkpoint beside it; it was changed by something else, train again in an empty folder"
              .formatted(file, found, epochs));
    }
    if (all.size() > kept.size()) {
      StringBuilder text = new StringBuilder();
      kept.forEach(entry -> text.append(text(entry)));
      Json.writeText(file, text.toString());
    }
  }

  private static String text(Entry entry) {
    ObjectNode node = LINES.createObjectNode();
    node.put("epoch", entry.epoch());
    node.put("seconds", entry.seconds());
    ObjectNode scores = node.putObject("scores");
    entry
        .scores()
        .forEach(
            (key, value) -> {
              if (Double.isFinite(value)) {
                scores.put(key, value);
              }
            });
    return node + "\n";
  }

  private Entry parse(String line, int number) throws IOException {
    JsonNode node;
    try {
      node = LINES.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CheckpointFormatException(
          "%s, line %d: %s".formatted(file, number, e.getOriginalMessage()), e);
    }
    if (node.path("epoch").asInt() < 1 || !node.path("scores").isObject()) {
      throw new CheckpointFormatException(
          "%s, line %d: expected an epoch and its scores, found %s".formatted(file, number, line));
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    node.get("scores")
        .properties()
        .forEach(entry -> scores.put(entry.getKey(), entry.getValue().asDouble()));
    return new Entry(node.get("epoch").asInt(), Json.number(node, "seconds"), scores);
  }
}
