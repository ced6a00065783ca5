package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Few-shot accuracy of the nearest class mean (Wang et al. 2019, 1911.04623): an episode draws W
 * fine classes, S support rows and up to Q other rows of each from the test rows; each of those is
 * given the class whose support mean is nearest (Euclidean; the first in the episode's random order
 * of equal ones). Mean over episodes, 0 to 1, chance 1/W; the interval {@code bootstrap-episodes}
 * speaks of the choice of episodes from these test rows. Only for fine classes.
 *
 * <ul>
 *   <li>{@code fewShotAccuracy-W-S}, {@code fewShotAccuracy-all-S};
 *   <li>{@code fewShotAccuracyWithinTrue-S}: each episode first draws a coarse class with at least
 *       two fine classes, and its classes from there: the first of {@code ways}, or all where there
 *       are fewer.
 * </ul>
 *
 * A class needs S + 1 rows; one with fewer is left out and counted in the note; one with fewer than
 * S + Q gives the rows it has.
 *
 * @param ways numbers of classes W, each 0 (all) or at least 2; at least one of them
 * @param shots numbers of support rows S, each at least 1
 * @param queries Q, at least 1
 * @param episodes at least 1
 * @param centre whether the mean of the reference rows is taken off first
 * @param normalise whether each row is then brought to length 1 (a row of zeros stays)
 */
public record FewShot(
    List<Integer> ways,
    List<Integer> shots,
    int queries,
    int episodes,
    boolean centre,
    boolean normalise)
    implements Evaluator {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FewShot {
    ways = List.copyOf(ways);
    shots = List.copyOf(shots);
    if (ways.isEmpty() || shots.isEmpty()) {
      throw new IllegalArgumentException(
          "ways is %s and shots is %s, each must hold at least one number".formatted(ways, shots));
    }
    for (int way : ways) {
      if (way != 0 && way < 2) {
        throw new IllegalArgumentException(
            "ways has %d, must be 0 (all) or at least 2".formatted(way));
      }
    }
    for (int shot : shots) {
      if (shot < 1) {
        throw new IllegalArgumentException("shots has %d, must be at least 1".formatted(shot));
      }
    }
    if (queries < 1 || episodes < 1) {
      throw new IllegalArgumentException(
          "queries is %d and episodes is %d, each must be at least 1".formatted(queries, episodes));
    }
  }

  /** 5 ways and all, 1 and 5 shots, 15 queries, 1000 episodes, centred and normalised. */
  public static FewShot standard() {
    return new FewShot(List.of(5, 0), List.of(1, 5), 15, 1000, true, true);
  }

  /**
   * Refuses more ways than there are classes with enough rows.
   *
   * @throws IllegalArgumentException naming both numbers
   */
  @Override
  public void check(CoarseLabels queryCoarse, FineTargets queryFine) {
    if (!(queryFine instanceof FineTargets.Classes fine)) {
      return;
    }
    int[][] rows = Episodes.rowsOf(fine.labels(), fine.names().size());
    for (int shot : shots) {
      int enough = Episodes.withRows(rows, shot + 1).length;
      for (int way : ways) {
        if (way > enough) {
          throw new IllegalArgumentException(
              "few-shot asks for %d ways, but only %d of %d fine classes have the %d test rows that %d shots need; lower ways or shots"
                  .formatted(way, enough, rows.length, shot + 1, shot));
        }
      }
    }
  }

  /**
   * These options brought down to what the test rows allow: without the shots for which fewer than
   * two fine classes have rows, and with no more ways than classes that have rows for the others.
   * Null where no shots are left; unchanged where the fine targets are no classes.
   */
  public @Nullable FewShot fitting(FineTargets queryFine) {
    if (!(queryFine instanceof FineTargets.Classes fine)) {
      return this;
    }
    int[][] rows = Episodes.rowsOf(fine.labels(), fine.names().size());
    List<Integer> possible =
        shots.stream().filter(shot -> Episodes.withRows(rows, shot + 1).length >= 2).toList();
    if (possible.isEmpty()) {
      return null;
    }
    int enough = Episodes.withRows(rows, Collections.max(possible) + 1).length;
    List<Integer> fitting = ways.stream().map(way -> Math.min(way, enough)).distinct().toList();
    return new FewShot(fitting, possible, queries, episodes, centre, normalise);
  }

  /**
   * The scores.
   *
   * @throws IllegalArgumentException if more ways are asked than there are classes with enough rows
   */
  @Override
  public List<Score> evaluate(Evaluation evaluation) {
    if (!(evaluation.queryFine() instanceof FineTargets.Classes fine)) {
      return List.of();
    }
    check(evaluation.queryCoarse(), fine);
    Episodes episodes = new Episodes(this, evaluation);
    int classes = fine.names().size();
    int[][] rows = Episodes.rowsOf(fine.labels(), classes);
    int[] coarse = evaluation.queryCoarse().labels();
    int coarseClasses = evaluation.queryCoarse().classes();
    int[] pair = new int[coarse.length];
    for (int row = 0; row < pair.length; row++) {
      pair[row] = coarse[row] * classes + fine.labels()[row];
    }
    int[][] pairRows = Episodes.rowsOf(pair, coarseClasses * classes);

    List<Score> scores = new ArrayList<>();
    for (int shot : shots) {
      int[][] enough = Episodes.withRows(rows, shot + 1);
      String note = leftOut(Episodes.withRows(rows, 1).length, enough.length, shot);
      for (int way : ways) {
        if (enough.length >= 2) {
          String key =
              String.format(
                  Locale.ROOT, "fewShotAccuracy-%s-%d", way == 0 ? "all" : "" + way, shot);
          scores.add(episodes.score(key, new int[][][] {enough}, way, shot).withNote(note));
        }
      }
      List<int[][]> scopes = new ArrayList<>();
      for (int c = 0; c < coarseClasses; c++) {
        int[][] inside = Arrays.copyOfRange(pairRows, c * classes, (c + 1) * classes);
        int[][] enoughInside = Episodes.withRows(inside, shot + 1);
        if (enoughInside.length >= 2) {
          scopes.add(enoughInside);
        }
      }
      if (!scopes.isEmpty()) {
        scores.add(
            episodes
                .score(
                    "fewShotAccuracyWithinTrue-" + shot,
                    scopes.toArray(new int[0][][]),
                    ways.get(0),
                    shot)
                .withNote(note));
      }
    }
    return scores;
  }

  private static String leftOut(int all, int kept, int shot) {
    return all == kept
        ? ""
        : "%d of %d fine classes left out: fewer than %d test rows"
            .formatted(all - kept, all, shot + 1);
  }
}
