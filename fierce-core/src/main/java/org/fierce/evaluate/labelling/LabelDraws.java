package org.fierce.evaluate.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.random.Streams;

/**
 * Draws the training rows that get labels. The rows of fewer labels are among those of more, so
 * that what more labels bring is told with little chance in it.
 *
 * @param pools training rows of each class
 * @param labels numbers of labels that the classes allow, rising; may be empty
 * @param notes which classes have too few rows, in sentences
 */
record LabelDraws(int[][] pools, List<Integer> labels, List<String> notes, long seed) {
  private static final String STREAM = "labels-needed";

  /**
   * Keeps the numbers that two thirds of the classes have rows for, up to the first that they have
   * not, or for which a head would see more rows than it can.
   *
   * @param asked rising
   */
  static LabelDraws of(LabelTask task, List<Integer> asked, long seed) {
    int[][] pools = task.pools();
    List<Integer> kept = new ArrayList<>();
    List<String> few = new ArrayList<>();
    String stop = null;
    for (int n : asked) {
      long enough = Arrays.stream(pools).filter(rows -> rows.length >= n).count();
      long labelled = Arrays.stream(pools).mapToLong(rows -> Math.min(n, rows.length)).sum();
      if (3 * enough < 2L * pools.length) {
        stop =
            "The curve stops before %d: %d of %d %s have so many training rows with a known fine target, fewer than two thirds."
                .formatted(n, enough, pools.length, plural(task.classes()));
        break;
      }
      if (labelled > task.mostLabelled()) {
        stop =
            "The curve stops before %d: a head is fitted on at most %d labelled rows here."
                .formatted(n, task.mostLabelled());
        break;
      }
      if (enough < pools.length) {
        few.add("%d at %d".formatted(pools.length - enough, n));
      }
      kept.add(n);
    }
    List<String> notes = new ArrayList<>();
    if (!few.isEmpty()) {
      notes.add(
          "Of %d %s some have fewer training rows than labels are asked for and give all they have: %s."
              .formatted(pools.length, plural(task.classes()), String.join(", ", few)));
    }
    if (stop != null) {
      notes.add(stop);
    }
    return new LabelDraws(pools, List.copyOf(kept), List.copyOf(notes), seed);
  }

  private static String plural(String classes) {
    return classes + "es";
  }

  /** The rows of each class for the largest number of labels, the first to be labelled first. */
  int[][] drawn(int draw) {
    SplittableRandom random = Streams.generator(seed, STREAM, draw);
    int most = labels.get(labels.size() - 1);
    int[][] drawn = new int[pools.length][];
    for (int c = 0; c < pools.length; c++) {
      int[] rows = pools[c].clone();
      int taken = Math.min(most, rows.length);
      Streams.shuffle(rows, taken, random);
      drawn[c] = Arrays.copyOf(rows, taken);
    }
    return drawn;
  }

  /** Of drawn rows the first so many a class. */
  static int[][] first(int[][] drawn, int n) {
    return Arrays.stream(drawn)
        .map(rows -> Arrays.copyOf(rows, Math.min(n, rows.length)))
        .toArray(int[][]::new);
  }
}
