package org.fierce.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.evaluate.probe.BareEvaluators;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A linear probe fitted to 5,000 rows of 20 classes, and 1,000 few-shot episodes of 5 ways and 5
 * shots from 2,000 rows; 128 features, classes three deviations apart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class EvaluatorBenchmark {
  private static final int CLASSES = 20;
  private static final int WIDTH = 128;

  private Engine.Lease threads;
  private FloatMatrix rows;
  private int[] labels;
  private Evaluation evaluation;

  @Setup
  public void open() {
    threads = Engine.threads(1);
    rows = Rows.normal(5000, WIDTH, 1);
    labels = new int[rows.rows()];
    Arrays.setAll(labels, row -> row % CLASSES);
    for (int row = 0; row < labels.length; row++) {
      rows.values()[row * WIDTH + labels[row]] += 3;
    }
    int[] some = Arrays.copyOf(labels, 2000);
    FloatMatrix asked =
        new FloatMatrix(some.length, WIDTH, Arrays.copyOf(rows.values(), some.length * WIDTH));
    Embeddings embeddings = new Embeddings(asked, null);
    // Coarse classes of one fine class each: no second reading inside them.
    CoarseLabels coarse = new CoarseLabels(some, Rows.names(CLASSES));
    FineTargets fine = new FineTargets.Classes(some, Rows.names(CLASSES));
    evaluation = new Evaluation(embeddings, coarse, fine, embeddings, coarse, fine, 1);
  }

  @Benchmark
  public double probe() {
    return BareEvaluators.probe(rows, labels, CLASSES, 1e-3, 1e-5);
  }

  @Benchmark
  public List<Score> episodes() {
    return new FewShot(List.of(5), List.of(5), 15, 1000, true, true).evaluate(evaluation).scores();
  }

  @TearDown
  public void close() {
    threads.close();
  }
}
