package org.fierce.stats;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a score's key says of it. The one place for it: tables, reports, comparisons and
 * docs/measures.md agree with this.
 *
 * @param key as in {@code scores.json}, with its parameters, as {@code recallAt-5}
 * @param words for people; the key itself where it is not known
 * @param heading the same, short enough for a column
 * @param unit of the value
 * @param direction which values are better, or that none is
 * @param isMain whether a comparison shows it before all are asked for
 * @param isKnown whether this version gives such a score
 */
public record Measure(
    String key,
    String words,
    String heading,
    Unit unit,
    Direction direction,
    boolean isMain,
    boolean isKnown) {
  /** What a value counts. */
  public enum Unit {
    /** Between 0 and 1, or an index that ends at 1. */
    FRACTION,
    /** Information in bits. */
    BITS,
    /** Information in nats. */
    NATS,
    /** The unit of the number to be told. */
    TARGET,
    /** That unit squared. */
    TARGET_SQUARED,
    /** A number without a unit, as a rank or a temperature. */
    PLAIN
  }

  /** Which values are better. */
  public enum Direction {
    /** Larger values are better. */
    LARGER,
    /** Smaller values are better. */
    SMALLER,
    /** It describes; neither direction is called better. */
    DESCRIBES
  }

  /** The score that stands for fine detail, by kind of target: shares, numbers, classes. */
  private static final List<String> PRIMARY =
      List.of(
          "transferMeanSquaredError", "probeR2", "knnAccuracyWithinTrue", "fewShotAccuracy-5-1");

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final double A_POINT = 0.01;
  private static final double A_TWENTIETH = 0.05;

  /** A measure of somebody's own evaluator, for a {@link MeasureProvider} to give. */
  public static Measure of(String key, String words, Unit unit, Direction direction) {
    return new Measure(key, words, words, unit, direction, false, true);
  }

  /** What a key says; of a key not known here it is taken that errors are better small. */
  public static Measure of(String key) {
    return MeasureTable.find(key);
  }

  /** What it says, in a sentence for people who do not know it; empty where it is not known. */
  public String definition() {
    return MeasureDefinitions.of(key);
  }

  /** Whether a larger value is the better one, or would be if it judged. */
  public boolean isLargerBetter() {
    return direction != Direction.SMALLER;
  }

  /** Whether one direction is better at all. */
  public boolean isJudged() {
    return direction != Direction.DESCRIBES;
  }

  /**
   * Whether it is a finer look at another: classes alike, one component of shares, or one point of
   * the curve of labels.
   */
  public boolean isDetail() {
    return key.contains(MeasureTable.BALANCED)
        || key.contains(":")
        || key.startsWith(MeasureTable.LABELS_NEEDED);
  }

  /**
   * The smallest difference that is taken to matter: a point, 0.01, of scores that end at 1
   * (accuracies, R2, correlations), and a twentieth of the base's value of errors.
   *
   * @param base mean of the method compared with
   */
  public double smallestThatMatters(double base) {
    return isLargerBetter() ? A_POINT : A_TWENTIETH * Math.abs(base);
  }

  /** The primary fine score among the keys; none where no fine target is known. */
  public static Optional<String> primary(Collection<String> keys) {
    return PRIMARY.stream().filter(keys::contains).findFirst();
  }

  /** The primary fine score among those that have a number. */
  public static Optional<Score> primaryOf(Collection<Score> scores) {
    List<Score> defined = scores.stream().filter(Score::isDefined).toList();
    return primary(defined.stream().map(Score::key).toList())
        .flatMap(key -> defined.stream().filter(score -> score.key().equals(key)).findFirst());
  }

  /** The keys, the primary one first, then by importance, then by name. */
  public static List<String> ordered(Collection<String> keys, @Nullable String primary) {
    return keys.stream()
        .sorted(
            Comparator.comparing((String key) -> !key.equals(primary))
                .thenComparing(MeasureTable::place)
                .thenComparing(Measure::withWideNumbers))
        .toList();
  }

  /** The key with its numbers so wide that they stand in the order of their values. */
  private static String withWideNumbers(String key) {
    return NUMBER
        .matcher(key)
        .replaceAll(
            number -> "0".repeat(Math.max(0, 9 - number.group().length())) + number.group());
  }

  /**
   * The keys that evaluators give, with letters for their parameters, as {@code recallAt-K}, and
   * without readings.
   */
  public static List<String> keys() {
    return MeasureTable.keys();
  }
}
