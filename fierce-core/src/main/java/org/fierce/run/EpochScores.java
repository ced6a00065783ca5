package org.fierce.run;

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
import java.util.TreeMap;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.fierce.files.LenientLines;
import org.fierce.files.TextFile;

/**
 * The file {@code detail.jsonl}: one JSON object for each epoch after which the network was scored,
 * in the order of the epochs: {@code {"epoch": 10, "seconds": 1.2, "scores": {KEY: value}}}. A
 * score that is no number is left out.
 *
 * @param file which need not exist yet
 */
public record EpochScores(Path file) {
  public static final String FILE = "detail.jsonl";

  private static final JsonMapper LINES = new JsonMapper();

  /**
   * The scores after an epoch.
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
  public double seconds() throws IOException {
    return read().stream().mapToDouble(Entry::seconds).sum();
  }

  /**
   * Adds an entry and forces it to the disk, since the checkpoint that relies on it is written
   * next.
   */
  public void append(Entry entry) throws IOException {
    String before = Files.exists(file) ? TextFile.read(file) : "";
    Json.writeText(file, before + text(entry));
  }

  /**
   * Keeps these epochs, each once and in order, whatever else stands in the file: later ones, a
   * last line that was cut short, and the lines of two processes that wrote in turn.
   *
   * @param epochs all that must be there
   * @throws CheckpointFormatException if one is missing, or there twice and not the same
   */
  public void keep(List<Integer> epochs) throws IOException {
    if (!Files.exists(file) && epochs.isEmpty()) {
      return;
    }
    Map<Integer, Entry> found = new TreeMap<>();
    List<String> lines = Files.exists(file) ? LenientLines.read(file) : List.of();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode tree = LenientLines.object(lines.get(i));
      if (tree == null || !isEntry(tree) || !epochs.contains(tree.get("epoch").asInt())) {
        continue;
      }
      Entry entry = entry(tree);
      Entry former = found.putIfAbsent(entry.epoch(), entry);
      if (former != null && !former.scores().equals(entry.scores())) {
        throw new CheckpointFormatException(
            "%s, line %d: epoch %d is there twice, with different scores; the lines are of two different runs. %s"
                .formatted(file, i + 1, entry.epoch(), again()));
      }
    }
    if (found.size() < epochs.size()) {
      throw new CheckpointFormatException(
          "%s has the epochs %s, expected %s by the checkpoint beside it. %s"
              .formatted(file, found.keySet(), epochs, again()));
    }
    StringBuilder text = new StringBuilder();
    found.values().forEach(entry -> text.append(text(entry)));
    Json.writeText(file, text.toString());
  }

  private String again() {
    return "To train from the first epoch again, remove %s and run the same command with --resume."
        .formatted(file.resolveSibling("checkpoint"));
  }

  private static boolean isEntry(JsonNode node) {
    return node.path("epoch").asInt() >= 1 && node.path("scores").isObject();
  }

  private static Entry entry(JsonNode node) {
    Map<String, Double> scores = new LinkedHashMap<>();
    node.get("scores")
        .properties()
        .forEach(entry -> scores.put(entry.getKey(), entry.getValue().asDouble()));
    return new Entry(node.get("epoch").asInt(), Json.number(node, "seconds"), scores);
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
    if (!isEntry(node)) {
      throw new CheckpointFormatException(
          "%s, line %d: expected an epoch and its scores, found %s".formatted(file, number, line));
    }
    return entry(node);
  }
}
