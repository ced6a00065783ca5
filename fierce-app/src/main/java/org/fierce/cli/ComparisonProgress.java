package org.fierce.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.fierce.compare.Comparison;
import org.fierce.config.Contender;
import org.fierce.report.VisibleText;
import org.fierce.run.RunResult;
import org.fierce.stats.Measure;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochMetrics;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Prints a line for each run of a comparison, and where none came for a while one that says what
 * runs now, how far it is and about how long it takes; on a terminal where one run goes at a time a
 * bar instead of those.
 */
final class ComparisonProgress implements Comparison.Listener, AutoCloseable {
  /** So long nothing is printed at most. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final int MOST_NAMED = 3;

  private final Streams streams;
  private final int runs;
  private final boolean hasBars;
  private final LongSupplier nanoTime;
  private final Map<String, TermWarning> warnings = new ConcurrentHashMap<>();
  private final Map<String, TrainingProgress> bars = new ConcurrentHashMap<>();
  private final Map<String, Running> running = new LinkedHashMap<>();
  private @Nullable ScheduledExecutorService ticking;
  private String stage = "reading the data";
  private long lastLineNanos;
  private long beginNanos;
  private int finished;
  private int trainings;
  private int trained;
  private int trainedBefore;

  /** A run that has begun: where its training stands, or what else it does. */
  private static final class Running {
    private @Nullable StepProgress step;
    private String doing = "";

    double share() {
      StepProgress now = step;
      return now == null ? 0 : (double) now.step() / now.totalSteps();
    }

    String words() {
      StepProgress now = step;
      if (!doing.isEmpty()) {
        return doing;
      }
      if (now == null) {
        return "under way";
      }
      return now.step() >= now.totalSteps()
          ? "trained, being scored"
          : String.format(
              Locale.ROOT, "epoch %d of %d, loss %.4f", now.epoch(), now.epochs(), now.lossNats());
    }
  }

  /** With a tick each second. */
  ComparisonProgress(Streams streams, int runs, int jobs) {
    this(streams, runs, jobs, System::nanoTime);
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    var unused = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    ticking = ticks;
  }

  /** With another clock, and without ticks of its own. */
  ComparisonProgress(Streams streams, int runs, int jobs, LongSupplier nanoTime) {
    this.streams = streams;
    this.runs = runs;
    this.hasBars = jobs == 1 && streams.errTerminal().isInteractive();
    this.nanoTime = nanoTime;
    lastLineNanos = nanoTime.getAsLong();
  }

  /** What is kept so far, for the message when somebody stops the program. */
  synchronized String kept(Path folder) {
    return "Kept in %s: %d of %d runs, and the checkpoints of those in training."
        .formatted(folder, finished, runs);
  }

  /** Something begins that is no run. */
  synchronized void stage(String words) {
    stage = words;
  }

  /** Prints where everything stands if nothing was printed for a while. */
  synchronized void tick() {
    if (nanoTime.getAsLong() - lastLineNanos >= SILENCE_NANOS && bars.isEmpty()) {
      say("[%d/%d] %s".formatted(finished, runs, running.isEmpty() ? stage : now()));
    }
  }

  private String now() {
    List<String> parts =
        running.entrySet().stream()
            .limit(MOST_NAMED)
            .map(run -> VisibleText.of(run.getKey()) + ": " + run.getValue().words())
            .toList();
    int more = running.size() - parts.size();
    return String.join("; ", parts) + (more > 0 ? "; and %d more".formatted(more) : "") + left();
  }

  /** About how long the trainings take from here on, by how long the others took. */
  private String left() {
    double share = running.values().stream().mapToDouble(Running::share).sum();
    double done = trained - trainedBefore + share;
    double open = trainings - trained - share;
    if (done <= 0 || open <= 0) {
      return "";
    }
    double seconds = (nanoTime.getAsLong() - beginNanos) / 1e9 * open / done;
    return seconds < 90
        ? String.format(Locale.ROOT, "; about %.0f s left", Math.ceil(seconds))
        : seconds < 5400
            ? String.format(Locale.ROOT, "; about %.0f min left", seconds / 60)
            : String.format(Locale.ROOT, "; about %.0f h left", seconds / 3600);
  }

  private void say(String line) {
    lastLineNanos = nanoTime.getAsLong();
    streams.err().println(line);
    streams.err().flush();
  }

  @Override
  public synchronized void onBegin(int ofThem) {
    trainings += ofThem;
    beginNanos = nanoTime.getAsLong();
    stage = "finishing";
  }

  @Override
  public synchronized TrainingListener onStart(Contender contender, long seed) {
    TermWarning warning =
        warnings.computeIfAbsent(contender.label(), method -> new TermWarning(method, streams));
    String name = name(contender, seed);
    Running run = new Running();
    running.put(name, run);
    if (hasBars) {
      TrainingProgress bar = new TrainingProgress(name, streams, warning, System::nanoTime);
      bars.put(name, bar);
      return bar;
    }
    return new TrainingListener() {
      @Override
      public void onStep(StepProgress progress) {
        synchronized (ComparisonProgress.this) {
          run.step = progress;
        }
      }

      @Override
      public void onEpoch(EpochMetrics metrics) {
        warning.onEpoch(metrics);
      }

      @Override
      public void onStage(String words) {
        synchronized (ComparisonProgress.this) {
          run.doing = words;
        }
      }

      @Override
      public void onLearning(CoarseLearning learning) {
        TrainingProgress.sayUnlessLearnt(name, learning, streams);
      }
    };
  }

  @Override
  public synchronized void onFinish(Contender contender, long seed, RunResult result) {
    String name = name(contender, seed);
    TrainingProgress bar = bars.remove(name);
    if (bar != null) {
      bar.close();
    }
    running.remove(name);
    finished++;
    boolean isMethod = contender instanceof Contender.Method;
    if ((isMethod && result.record().weightsOf() == null)
        || contender == Contender.Rival.FINE_CEILING) {
      trained++;
      trainedBefore += result.isNew() ? 0 : 1;
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
    say("[%d/%d] %s%s%s".formatted(finished, runs, VisibleText.of(name), score, time));
  }

  private static String name(Contender contender, long seed) {
    return contender.label() + " seed " + seed;
  }

  @Override
  public void close() {
    ScheduledExecutorService ticks = ticking;
    if (ticks != null) {
      ticks.shutdownNow();
    }
  }
}
