package org.fierce.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fierce.compare.Comparison;
import org.fierce.config.Contender;
import org.fierce.report.VisibleText;
import org.fierce.run.RunResult;
import org.fierce.stats.Measure;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochMetrics;
import org.fierce.train.TrainingListener;

/** Prints a line for each run of a comparison, and a progress bar where one run goes at a time. */
final class ComparisonProgress implements Comparison.Listener {
  private final Streams streams;
  private final int runs;
  private final boolean hasBars;
  private final AtomicInteger finished = new AtomicInteger();
  private final Map<String, TermWarning> warnings = new ConcurrentHashMap<>();
  private final Map<String, TrainingProgress> bars = new ConcurrentHashMap<>();

  ComparisonProgress(Streams streams, int runs, int jobs) {
    this.streams = streams;
    this.runs = runs;
    this.hasBars = jobs == 1;
  }

  /** What is kept so far, for the message when somebody stops the program. */
  String kept(Path folder) {
    return "Kept in %s: %d of %d runs, and the checkpoints of those in training."
        .formatted(folder, finished.get(), runs);
  }

  @Override
  public TrainingListener onStart(Contender contender, long seed) {
    TermWarning warning =
        warnings.computeIfAbsent(contender.label(), method -> new TermWarning(method, streams));
    String run = name(contender, seed);
    if (!hasBars) {
      return new TrainingListener() {
        @Override
        public void onEpoch(EpochMetrics metrics) {
          warning.onEpoch(metrics);
        }

        @Override
        public void onLearning(CoarseLearning learning) {
          TrainingProgress.sayUnlessLearnt(run, learning, streams);
        }
      };
    }
    TrainingProgress bar = new TrainingProgress(run, streams, warning, System::nanoTime);
    bars.put(run, bar);
    return bar;
  }

  @Override
  public void onFinish(Contender contender, long seed, RunResult result) {
    String run = name(contender, seed);
    TrainingProgress bar = bars.remove(run);
    if (bar != null) {
      bar.close();
    }
    String score =
        Measure.primaryOf(result.scores().byKey().values())
            .map(
                primary ->
                    String.format(
                        Locale.ROOT,
                        ", %s %.4f",
                        Measure.of(primary.key()).words(),
                        primary.value()))
            .orElse("");
    String time =
        result.isNew()
            ? String.format(Locale.ROOT, ", %.0f s", result.seconds())
            : ", finished before";
    streams
        .err()
        .println(
            "[%d/%d] %s%s%s"
                .formatted(finished.incrementAndGet(), runs, VisibleText.of(run), score, time));
  }

  private static String name(Contender contender, long seed) {
    return contender.label() + " seed " + seed;
  }
}
