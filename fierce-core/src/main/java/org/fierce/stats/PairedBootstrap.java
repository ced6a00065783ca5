package org.fierce.stats;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.random.Streams;

/**
 * The difference between two scores over other test rows of the same trained networks: percentile
 * bootstrap of the test rows, {@value Bootstrap#DRAWS} draws. It says nothing of the chance in
 * training. Below some 100 rows, or where hardly a row differs, the interval is too narrow.
 */
public final class PairedBootstrap {
  private PairedBootstrap() {}

  /** A score as a function of which test rows are in the sample. */
  public sealed interface RowScore permits Mean, RSquared {
    /** Number of test rows. */
    int rows();

    /**
     * The score of a sample given as how often each row is in it; NaN where it has none.
     *
     * @param counts one a row
     */
    double of(int[] counts);

    /** The score of the rows as they are. */
    default double ofAll() {
      int[] once = new int[rows()];
      Arrays.fill(once, 1);
      return of(once);
    }
  }

  /**
   * Mean of one value a row.
   *
   * @param values NaN for rows that are not counted
   */
  public record Mean(double[] values) implements RowScore {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public double of(int[] counts) {
      double sum = 0;
      long total = 0;
      for (int row = 0; row < values.length; row++) {
        if (!Double.isNaN(values[row])) {
          sum += counts[row] * values[row];
          total += counts[row];
        }
      }
      return sum / total;
    }
  }

  /**
   * Share of the variance explained: 1 less the squared errors over the squared distances to the
   * sample's own mean.
   */
  public record RSquared(double[] squaredErrors, double[] targets) implements RowScore {
    @Override
    public int rows() {
      return targets.length;
    }

    @Override
    public double of(int[] counts) {
      return new Explained(squaredErrors, targets, 1, null).share(counts);
    }
  }

  /**
   * Two scores on the test rows of one seed.
   *
   * @param units which drawn unit each row belongs to; the same row in the tests of several seeds
   *     is one unit, since a fresh sample has it in all of them or in none
   */
  public record Pair(RowScore score, RowScore base, int[] units) {
    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if the rows differ in number
     */
    public Pair {
      if (score.rows() != base.rows() || score.rows() != units.length) {
        throw new IllegalArgumentException(
            "a pair of %d and %d rows with %d units"
                .formatted(score.rows(), base.rows(), units.length));
      }
    }
  }

  /**
   * Score less base, averaged over seeds.
   *
   * @param low lower end of the 95 % interval
   * @param high its upper end
   * @param p two-sided p-value of no difference, by the share of draws on the other side of zero;
   *     never below 2 / ({@value Bootstrap#DRAWS} + 1)
   * @param units number of distinct test rows drawn from
   */
  public record Difference(double value, double low, double high, double p, int units) {}

  /**
   * Draws test rows, the same for both scores, and looks at the difference.
   *
   * @param key name of the score, which chooses the draws
   * @param seeds at least one pair
   * @throws IllegalArgumentException if there is no pair, or fewer than two units
   */
  public static Difference of(String key, List<Pair> seeds, long seed) {
    int units = 1 + seeds.stream().flatMapToInt(p -> Arrays.stream(p.units())).max().orElse(-1);
    if (units < 2) {
      throw new IllegalArgumentException(
          "%s: a bootstrap needs at least 2 test rows, found %d".formatted(key, units));
    }
    int[] counts = new int[units];
    Arrays.fill(counts, 1);
    double value = difference(seeds, counts);
    SplittableRandom random = Streams.generator(seed, key, 0);
    double[] drawn = new double[Bootstrap.DRAWS];
    int kept = 0;
    int notAbove = 0;
    int notBelow = 0;
    for (int draw = 0; draw < drawn.length; draw++) {
      Bootstrap.draw(counts, random);
      double again = difference(seeds, counts);
      if (!Double.isNaN(again)) {
        drawn[kept++] = again;
        notAbove += again <= 0 ? 1 : 0;
        notBelow += again >= 0 ? 1 : 0;
      }
    }
    if (kept == 0) {
      return new Difference(value, Double.NaN, Double.NaN, Double.NaN, units);
    }
    double[] sorted = Arrays.copyOf(drawn, kept);
    Arrays.sort(sorted);
    double tail = (1 - Bootstrap.LEVEL) / 2;
    return new Difference(
        value,
        Bootstrap.quantile(sorted, tail),
        Bootstrap.quantile(sorted, 1 - tail),
        Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (kept + 1)),
        units);
  }

  private static double difference(List<Pair> seeds, int[] unitCounts) {
    double sum = 0;
    for (Pair pair : seeds) {
      int[] counts = new int[pair.units().length];
      for (int row = 0; row < counts.length; row++) {
        counts[row] = unitCounts[pair.units()[row]];
      }
      sum += pair.score().of(counts) - pair.base().of(counts);
    }
    return sum / seeds.size();
  }
}
