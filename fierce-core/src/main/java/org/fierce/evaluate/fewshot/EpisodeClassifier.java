package org.fierce.evaluate.fewshot;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.LimitedMemoryBfgs;
import org.fierce.algebra.Matrices;
import org.fierce.evaluate.probe.LinearObjective;

/** How an episode of few-shot classification answers its rows from the labelled ones. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface EpisodeClassifier
    permits EpisodeClassifier.NearestMean,
        EpisodeClassifier.Cosine,
        EpisodeClassifier.LogisticRegression,
        EpisodeClassifier.Refined {
  /** What tells its score keys from others, as in {@code fewShotCosineAccuracy-5-1}. */
  String keyWord();

  /** Class of each asked row, from 0 to ways - 1, episode after episode. */
  int[] decide(EpisodeBatch batch);

  /** Whether the asked rows shape the answers to one another. */
  default boolean usesAskedRows() {
    return false;
  }

  /** The class whose mean is nearest by Euclid; the first of equal ones. */
  record NearestMean() implements EpisodeClassifier {
    @Override
    public String keyWord() {
      return "";
    }

    @Override
    public int[] decide(EpisodeBatch batch) {
      return batch.read(batch.nearest(batch.means()));
    }
  }

  /**
   * The class whose mean has the largest cosine; the first of equal ones. A mean of zeros has the
   * cosine 0 with every row.
   */
  record Cosine() implements EpisodeClassifier {
    @Override
    public String keyWord() {
      return "Cosine";
    }

    @Override
    public int[] decide(EpisodeBatch batch) {
      Tensor means = batch.means();
      Tensor lengths = means.mul(means).sum(2).sqrt_().unsqueeze(2);
      Tensor directions = means.div(lengths.clamp_min(new Scalar(Float.MIN_NORMAL)));
      Tensor products = torch.bmm(batch.asks, directions.transpose(1, 2));
      return batch.read(torch.argmax(products, new LongOptional(2), false));
    }
  }

  /**
   * Multinomial logistic regression with an intercept, fitted to convergence on the labelled rows:
   * the sum of -ln p over them plus {@code penalty / 2 * |W|^2}, the intercept free. Published
   * protocols use scikit-learn's default, which is penalty 1 (its C is 1 / penalty) on rows of
   * length 1 (Tian et al. 2020, 2003.11539).
   *
   * @param penalty above 0
   * @param iterations of L-BFGS at most; fits that need more are counted in the note
   */
  record LogisticRegression(double penalty, int iterations) implements EpisodeClassifier {
    private static final double TOLERANCE = 1e-5;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is not positive and finite
     */
    public LogisticRegression {
      if (!(penalty > 0) || Double.isInfinite(penalty)) {
        throw new IllegalArgumentException("penalty is %s, must be above 0".formatted(penalty));
      }
      if (iterations < 1) {
        throw new IllegalArgumentException(
            "iterations is %d, must be at least 1".formatted(iterations));
      }
    }

    /** Penalty 1, at most 1000 iterations. */
    public static LogisticRegression standard() {
      return new LogisticRegression(1, 1000);
    }

    @Override
    public String keyWord() {
      return "Logistic";
    }

    @Override
    public int[] decide(EpisodeBatch batch) {
      int ways = batch.ways();
      int perClass = (int) batch.supports.size(2);
      int[] labels = new int[ways * perClass];
      for (int row = 0; row < labels.length; row++) {
        labels[row] = row / perClass;
      }
      int asked = batch.asked();
      int[] decisions = new int[batch.episodes() * asked];
      for (int episode = 0; episode < batch.episodes(); episode++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor support = batch.supports.select(0, episode).view(labels.length, -1);
          Fit fit = fit(support, labels, ways);
          if (!fit.converged()) {
            batch.countUnconverged();
          }
          Tensor logits = fit.logits(batch.asks.select(0, episode));
          long[] winners = new long[asked];
          torch.argmax(logits, new LongOptional(1), false).data_ptr_long().get(winners);
          for (int i = 0; i < asked; i++) {
            decisions[episode * asked + i] = (int) winners[i];
          }
        }
      }
      return decisions;
    }

    /**
     * A fitted layer.
     *
     * @param scale of the rows it takes
     * @param iterations it took
     */
    public record Fit(
        double[] point, int outputs, double scale, int iterations, boolean converged) {
      public Tensor logits(Tensor rows) {
        return LinearObjective.logits(rows.mul(new Scalar(scale)), point, outputs);
      }
    }

    /**
     * Fits rows [n, width]; the caller's scope frees the tensors. The rows are brought to a mean
     * squared length of 1 first, so that the tolerance means the same for all; the penalty is
     * changed with them, so that the optimum is the same.
     */
    public Fit fit(Tensor rows, int[] labels, int outputs) {
      int width = (int) rows.size(1);
      double square = rows.mul(rows).sum().item_double() / labels.length;
      double scale = square > 0 ? 1 / Math.sqrt(square) : 1;
      double perRow = penalty * scale * scale / labels.length;
      double[] variances = new double[width];
      Arrays.fill(variances, 1.0 / width);
      LimitedMemoryBfgs.Result result =
          new LimitedMemoryBfgs(
                  new LinearObjective(
                      rows.mul(new Scalar(scale)),
                      outputs,
                      new LinearObjective.CrossEntropy(Matrices.indices(labels)),
                      perRow),
                  new double[LinearObjective.size(width, outputs)],
                  TOLERANCE,
                  iterations,
                  LinearObjective.inverseCurvature(variances, outputs, perRow))
              .minimise();
      return new Fit(result.point(), outputs, scale, result.iterations(), result.converged());
    }
  }

  /**
   * Nearest means moved by the asked rows (transductive): each asked row joins the class of the
   * nearest mean, each mean becomes that of its labelled and joined rows, again and again until no
   * row changes its class; the labelled rows keep theirs. A labelled row counts as one, however
   * many augmented copies it has. This is k-means seeded and constrained by the labelled rows (Basu
   * et al. 2002), with hard assignments where Ren et al. 2018 (1803.00676) have soft ones.
   *
   * @param iterations moves of the means at most, at least 1
   */
  record Refined(int iterations) implements EpisodeClassifier {
    /**
     * Checks the option.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Refined {
      if (iterations < 1) {
        throw new IllegalArgumentException(
            "iterations is %d, must be at least 1".formatted(iterations));
      }
    }

    /** At most 10 moves. */
    public static Refined standard() {
      return new Refined(10);
    }

    @Override
    public String keyWord() {
      return "Refined";
    }

    @Override
    public boolean usesAskedRows() {
      return true;
    }

    @Override
    public int[] decide(EpisodeBatch batch) {
      Tensor start = batch.means();
      Tensor labelled = start.mul(new Scalar((double) batch.shots));
      Tensor winners = batch.nearest(start);
      for (int i = 0; i < iterations; i++) {
        Tensor joins = torch.one_hot(winners, batch.ways()).to(start.scalar_type());
        Tensor counted = batch.isSeen == null ? joins : joins.mul(batch.isSeen);
        Tensor size = counted.sum(1).add_(new Scalar((double) batch.shots)).unsqueeze(2);
        Tensor sums = torch.baddbmm(labelled, counted.transpose(1, 2), batch.asks);
        Tensor next = batch.nearest(sums.div_(size));
        boolean isSettled = next.equal(winners);
        winners = next;
        if (isSettled) {
          break;
        }
      }
      return batch.read(winners);
    }
  }
}
