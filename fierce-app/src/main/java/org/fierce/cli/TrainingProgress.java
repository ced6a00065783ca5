package org.fierce.cli;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.fierce.loss.TermHealth.Fault;
import org.fierce.report.TermFaults;
import org.fierce.report.VisibleText;
import org.fierce.stats.Measure;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochMetrics;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Shows training on standard error: a bar on a terminal, else a line now and then. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final long LINE_EVERY_NANOS = 15_000_000_000L;

  private final String name;
  private final TermWarning warning;
  private final Streams streams;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long lastLineNanos;
  private long firstStep = -1;
  private @Nullable StepProgress last;
  private @Nullable Fault fault;
  private String scores = "";
  private final StageLine stage;
  private @Nullable ProgressBar bar;

  TrainingProgress(String name, Streams streams) {
    this(name, streams, new TermWarning(name, streams), System::nanoTime);
  }

  TrainingProgress(String name, Streams streams, TermWarning warning, LongSupplier nanoTime) {
    this.name = VisibleText.of(name);
    this.warning = warning;
    this.streams = streams;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.lastLineNanos = startNanos;
    this.stage = new StageLine(name, streams);
  }

  @Override
  public void onStep(StepProgress progress) {
    last = progress;
    if (firstStep < 0) {
      firstStep = progress.step() - 1;
    }
    if (streams.errTerminal().isInteractive()) {
      ProgressBar shown = bar;
      if (shown == null) {
        stage.end();
        shown = open(progress);
        bar = shown;
        streams.stop().drawing(shown::close);
      }
      shown.stepTo(progress.step());
      shown.setExtraMessage(numbers(progress));
    }
  }

  @Override
  public void onScores(int epoch, Map<String, Double> found) {
    scores =
        Measure.primary(
                found.keySet().stream()
                    .filter(key -> Double.isFinite(found.getOrDefault(key, Double.NaN)))
                    .toList())
            .map(
                key ->
                    String.format(
                        Locale.ROOT,
                        ", %s %.4f at epoch %d",
                        Measure.of(key).words(),
                        found.get(key),
                        epoch))
            .orElse("");
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    warning.onEpoch(metrics);
    fault = metrics.termFault();
    StepProgress progress = last;
    long now = nanoTime.getAsLong();
    if (progress == null
        || streams.errTerminal().isInteractive()
        || (now - lastLineNanos < LINE_EVERY_NANOS && progress.epoch() != progress.epochs())) {
      return;
    }
    lastLineNanos = now;
    long done = progress.step() - firstStep;
    double left = (now - startNanos) / 1e9 / done * (progress.totalSteps() - progress.step());
    streams
        .err()
        .printf(
            Locale.ROOT,
            "%s: epoch %d of %d, %s%s, %.0f s left%n",
            name,
            progress.epoch(),
            progress.epochs(),
            numbers(progress),
            Double.isNaN(metrics.coarseAccuracy())
                ? ""
                : String.format(Locale.ROOT, ", coarse accuracy %.3f", metrics.coarseAccuracy()),
            left);
  }

  @Override
  public void onLearning(CoarseLearning learning) {
    sayUnlessLearnt(name, learning, streams);
  }

  @Override
  public void onStage(String words) {
    closeBar();
    stage.begin(words);
  }

  @Override
  public void onNoModelFile(String why) {
    streams.warn(
        "%s: no model file was written, and nothing can be predicted from this run: %s"
            .formatted(name, why));
  }

  /** Prints a warning if the training of a run did not learn. */
  static void sayUnlessLearnt(String run, CoarseLearning learning, Streams streams) {
    if (learning.isNoBetterThanChance()) {
      streams.warn(run + ": " + learning.warning());
    }
  }

  private ProgressBar open(StepProgress progress) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(progress.totalSteps())
        .startsFrom(progress.step(), java.time.Duration.ZERO)
        .setStyle(
            streams.errTerminal().hasColour()
                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(250)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, streams.errTerminal().width() - 1))
        .clearDisplayOnFinish()
        .build();
  }

  private String numbers(StepProgress progress) {
    String entropy =
        Double.isFinite(progress.entropyBits())
            ? String.format(Locale.ROOT, ", entropy %.2f bits", progress.entropyBits())
                + (fault == null ? "" : " (term " + TermFaults.word(fault) + ")")
            : "";
    return String.format(
        Locale.ROOT,
        "loss %.4f%s, rate %.2g%s",
        progress.lossNats(),
        entropy,
        progress.rate(),
        scores);
  }

  private void closeBar() {
    if (bar != null) {
      streams.stop().drawing(null);
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    closeBar();
    stage.close();
  }
}
