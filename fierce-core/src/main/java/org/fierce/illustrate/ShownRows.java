package org.fierce.illustrate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.split.Splits;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;

/**
 * Which test rows are shown: a pure function of the data and a seed, so that all methods of a
 * comparison show the same.
 *
 * @param points test rows on the map, ascending
 * @param queries those of them whose neighbours are looked up, ascending
 */
public record ShownRows(int[] points, int[] queries) {
  /**
   * Draws rows. The points keep the shares of the coarse classes, of which each gets at least one.
   * The queries are spread evenly over the coarse classes, and where fine targets are classes, only
   * over those that leave a choice: at least two fine classes among the training rows.
   *
   * @param mostPoints at least 1
   * @param mostQueries at least 0
   */
  public static ShownRows draw(DataSplit split, int mostPoints, int mostQueries, long seed) {
    Dataset test = split.test();
    int[] points = points(test.coarse(), mostPoints, Streams.seed(seed, 1));
    int[] queries =
        queries(test.coarse(), points, choices(split.train()), mostQueries, Streams.seed(seed, 2));
    return new ShownRows(points, queries);
  }

  private static int[] points(CoarseLabels coarse, int most, long seed) {
    boolean hasRoomForAll = Arrays.stream(coarse.labels()).distinct().count() <= most;
    CoarseLabels strata =
        hasRoomForAll ? coarse : new CoarseLabels(new int[coarse.size()], List.of("all"));
    return Splits.sample(strata, most, seed);
  }

  /** Which coarse classes leave a choice. */
  private static boolean[] choices(Dataset train) {
    boolean[] hasChoice = new boolean[train.coarse().classes()];
    if (!(train.fine() instanceof FineTargets.Classes fine)) {
      Arrays.fill(hasChoice, true);
      return hasChoice;
    }
    int[] first = new int[hasChoice.length];
    Arrays.fill(first, -1);
    for (int row = 0; row < train.size(); row++) {
      if (!fine.isKnown(row)) {
        continue;
      }
      int c = train.coarse().labels()[row];
      if (first[c] < 0) {
        first[c] = fine.labels()[row];
      } else if (first[c] != fine.labels()[row]) {
        hasChoice[c] = true;
      }
    }
    return hasChoice;
  }

  /** One row of each class in turn, classes and rows in random order, until there are enough. */
  private static int[] queries(
      CoarseLabels coarse, int[] points, boolean[] hasChoice, int most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = Arrays.stream(points).filter(row -> hasChoice[coarse.labels()[row]]).toArray();
    shuffle(rows, random);
    int[] classes = new int[coarse.classes()];
    Arrays.setAll(classes, c -> c);
    shuffle(classes, random);
    BitSet taken = new BitSet();
    int[] queries = new int[Math.min(most, rows.length)];
    int count = 0;
    for (int turn = 0; count < queries.length; turn = (turn + 1) % classes.length) {
      for (int i = 0; i < rows.length; i++) {
        if (!taken.get(i) && coarse.labels()[rows[i]] == classes[turn]) {
          taken.set(i);
          queries[count++] = rows[i];
          break;
        }
      }
    }
    Arrays.sort(queries);
    return queries;
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}
