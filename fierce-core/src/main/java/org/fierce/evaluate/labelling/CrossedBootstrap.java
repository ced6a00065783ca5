package org.fierce.evaluate.labelling;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.Matrices;
import org.fierce.random.Streams;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;

/**
 * Intervals of 95 % for a score that is made of every draw of labelled rows with every test row:
 * {@value Bootstrap#DRAWS} times the draws and the rows are drawn again with replacement, each by
 * itself (Owen 2007, The pigeonhole bootstrap). Percentiles are taken further out as {@link
 * Bootstrap} does, by how much too narrow either side is with so few draws and rows, and by
 * Student's t with degrees of freedom after Satterthwaite 1946. All scores of one bootstrap see the
 * same samples, so that differences of them can be taken sample by sample.
 */
final class CrossedBootstrap implements AutoCloseable {
  private static final String INTERVAL = "bootstrap-draws-and-examples";
  private static final int SAMPLES = Bootstrap.DRAWS;

  private final LabelTask task;
  private final int draws;
  private final int rows;
  private final int[][] drawCounts = new int[SAMPLES][];
  private final double[] spreads = new double[SAMPLES];
  private final double spread;
  private final PointerScope scope = new PointerScope();

  /** How often each row is in each sample, [samples, rows]. */
  private final Tensor weights;

  CrossedBootstrap(LabelTask task, int draws, int[] asked, long seed) {
    this.task = task;
    this.draws = draws;
    rows = asked.length;
    ToDoubleFunction<int[]> spreadOf = counts -> task.spread(asked, counts);
    SplittableRandom random = Streams.generator(seed, "labels-needed-intervals");
    int[] counts = new int[rows];
    Arrays.fill(counts, 1);
    spread = spreadOf.applyAsDouble(counts);
    double[] all = new double[Math.multiplyExact(SAMPLES, rows)];
    for (int b = 0; b < SAMPLES; b++) {
      drawCounts[b] = new int[draws];
      Bootstrap.draw(drawCounts[b], random);
      Bootstrap.draw(counts, random);
      spreads[b] = spreadOf.applyAsDouble(counts);
      for (int row = 0; row < rows; row++) {
        all[b * rows + row] = counts[row];
      }
    }
    weights = Matrices.doubles(all, 0, SAMPLES, rows);
  }

  /**
   * A score, and what it was in samples.
   *
   * @param both of draws and rows
   * @param ofRows of rows alone
   * @param byDraw in each draw alone
   */
  record Sampled(double value, double[] both, double[] ofRows, double[] byDraw) {
    /** The difference of two scores, sample by sample. */
    Sampled less(Sampled other) {
      return new Sampled(
          value - other.value,
          less(both, other.both),
          less(ofRows, other.ofRows),
          less(byDraw, other.byDraw));
    }

    private static double[] less(double[] a, double[] b) {
      double[] difference = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        difference[i] = a[i] - b[i];
      }
      return difference;
    }
  }

  /**
   * The score of errors.
   *
   * @param errors [draws][rows]
   */
  Sampled sample(double[][] errors) {
    double[] byRow = new double[rows * draws];
    double[] byDraw = new double[draws];
    double mean = 0;
    for (int d = 0; d < draws; d++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        byRow[row * draws + d] = errors[d][row];
        sum += errors[d][row];
      }
      byDraw[d] = task.score(sum / rows, spread);
      mean += sum / rows / draws;
    }
    double[] sums = new double[SAMPLES * draws];
    try (PointerScope inner = new PointerScope()) {
      Matrices.read(
          torch.mm(weights, Matrices.doubles(byRow, 0, rows, draws)), sums, 0, sums.length);
    }
    double[] both = new double[SAMPLES];
    double[] ofRows = new double[SAMPLES];
    for (int b = 0; b < SAMPLES; b++) {
      double weighted = 0;
      double plain = 0;
      for (int d = 0; d < draws; d++) {
        weighted += drawCounts[b][d] * sums[b * draws + d];
        plain += sums[b * draws + d];
      }
      both[b] = task.score(weighted / draws / rows, spreads[b]);
      ofRows[b] = task.score(plain / draws / rows, spreads[b]);
    }
    return new Sampled(task.score(mean, spread), both, ofRows, byDraw);
  }

  /** A score with its interval; without one where nothing can be drawn. */
  Score score(String key, Sampled sampled) {
    Score score = difference(key, sampled);
    return task.leastHalfWidth(rows) > 0
        ? new Score(
            key,
            score.value(),
            Math.max(0, score.low()),
            Math.min(1, score.high()),
            score.level(),
            score.interval(),
            rows)
        : score;
  }

  /** The same for a difference of scores, which may be below 0. */
  Score difference(String key, Sampled sampled) {
    if (rows < 2) {
      return Score.bare(key, sampled.value(), rows);
    }
    double drawPart = variance(sampled.byDraw()) / draws;
    double rowPart = variance(sampled.ofRows()) * rows / (rows - 1);
    double tail = (1 - Bootstrap.LEVEL) / 2;
    if (drawPart + rowPart > 0) {
      double found = drawPart * (draws - 1) / draws + rowPart * (rows - 1) / rows;
      double degrees =
          (drawPart + rowPart)
              * (drawPart + rowPart)
              / (drawPart * drawPart / (draws - 1) + rowPart * rowPart / (rows - 1));
      tail = Bootstrap.tail(Math.sqrt((drawPart + rowPart) / found), degrees);
    }
    Score score = Bootstrap.between(key, sampled.value(), sampled.both(), tail, INTERVAL, rows);
    double least = task.leastHalfWidth(rows);
    return new Score(
        key,
        score.value(),
        Math.min(score.low(), score.value() - least),
        Math.max(score.high(), score.value() + least),
        score.level(),
        score.interval(),
        rows);
  }

  /** Of the values that are numbers. */
  private static double variance(double[] values) {
    double[] defined = Arrays.stream(values).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(defined).average().orElse(0);
    return Arrays.stream(defined).map(v -> (v - mean) * (v - mean)).sum()
        / Math.max(1, defined.length - 1);
  }

  @Override
  public void close() {
    scope.close();
  }
}
