package org.fierce.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;
import org.fierce.loss.TermHealth;
import org.fierce.report.Results.Curve;
import org.fierce.run.EpochScores;
import org.jspecify.annotations.Nullable;

/** Reads metrics.jsonl: one JSON object an epoch. */
final class Metrics {
  /** What is drawn, in this order. */
  static final List<String> QUANTITIES =
      List.of("coarseAccuracy", "lossNats", "crossEntropyNats", "entropyBits", "rate");

  /** What is drawn of an entropy term's health, in this order. */
  static final List<String> HEALTH = List.of("entropyShare", "gradientRatio", "saturation");

  /**
   * What an epoch says of the entropy term.
   *
   * @param health with NaN for what it does not say
   * @param coarseAccuracy in training; NaN where it does not say
   */
  record Epoch(TermHealth health, double coarseAccuracy) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private Metrics() {}

  /** The curves of one run; none where it left no metrics. Epochs without a number are left out. */
  static List<Curve> read(Path run, String method) throws IOException {
    List<JsonNode> epochs = epochs(run);
    Path seed = run.getFileName();
    List<Curve> curves = new ArrayList<>();
    for (String quantity : Stream.concat(QUANTITIES.stream(), HEALTH.stream()).toList()) {
      DoubleStream.Builder at = DoubleStream.builder();
      DoubleStream.Builder values = DoubleStream.builder();
      for (JsonNode epoch : epochs) {
        double value = ResultFiles.number(epoch.path(quantity));
        if (Double.isFinite(value)) {
          at.add(epoch.path("epoch").asDouble());
          values.add(value);
        }
      }
      double[] drawn = values.build().toArray();
      if (drawn.length > 0) {
        curves.add(
            new Curve(
                method,
                seed == null ? "" : seed.toString(),
                quantity,
                at.build().toArray(),
                drawn));
      }
    }
    return curves;
  }

  /** Scores over the epochs of one run; none where it left no detail.jsonl. */
  static List<Curve> detail(Path run, String method) throws IOException {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    for (EpochScores.Entry entry : new EpochScores(run.resolve("detail.jsonl")).read()) {
      entry
          .scores()
          .forEach(
              (key, value) ->
                  points
                      .computeIfAbsent(key, each -> new ArrayList<>())
                      .add(new double[] {entry.epoch(), value}));
    }
    Path seed = run.getFileName();
    List<Curve> curves = new ArrayList<>();
    points.forEach(
        (key, at) ->
            curves.add(
                new Curve(
                    method,
                    seed == null ? "" : seed.toString(),
                    key,
                    at.stream().mapToDouble(point -> point[0]).toArray(),
                    at.stream().mapToDouble(point -> point[1]).toArray())));
    return curves;
  }

  /** The last epoch in which the entropy term was measured; null where it never was. */
  static @Nullable Epoch lastMeasured(Path run) throws IOException {
    Epoch last = null;
    for (JsonNode epoch : epochs(run)) {
      if (HEALTH.stream().anyMatch(epoch::hasNonNull)) {
        last =
            new Epoch(
                new TermHealth(
                    ResultFiles.number(epoch.path("entropyShare")),
                    ResultFiles.number(epoch.path("gradientRatio")),
                    ResultFiles.number(epoch.path("saturation"))),
                ResultFiles.number(epoch.path("coarseAccuracy")));
      }
    }
    return last;
  }

  private static List<JsonNode> epochs(Path run) throws IOException {
    Path file = run.resolve("metrics.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<JsonNode> epochs = new ArrayList<>();
    List<String> lines = TextFile.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        epochs.add(parse(lines.get(i), file, i + 1));
      }
    }
    return epochs;
  }

  private static JsonNode parse(String line, Path file, int number) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException malformed) {
      throw new DatasetFormatException(
          "%s, line %d is not JSON: %s".formatted(file, number, malformed.getOriginalMessage()),
          malformed);
    }
  }
}
