package org.fierce.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The seeds of a comparison, and how they are written: {@code 5} stands for the first five, 0 to 4;
 * {@code 100-104} for a range; {@code 0-1,5} for a list of seeds and ranges. What is written is
 * read as the same seeds in the same order.
 *
 * @param seeds 1 to 10,000, each once
 */
public record SeedList(List<Long> seeds) {
  /** The most seeds. */
  public static final int MOST = 10_000;

  private static final Pattern ONE_OR_RANGE = Pattern.compile("(-?\\d{1,19})(?:-(-?\\d{1,19}))?");

  /**
   * Checks the seeds.
   *
   * @throws IllegalArgumentException if there is none, one comes twice, or there are too many
   */
  public SeedList {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("seeds must be at least 1, found 0");
    }
    checkCount(seeds.size());
    HashSet<Long> seen = new HashSet<>();
    for (long seed : seeds) {
      if (!seen.add(seed)) {
        throw new IllegalArgumentException("the seed %d is named twice".formatted(seed));
      }
    }
    seeds = List.copyOf(seeds);
  }

  /** The seeds 0 to count - 1. */
  public static SeedList first(int count) {
    return new SeedList(LongStream.range(0, count).boxed().toList());
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it is written otherwise, or names no seed, one twice, or
   *     too many
   */
  public static SeedList parse(String text) {
    if (text.matches("\\d{1,9}")) {
      int count = Integer.parseInt(text);
      checkCount(count);
      return first(count);
    }
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher form = ONE_OR_RANGE.matcher(part);
      if (!form.matches()) {
        throw malformed(text);
      }
      try {
        long first = Long.parseLong(form.group(1));
        long last = form.group(2) == null ? first : Long.parseLong(form.group(2));
        if (last < first) {
          throw new IllegalArgumentException(
              "'%s' in '%s' names no seed: %d is less than %d".formatted(part, text, last, first));
        }
        // Unsigned, so that the widest range of all is counted rightly.
        if (Long.compareUnsigned(last - first, MOST) >= 0) {
          throw new IllegalArgumentException("'%s' names more than %d seeds".formatted(text, MOST));
        }
        for (long seed = first; seed != last; seed++) {
          seeds.add(seed);
        }
        seeds.add(last);
      } catch (NumberFormatException e) {
        throw malformed(text);
      }
    }
    return new SeedList(seeds);
  }

  private static void checkCount(int count) {
    if (count > MOST) {
      throw new IllegalArgumentException(
          "%d seeds are asked for, at most %d are possible".formatted(count, MOST));
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'%s' is neither a number of seeds, as 5, nor a range or list of them, as 100-104 or 0-1,5"
            .formatted(text));
  }

  /** In words for people: {@code seed 3}, {@code seeds 0 to 4}, {@code seeds 0 to 1, 5}. */
  public String words() {
    List<String> parts = new ArrayList<>();
    for (Run run : runs()) {
      parts.add(run.first() == run.last() ? "" + run.first() : run.first() + " to " + run.last());
    }
    return (seeds.size() == 1 ? "seed " : "seeds ") + String.join(", ", parts);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    List<Run> runs = runs();
    Run only = runs.get(0);
    if (runs.size() == 1) {
      return only.first() == 0 ? "" + (only.last() + 1) : only.first() + "-" + only.last();
    }
    List<String> parts = new ArrayList<>();
    for (Run run : runs) {
      parts.add(run.first() == run.last() ? "" + run.first() : run.first() + "-" + run.last());
    }
    return String.join(",", parts);
  }

  /** Seeds that follow each other. */
  private record Run(long first, long last) {}

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    long first = seeds.get(0);
    long last = first;
    for (long seed : seeds.subList(1, seeds.size())) {
      if (last == Long.MAX_VALUE || seed != last + 1) {
        runs.add(new Run(first, last));
        first = seed;
      }
      last = seed;
    }
    runs.add(new Run(first, last));
    return runs;
  }
}
