package org.fierce.benchmarks;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Tensors;
import org.fierce.entropy.Assignment;
import org.fierce.entropy.CodebookEntropy;
import org.fierce.entropy.CodebookInformation;
import org.fierce.entropy.CodingRate;
import org.fierce.entropy.EntropySpec;
import org.fierce.entropy.EntropyTerm;
import org.fierce.entropy.KoLeo;
import org.fierce.entropy.MatrixRenyi;
import org.fierce.entropy.Similarity;
import org.fierce.entropy.SlicedGaussianity;
import org.fierce.entropy.Uniformity;
import org.fierce.entropy.VarianceCovariance;
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
    DOT_SOFT_COLD(Similarity.DOT, 0.1, Assignment.SOFT),
    INFORMATION(CodebookInformation.Options.standard()),
    KOLEO(new KoLeo.Options()),
    UNIFORMITY(Uniformity.Options.standard()),
    CODING_RATE(CodingRate.Options.standard()),
    MATRIX_RENYI(MatrixRenyi.Options.standard()),
    MATRIX_RENYI_RAW(new MatrixRenyi.Options(8, false)),
    VARIANCE_COVARIANCE(VarianceCovariance.Options.standard()),
    SLICED_GAUSSIANITY(SlicedGaussianity.Options.standard());

    private final EntropySpec spec;

    Term(Similarity similarity, double temperature, Assignment assignment) {
      this(new CodebookEntropy.Options(similarity, ANCHORS, temperature, assignment));
    }

    Term(EntropySpec spec) {
      this.spec = spec;
    }
  }

  @Param public Term term;

  @Param({"128", "512"})
  public int rows;

  /** Whether inside the classes, of which there are 20. */
  @Param({"false", "true"})
  public boolean conditional;

  private Engine.Lease threads;
  private EntropyTerm entropy;
  private Tensor features;
  private Tensor coarse;
  private long step;

  @Setup
  public void open() {
    threads = Engine.threads(1);
    entropy = conditional ? term.spec.buildConditional(WIDTH, 1) : term.spec.build(WIDTH, 1);
    float[] values = Rows.normal(rows, WIDTH, 1).values();
    features = Tensors.of(values, rows, WIDTH);
    features.requires_grad_(true);
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
