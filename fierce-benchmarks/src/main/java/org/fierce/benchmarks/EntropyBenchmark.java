package org.fierce.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Tensors;
import org.fierce.entropy.Assignment;
import org.fierce.entropy.CodebookEntropy;
import org.fierce.entropy.EntropyTerm;
import org.fierce.entropy.KoLeo;
import org.fierce.entropy.Similarity;
import org.fierce.train.Engine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An entropy term forward and backward on a batch of 128-dimensional features; 100 anchors. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EntropyBenchmark {
  private static final int WIDTH = 128;
  private static final int ANCHORS = 100;

  /** Which term, at a temperature in use: shares that underflow slow the arithmetic down. */
  public enum Term {
    DOT_HARD(Similarity.DOT, 1, Assignment.HARD),
    DOT_SOFT(Similarity.DOT, 1, Assignment.SOFT),
    COSINE_HARD(Similarity.COSINE, 0.1, Assignment.HARD),
    COSINE_SOFT(Similarity.COSINE, 0.1, Assignment.SOFT),
    KOLEO(KoLeo::new);

    private final Supplier<EntropyTerm> maker;

    Term(Similarity similarity, double temperature, Assignment assignment) {
      this(
          () ->
              new CodebookEntropy(
                  new CodebookEntropy.Options(similarity, ANCHORS, temperature, assignment),
                  WIDTH,
                  1));
    }

    Term(Supplier<EntropyTerm> maker) {
      this.maker = maker;
    }
  }

  @Param public Term term;

  @Param({"128", "512"})
  public int rows;

  private Engine.Lease threads;
  private EntropyTerm entropy;
  private Tensor features;
  private Tensor coarse;
  private long step;

  @Setup
  public void open() {
    threads = Engine.threads(1);
    entropy = term.maker.get();
    float[] values = Rows.normal(rows, WIDTH, 1).values();
    features = Tensors.of(values, rows, WIDTH).requires_grad_(true);
    coarse = Tensors.labels(Rows.labels(rows, 20, 1));
  }

  @Benchmark
  public double forwardAndBackward() {
    try (PointerScope scope = new PointerScope()) {
      Tensor reward = entropy.reward(features, coarse, step++);
      reward.backward();
      features.mutable_grad().zero_();
      return reward.item_double();
    }
  }

  @TearDown
  public void close() {
    coarse.close();
    features.close();
    entropy.close();
    threads.close();
  }
}
