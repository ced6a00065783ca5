package org.fierce.data.split;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.ScenePlaces;
import org.fierce.labels.CoarseLabels;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Draws rows: test rows, validation rows, a smaller sample. Each is a pure function of its
 * arguments; rows come out ascending.
 *
 * <p>Where there are labels, each class gives its share of the rows, rounded by largest remainder.
 */
public final class Splits {
  private Splits() {}

  /**
   * Rows split in two, both ascending.
   *
   * @param remaining the rows that were not drawn
   * @param drawn the rows drawn
   */
  public record Parts(int[] remaining, int[] drawn) {}

  /**
   * Draws a share of the rows, whatever their labels: {@code round(fraction * rows)} of them, but
   * at least one, and at least one stays.
   *
   * @throws IllegalArgumentException if there are fewer than two rows or the fraction is not
   *     between 0 and 1
   */
  public static Parts fraction(int rows, double fraction, long seed) {
    return fraction(new CoarseLabels(new int[rows], List.of("all")), fraction, seed);
  }

  /**
   * Draws a share of the rows of each class: {@code round(fraction * rows)} in all. At least one
   * row of every class stays, and of a class of two or more rows one is drawn as long as the total
   * allows it.
   *
   * @throws IllegalArgumentException if no row could be drawn or the fraction is not between 0 and
   *     1
   */
  public static Parts fraction(CoarseLabels labels, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
    int[] counts = counts(labels);
    int[] most = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      most[c] = Math.max(0, counts[c] - 1);
    }
    int total = (int) Math.max(1, Math.round(fraction * labels.size()));
    int[] quota = allocate(counts, most, Math.min(total, Arrays.stream(most).sum()));
    int[] drawn = draw(labels, counts, quota, seed);
    if (drawn.length == 0) {
      throw new IllegalArgumentException(
          "a fraction of %s cannot be drawn from %d rows of %d classes without emptying a class: every class has one row only"
              .formatted(fraction, labels.size(), labels.classes()));
    }
    return new Parts(complement(labels.size(), drawn), drawn);
  }

  /**
   * Draws some rows so that the classes keep their shares; every class that has rows keeps at least
   * one. All rows where there are no more than asked for.
   *
   * @throws IllegalArgumentException if {@code rows} is below the number of classes with rows
   */
  public static int[] sample(CoarseLabels labels, int rows, long seed) {
    int[] counts = counts(labels);
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    if (rows < present || rows < 1) {
      throw new IllegalArgumentException(
          "a limit of %d rows is below the number of coarse classes, %d; each needs a row"
              .formatted(rows, present));
    }
    if (rows >= labels.size()) {
      return range(labels.size());
    }
    return draw(labels, counts, allocate(counts, counts, rows), seed);
  }

  /**
   * Takes the validation rows out of the training rows; the split as it is where {@code validation}
   * is null or asks for more rows than it would draw.
   */
  public static DataSplit validation(DataSplit split, @Nullable Validation validation) {
    if (validation == null || !validation.isEnough(split.train().size())) {
      return split;
    }
    Dataset train = split.train();
    Parts parts = fraction(train.coarse(), validation.fraction(), validation.seed());
    return split.withParts(
        train.select(parts.remaining()), train.select(parts.drawn()), split.test());
  }

  /**
   * Draws at most that many training and test rows, by {@link #sample}; null means all.
   *
   * @throws IllegalArgumentException if a limit is below the number of classes
   */
  public static DataSplit limit(
      DataSplit split, @Nullable Integer trainRows, @Nullable Integer testRows, long seed) {
    Dataset train = split.train();
    DataSplit limited =
        trainRows == null || trainRows >= train.size()
            ? split
            : split.withParts(
                train.select(sample(train.coarse(), trainRows, seed)),
                split.validation(),
                split.test());
    Dataset test = split.test();
    if (testRows == null || testRows >= test.size()) {
      return limited;
    }
    int[] rows = sample(test.coarse(), testRows, seed);
    ScenePlaces scene = split.scene();
    DataSplit both = limited.withParts(limited.train(), limited.validation(), test.select(rows));
    return scene == null ? both : both.in(scene.select(rows));
  }

  private static int[] counts(CoarseLabels labels) {
    int[] counts = new int[labels.classes()];
    for (int label : labels.labels()) {
      counts[label]++;
    }
    return counts;
  }

  /**
   * Shares {@code total} among the classes in proportion to {@code counts}, each at most its most.
   */
  private static int[] allocate(int[] counts, int[] most, int total) {
    double scale = total / (double) Arrays.stream(counts).sum();
    int[] least = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      least[c] = Math.min(1, most[c]);
    }
    if (Arrays.stream(least).sum() > total) {
      Arrays.fill(least, 0);
    }
    int[] quota = new int[counts.length];
    int sum = 0;
    for (int c = 0; c < counts.length; c++) {
      quota[c] = Math.min(most[c], Math.max(least[c], (int) Math.floor(counts[c] * scale)));
      sum += quota[c];
    }
    for (; sum < total; sum++) {
      quota[furthest(counts, quota, most, scale, 1)]++;
    }
    for (; sum > total; sum--) {
      quota[furthest(counts, quota, least, scale, -1)]--;
    }
    return quota;
  }

  /** The class furthest below (sign 1) or above (sign -1) its exact share that may still move. */
  private static int furthest(int[] counts, int[] quota, int[] bound, double scale, int sign) {
    int best = -1;
    double distance = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < counts.length; c++) {
      double d = sign * (counts[c] * scale - quota[c]);
      if (quota[c] != bound[c] && d > distance) {
        best = c;
        distance = d;
      }
    }
    return best;
  }

  private static int[] draw(CoarseLabels labels, int[] counts, int[] quota, long seed) {
    int[][] rows = new int[counts.length][];
    for (int c = 0; c < counts.length; c++) {
      rows[c] = new int[counts[c]];
    }
    int[] filled = new int[counts.length];
    for (int row = 0; row < labels.size(); row++) {
      int c = labels.labels()[row];
      rows[c][filled[c]++] = row;
    }
    int[] drawn = new int[Arrays.stream(quota).sum()];
    int next = 0;
    for (int c = 0; c < counts.length; c++) {
      // A generator for each class, so that the draw in one does not depend on the size of another.
      SplittableRandom random = new SplittableRandom(Streams.seed(seed, c + 1L));
      for (int i = 0; i < quota[c]; i++) {
        int j = i + random.nextInt(counts[c] - i);
        drawn[next++] = rows[c][j];
        rows[c][j] = rows[c][i];
      }
    }
    Arrays.sort(drawn);
    return drawn;
  }

  private static int[] complement(int size, int[] drawn) {
    int[] remaining = new int[size - drawn.length];
    int next = 0;
    int t = 0;
    for (int row = 0; row < size; row++) {
      if (t < drawn.length && drawn[t] == row) {
        t++;
      } else {
        remaining[next++] = row;
      }
    }
    return remaining;
  }

  private static int[] range(int size) {
    int[] rows = new int[size];
    for (int row = 0; row < size; row++) {
      rows[row] = row;
    }
    return rows;
  }
}
