package org.fierce.evaluate.fewshot;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.random.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Draws episodes. Each draws one of the scopes, some classes of it and, of each class, its labelled
 * rows and then the rows to answer.
 *
 * @param scopes row numbers of each class of each scope; a class has more rows than {@code shots}
 * @param ways classes of an episode, 0 for all of the scope; a smaller scope gives those it has
 * @param shots labelled rows a class
 * @param queries rows to answer a class; a smaller class gives those it has
 * @param stream name of the random stream
 */
record EpisodeSampler(
    int[][][] scopes, int ways, int shots, int queries, long seed, String stream) {
  /** Gives episodes one after another. */
  interface Source {
    /** Row numbers of each class, the labelled ones first; null where no rows are left. */
    int @Nullable [][] next();
  }

  private int drawn(int[][] scope) {
    return ways == 0 ? scope.length : Math.min(ways, scope.length);
  }

  private int used(int[] rows) {
    return Math.min(rows.length, shots + queries);
  }

  /** Each episode from all rows. */
  Source withReplacement() {
    int[] next = {0};
    return () -> {
      SplittableRandom random = Streams.generator(seed, stream, next[0]++);
      int[][] scope = scopes[random.nextInt(scopes.length)];
      int[] order = new int[scope.length];
      Arrays.setAll(order, i -> i);
      int[][] classes = new int[drawn(scope)][];
      Streams.shuffle(order, classes.length, random);
      for (int i = 0; i < classes.length; i++) {
        int[] rows = scope[order[i]].clone();
        int used = used(rows);
        Streams.shuffle(rows, used, random);
        classes[i] = Arrays.copyOf(rows, used);
      }
      return classes;
    };
  }

  /**
   * No row comes twice. An episode draws among the scopes that can still fill one, and among their
   * classes that have a full share of rows left, all alike.
   */
  Source withoutReplacement() {
    SplittableRandom random = Streams.generator(seed, stream, -1);
    int[][][] left = new int[scopes.length][][];
    int[][] taken = new int[scopes.length][];
    for (int s = 0; s < scopes.length; s++) {
      left[s] = Arrays.stream(scopes[s]).map(int[]::clone).toArray(int[][]::new);
      taken[s] = new int[left[s].length];
      for (int[] rows : left[s]) {
        Streams.shuffle(rows, rows.length, random);
      }
    }
    return () -> {
      int[] open =
          IntStream.range(0, left.length)
              .filter(s -> open(left[s], taken[s]).length >= drawn(left[s]))
              .toArray();
      if (open.length == 0) {
        return null;
      }
      int s = open[random.nextInt(open.length)];
      int[] order = open(left[s], taken[s]);
      int[][] classes = new int[drawn(left[s])][];
      Streams.shuffle(order, classes.length, random);
      for (int i = 0; i < classes.length; i++) {
        int[] rows = left[s][order[i]];
        int from = taken[s][order[i]];
        taken[s][order[i]] = from + used(rows);
        classes[i] = Arrays.copyOfRange(rows, from, from + used(rows));
      }
      return classes;
    };
  }

  /** The classes that have a full share left. */
  private int[] open(int[][] classes, int[] taken) {
    return IntStream.range(0, classes.length)
        .filter(c -> taken[c] + used(classes[c]) <= classes[c].length)
        .toArray();
  }
}
