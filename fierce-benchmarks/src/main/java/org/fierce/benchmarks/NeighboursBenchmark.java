package org.fierce.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.neighbour.NearestNeighbours;
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

/** The evaluator {@code knn}, intervals included: 1,000 test rows among 2,000, 128 features. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NeighboursBenchmark {
  private static final int WIDTH = 128;
  private static final int FINE = 100;
  private static final int COARSE = 20;

  private Engine.Lease threads;
  private Evaluation evaluation;

  @Setup
  public void open() {
    threads = Engine.threads(1);
    evaluation =
        new Evaluation(
            embeddings(2000, 1),
            coarse(2000, 1),
            fine(2000, 1),
            embeddings(1000, 2),
            coarse(1000, 2),
            fine(1000, 2),
            1);
  }

  private static Embeddings embeddings(int rows, long seed) {
    return new Embeddings(Rows.normal(rows, WIDTH, seed), Rows.normal(rows, COARSE, seed));
  }

  private static FineTargets fine(int rows, long seed) {
    return new FineTargets.Classes(Rows.labels(rows, FINE, seed), Rows.names(FINE));
  }

  /** Fine class c lies in coarse class c / 5. */
  private static CoarseLabels coarse(int rows, long seed) {
    int[] labels = Rows.labels(rows, FINE, seed);
    for (int row = 0; row < rows; row++) {
      labels[row] /= FINE / COARSE;
    }
    return new CoarseLabels(labels, Rows.names(COARSE));
  }

  @Benchmark
  public List<Score> evaluate() {
    return NearestNeighbours.standard().evaluate(evaluation).scores();
  }

  @TearDown
  public void close() {
    threads.close();
  }
}
