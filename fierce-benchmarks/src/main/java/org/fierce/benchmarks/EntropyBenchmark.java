package org.fierce.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.engine.Engine;
import org.fierce.engine.Tensors;
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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An entropy term forward and backward on a batch of features. All sizes take hours: {@code -p
 * term=KOLEO -p rows=128} and so on choose.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EntropyBenchmark {
  /** Which term, at a temperature in use: shares that underflow slow the arithmetic down. */
  public enum Term {
    DOT_HARD(Similarity.DOT, 1, Assignment.HARD),
    DOT_SOFT(Similarity.DOT, 1, Assignment.SOFT),
    COSINE_HARD(Similarity.COSINE, 0.1, Assignment.HARD),
    COSINE_SOFT(Similarity.COSINE, 0.1, Assignment.SOFT),
    DOT_SOFT_COLD(Similarity.DOT, 0.1, Assignment.SOFT),
    INFORMATION(anchors -> new CodebookInformation.Options(Similarity.COSINE, anchors, 0.1, false)),
    KOLEO(anchors -> new KoLeo.Options()),
    UNIFORMITY(anchors -> Uniformity.Options.standard()),
    CODING_RATE(anchors -> CodingRate.Options.standard()),
    MATRIX_RENYI(anchors -> MatrixRenyi.Options.standard()),
    MATRIX_RENYI_RAW(anchors -> new MatrixRenyi.Options(8, false)),
    VARIANCE_COVARIANCE(anchors -> VarianceCovariance.Options.standard()),
    SLICED_GAUSSIANITY(anchors -> SlicedGaussianity.Options.standard());

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final IntFunction<EntropySpec> spec;

    Term(Similarity similarity, double temperature, Assignment assignment) {
      this(anchors -> new CodebookEntropy.Options(similarity, anchors, temperature, assignment));
    }

    Term(IntFunction<EntropySpec> spec) {
      this.spec = spec;
    }
  }

  @Param public Term term;

  @Param({"64", "128", "512", "1024"})
  public int rows;

  @Param({"64", "128", "640"})
  public int width;

  /** Of the terms with a codebook. */
  @Param({"100", "1000"})
  public int anchors;

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
    EntropySpec spec = term.spec.apply(anchors);
    entropy = conditional ? spec.buildConditional(width, 1) : spec.build(width, 1);
    float[] values = Rows.normal(rows, width, 1).values();
    features = Tensors.of(values, rows, width);
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
