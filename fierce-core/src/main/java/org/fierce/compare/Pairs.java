package org.fierce.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.compare.ComparisonReport.Outcome;
import org.fierce.run.ExampleScores;
import org.fierce.stats.PairedBootstrap;
import org.fierce.stats.PairedBootstrap.RowScore;
import org.fierce.stats.SeedStatistics;
import org.jspecify.annotations.Nullable;

/** Differences between any two contenders of a comparison on a score. */
final class Pairs {
  private static final double LEVEL = 0.95;
  private static final long DRAWS_SEED = 0;

  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final List<int[]> units = new ArrayList<>();

  Pairs(List<Outcome> all) {
    all.forEach(outcome -> outcomes.put(outcome.contender().label(), outcome));
    Map<String, Integer> known = new HashMap<>();
    all.stream()
        .map(Outcome::examples)
        .filter(examples -> !examples.isEmpty())
        .findFirst()
        .ifPresent(bySeed -> bySeed.forEach(rows -> units.add(units(rows.ids(), known))));
  }

  /** Rows of one name are one unit; a second row of that name in the same test is another. */
  private static int[] units(List<String> ids, Map<String, Integer> known) {
    Map<String, Integer> seen = new HashMap<>();
    return ids.stream()
        .mapToInt(
            id -> {
              String unit = seen.merge(id, 1, Integer::sum) + " " + id;
              return known.computeIfAbsent(unit, u -> known.size());
            })
        .toArray();
  }

  /** Values of a score by seed. */
  double[] values(String name, String key) {
    return outcome(name).bySeed().stream().mapToDouble(scores -> scores.value(key)).toArray();
  }

  /** Score of one less that of another, by seed. */
  double[] differences(String name, String base, String key) {
    double[] values = values(name, key);
    double[] others = values(base, key);
    return IntStream.range(0, values.length).mapToDouble(s -> values[s] - others[s]).toArray();
  }

  /** Over seeds; without interval and p for a single one. */
  SeedStatistics.Mean overSeeds(String name, String base, String key) {
    return SeedStatistics.mean(differences(name, base, key), LEVEL);
  }

  /** Over test rows; null where not all seeds of both say of each row how it fared. */
  PairedBootstrap.@Nullable Difference overExamples(String name, String base, String key) {
    List<PairedBootstrap.Pair> pairs = new ArrayList<>();
    for (int seed = 0; seed < units.size(); seed++) {
      RowScore score = rows(name, key, seed);
      RowScore other = rows(base, key, seed);
      if (score == null || other == null || score.rows() != units.get(seed).length) {
        return null;
      }
      pairs.add(new PairedBootstrap.Pair(score, other, units.get(seed)));
    }
    boolean isEnough = pairs.stream().mapToInt(pair -> pair.units().length).max().orElse(0) > 1;
    return isEnough ? PairedBootstrap.of(key, pairs, DRAWS_SEED) : null;
  }

  /** Over seeds where there are several, else over test rows where they are known. */
  SeedStatistics.Mean leading(String name, String base, String key) {
    SeedStatistics.Mean seeds = overSeeds(name, base, key);
    if (outcome(name).bySeed().size() > 1) {
      return seeds;
    }
    PairedBootstrap.Difference rows = overExamples(name, base, key);
    return rows == null
        ? seeds
        : new SeedStatistics.Mean(seeds.mean(), rows.low(), rows.high(), rows.p());
  }

  private @Nullable RowScore rows(String name, String key, int seed) {
    List<ExampleScores> examples = outcome(name).examples();
    return seed < examples.size() ? examples.get(seed).byKey().get(key) : null;
  }

  private Outcome outcome(String name) {
    Outcome outcome = outcomes.get(name);
    if (outcome == null) {
      throw new IllegalArgumentException("no method or rival %s".formatted(name));
    }
    return outcome;
  }
}
