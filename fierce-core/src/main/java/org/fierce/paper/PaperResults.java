package org.fierce.paper;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.files.Json;
import org.fierce.stats.Measure;
import org.fierce.stats.SeedStatistics;

/**
 * What the paper reports of one of its experiments: figures, and which method it finds better than
 * which.
 *
 * @param source where the figures come from
 * @param of a sentence on what the figures are of
 * @param keys the scores that the paper reports, in the order of its tables
 * @param figures the figures
 * @param claims the orders that can be read from the figures, or that the paper states
 */
public record PaperResults(
    String source, String of, List<String> keys, List<Figure> figures, List<Claim> claims) {
  private static final double LEVEL = 0.95;

  /**
   * A figure, in the unit of our score of that key.
   *
   * @param method label of the method in our configurations
   * @param kind {@code one run} or {@code average}
   */
  public record Figure(String method, String key, double value, String kind) {}

  /** That a method is better than another on a score, in the direction in which it is better. */
  public record Claim(String better, String than, String on) {}

  /** What our runs say about a claim. */
  public enum Answer {
    /** The difference has the claim's sign and is told from chance. */
    HOLDS,
    /** The difference has the other sign and is told from chance. */
    THE_OPPOSITE_HOLDS,
    /** The seeds cannot tell the difference from chance, or there is but one. */
    NOT_TOLD_APART
  }

  /**
   * A claim and our runs.
   *
   * @param difference mean over seeds of the first method less the second
   * @param low lower end of the 95 % t interval, NaN for one seed
   * @param high upper end
   * @param pHolm two-sided paired t, Holm over the claims of the comparison; NaN for one seed
   */
  public record Judged(
      Claim claim, double difference, double low, double high, double pHolm, Answer answer) {}

  /** Copies the lists. */
  public PaperResults {
    keys = List.copyOf(keys);
    figures = List.copyOf(figures);
    claims = List.copyOf(claims);
  }

  /** The paper's results of an experiment. */
  public static PaperResults of(Reproduction experiment) {
    JsonNode root = read();
    JsonNode node = root.path("experiments").path(experiment.word());
    List<String> keys = new ArrayList<>();
    node.path("keys").forEach(key -> keys.add(key.asText()));
    List<Figure> figures = new ArrayList<>();
    for (JsonNode each : node.path("figures")) {
      figures.add(
          new Figure(
              each.path("method").asText(),
              each.path("key").asText(),
              each.path("value").asDouble(),
              each.path("kind").asText("one run")));
    }
    List<Claim> claims = new ArrayList<>();
    for (JsonNode each : node.path("claims")) {
      claims.add(
          new Claim(
              each.path("better").asText(), each.path("than").asText(), each.path("on").asText()));
    }
    return new PaperResults(
        root.path("source").asText(), node.path("of").asText(), keys, figures, claims);
  }

  private static JsonNode read() {
    String name = "reproduce/paper.json";
    try (InputStream in =
        Objects.requireNonNull(PaperResults.class.getResourceAsStream(name), name)) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The figures of a method on a score: none, one, or one of each kind. */
  public List<Figure> figures(String method, String key) {
    return figures.stream()
        .filter(figure -> figure.method().equals(method) && figure.key().equals(key))
        .toList();
  }

  /** Judges the claims about methods and scores that a comparison has. */
  public List<Judged> judge(ComparisonReport report) {
    List<Claim> known = new ArrayList<>();
    List<SeedStatistics.Mean> differences = new ArrayList<>();
    for (Claim claim : claims) {
      Optional<SeedScore> first = score(report, claim.better(), claim.on());
      Optional<SeedScore> second = score(report, claim.than(), claim.on());
      if (first.isPresent() && second.isPresent()) {
        List<Double> a = first.get().values();
        List<Double> b = second.get().values();
        known.add(claim);
        differences.add(
            SeedStatistics.mean(
                IntStream.range(0, a.size()).mapToDouble(i -> a.get(i) - b.get(i)).toArray(),
                LEVEL));
      }
    }
    double[] p =
        SeedStatistics.holm(differences.stream().mapToDouble(SeedStatistics.Mean::p).toArray());
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      SeedStatistics.Mean difference = differences.get(i);
      boolean isAsClaimed = difference.mean() > 0 == Measure.of(known.get(i).on()).isLargerBetter();
      Answer answer =
          !(p[i] < 1 - LEVEL)
              ? Answer.NOT_TOLD_APART
              : isAsClaimed ? Answer.HOLDS : Answer.THE_OPPOSITE_HOLDS;
      judged.add(
          new Judged(
              known.get(i), difference.mean(), difference.low(), difference.high(), p[i], answer));
    }
    return judged;
  }

  private static Optional<SeedScore> score(ComparisonReport report, String method, String key) {
    return report.methods().stream()
        .filter(row -> row.name().equals(method))
        .findFirst()
        .map(Summary::scores)
        .map(scores -> scores.get(key));
  }
}
