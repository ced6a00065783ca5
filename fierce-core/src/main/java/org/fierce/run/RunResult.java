package org.fierce.run;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param scores what it scored
 * @param examples what was said of each test row; null where its folder, of an older version, does
 *     not say
 * @param record where and when it ran
 * @param isNew whether it ran now, rather than being found finished
 */
public record RunResult(
    Scores scores, @Nullable Examples examples, RunRecord record, boolean isNew) {
  /** Wall-clock seconds that it took, when it ran; NaN where they are not known. */
  public double seconds() {
    return record.seconds();
  }
}
