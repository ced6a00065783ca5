package org.fierce.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.AtomicFiles;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.LenientLines;
import org.fierce.files.TextFile;
import org.fierce.loss.TermHealth;

/**
 * The file {@code metrics.jsonl}: one JSON object an epoch, in the order of the epochs, with the
 * names of {@link EpochMetrics} and {@link TermHealth}. A number that there is none of is left out.
 */
public final class MetricsLog {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;

  /** The log in this file, which need not exist yet. */
  public MetricsLog(Path file) {
    this.file = file;
  }

  /** Adds an epoch. */
  public void append(EpochMetrics metrics) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("epoch", metrics.epoch());
    node.put("step", metrics.step());
    metrics.numbers().forEach(node::put);
    byte[] line = (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.append(file, line);
  }

  /**
   * All epochs; none if there is no file.
   *
   * @throws CheckpointFormatException if a line is no epoch, as one that was cut short
   */
  public List<EpochMetrics> read() throws IOException {
    List<EpochMetrics> epochs = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : TextFile.lines(file)) {
        epochs.add(parse(line, epochs.size() + 1));
      }
    }
    return epochs;
  }

  /** Forces all epochs so far to the disk. */
  void force() throws IOException {
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /**
   * Keeps the first epochs only, each once and in order, whatever else stands in the file: later
   * epochs, a last line that was cut short, and the lines of two processes that wrote in turn,
   * which say the same but for the seconds.
   *
   * @param epochs those to keep
   * @param stepsPerEpoch tells an epoch of this run from one of another
   * @throws CheckpointFormatException if one of them is missing, or there twice and not the same
   */
  void keep(int epochs, int stepsPerEpoch) throws IOException {
    List<String> lines = Files.exists(file) ? LenientLines.read(file) : List.of();
    Map<Integer, String> kept = new HashMap<>();
    Map<Integer, JsonNode> trees = new HashMap<>();
    int firstUnreadable = 0;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode tree = epochs == 0 ? null : LenientLines.object(lines.get(i));
      int epoch = tree == null ? 0 : tree.path("epoch").asInt();
      if (tree == null) {
        firstUnreadable = firstUnreadable == 0 ? i + 1 : firstUnreadable;
      } else if (epoch >= 1
          && epoch <= epochs
          && tree.path("step").asLong() == (long) epoch * stepsPerEpoch) {
        ((ObjectNode) tree).remove("seconds");
        JsonNode former = trees.putIfAbsent(epoch, tree);
        if (former != null && !former.equals(tree)) {
          throw new CheckpointFormatException(
              "%s, line %d: epoch %d is there twice, with different numbers; the lines are of two different runs"
                  .formatted(file, i + 1, epoch));
        }
        kept.putIfAbsent(epoch, lines.get(i));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      String line = kept.get(epoch);
      if (line == null) {
        throw new CheckpointFormatException(
            "%s has no epoch %d, but the checkpoint beside it is of epoch %d%s"
                .formatted(
                    file,
                    epoch,
                    epochs,
                    firstUnreadable == 0 ? "" : "; line %d is damaged".formatted(firstUnreadable)));
      }
      text.append(line).append('\n');
    }
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private EpochMetrics parse(String line, int number) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CheckpointFormatException(
          "%s, line %d: %s".formatted(file, number, e.getOriginalMessage()), e);
    }
    if (node.path("epoch").asInt() != number) {
      throw new CheckpointFormatException(
          "%s, line %d: epoch is %s, expected %d"
              .formatted(file, number, node.path("epoch"), number));
    }
    return new EpochMetrics(
        number,
        node.path("step").asLong(),
        number(node, "lossNats"),
        number(node, "crossEntropyNats"),
        number(node, "entropyBits"),
        number(node, "coarseAccuracy"),
        number(node, "validationCoarseAccuracy"),
        new TermHealth(
            number(node, "entropyShare"),
            number(node, "gradientRatio"),
            number(node, "saturation")),
        number(node, "rate"),
        number(node, "seconds"));
  }

  private static double number(JsonNode node, String name) {
    return node.path(name).asDouble(Double.NaN);
  }
}
