package org.fierce.evaluate.fewshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.AugmentedQueries;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.neighbour.NeighbourSearch;
import org.jspecify.annotations.Nullable;

/** Embeddings made ready for few-shot episodes, and the accuracy of episodes drawn from them. */
final class Episodes implements AutoCloseable {
  // Rows of a batch are read several times; about this many floats stay in a processor's cache.
  private static final int BATCH_FLOATS = 1 << 18;

  private final FewShot options;
  private final int rows;
  private final int width;
  private final int copies;
  private final PointerScope scope;

  /** The test rows, and after them, copy by copy, the same rows augmented. */
  private final Tensor bank;

  /** Scores of episodes: one row a classifier, an accuracy an episode. */
  record Accuracies(double[][] ofAll, double @Nullable [][] ofSeen, int[] unconverged) {}

  Episodes(FewShot options, Evaluation evaluation) {
    this.options = options;
    FloatMatrix query = evaluation.query().featureMatrix();
    rows = query.rows();
    width = query.columns();
    copies = options.copies();
    double[] centre =
        options.centre() ? Covariance.means(evaluation.reference().features()) : new double[width];
    scope = new PointerScope();
    bank = Matrices.empty(ScalarType.Float, (long) rows * (copies + 1), width);
    put(query, 0, centre);
    AugmentedQueries augmented = evaluation.augmented();
    for (int copy = 0; copy < copies; copy++) {
      if (augmented == null) {
        throw new IllegalArgumentException(
            "few-shot needs %d augmented copies of each test row, but this evaluation has nothing to make them with; set copies to 0"
                .formatted(copies));
      }
      put(checked(augmented.features(copy), copy), copy + 1, centre);
    }
  }

  private FloatMatrix checked(FloatMatrix matrix, int copy) {
    if (matrix.rows() != rows || matrix.columns() != width) {
      throw new IllegalArgumentException(
          "augmented copy %d has %d rows of %d features, the test rows are %d of %d"
              .formatted(copy, matrix.rows(), matrix.columns(), rows, width));
    }
    Evaluation.checkFinite("augmented copy %d feature".formatted(copy), matrix);
    return matrix;
  }

  /** Centres and, where asked, brings to length 1. */
  private void put(FloatMatrix matrix, int block, double[] centre) {
    float[] centred = new float[matrix.values().length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) (matrix.values()[i] - centre[i % width]);
    }
    if (options.normalise()) {
      FloatMatrix whole = new FloatMatrix(rows, width, centred);
      for (int row = 0; row < rows; row++) {
        NeighbourSearch.unit(whole, row, centred, row * width);
      }
    }
    try (FloatPointer data = bank.data_ptr_float()) {
      data.position((long) block * centred.length).put(centred, 0, centred.length);
    }
  }

  static int[][] withRows(int[][] classes, int least) {
    return Arrays.stream(classes).filter(rows -> rows.length >= least).toArray(int[][]::new);
  }

  /**
   * Accuracies of the episodes that a sampler gives, as many as are asked for and possible.
   *
   * @param isSeen rows that may be right at all; null where there is no such second reading
   */
  Accuracies score(EpisodeSampler sampler, boolean @Nullable [] isSeen) {
    EpisodeSampler.Source source = options.sampling().source(sampler);
    int classifiers = options.classifiers().size();
    Pass pass =
        new Pass(
            sampler.shots(),
            isSeen,
            new double[classifiers][options.episodes()],
            isSeen == null ? null : new double[classifiers][options.episodes()],
            new int[classifiers]);
    List<Episode> waiting = new ArrayList<>();
    int episodes = 0;
    for (; episodes < options.episodes(); episodes++) {
      int[][] classes = source.next();
      if (classes == null) {
        break;
      }
      Episode episode = Episode.of(classes, sampler.shots());
      if (!waiting.isEmpty() && !fits(waiting, episode)) {
        pass.answer(waiting);
        waiting.clear();
      }
      waiting.add(episode);
    }
    if (!waiting.isEmpty()) {
      pass.answer(waiting);
    }
    return pass.result(episodes);
  }

  private boolean fits(List<Episode> waiting, Episode next) {
    Episode first = waiting.get(0);
    long rowsOfOne =
        next.asked().length + (long) next.support().length * Math.max(1, options.copies());
    return first.ways() == next.ways()
        && first.asked().length == next.asked().length
        && (waiting.size() + 1) * rowsOfOne * width <= BATCH_FLOATS;
  }

  /**
   * One episode.
   *
   * @param support rows of the first class, then of the next
   * @param asked rows to answer
   * @param labels the class of each of them
   */
  private record Episode(int ways, int[] support, int[] asked, int[] labels) {
    static Episode of(int[][] classes, int shots) {
      int count = 0;
      for (int[] rows : classes) {
        count += rows.length - shots;
      }
      int[] support = new int[classes.length * shots];
      int[] asked = new int[count];
      int[] labels = new int[count];
      int next = 0;
      for (int c = 0; c < classes.length; c++) {
        System.arraycopy(classes[c], 0, support, c * shots, shots);
        for (int i = shots; i < classes[c].length; i++) {
          labels[next] = c;
          asked[next++] = classes[c][i];
        }
      }
      return new Episode(classes.length, support, asked, labels);
    }
  }

  /** One pass over all episodes of a sampler. */
  private final class Pass {
    private final int shots;
    private final boolean @Nullable [] isSeen;
    private final double[][] ofAll;
    private final double @Nullable [][] ofSeen;
    private final int[] unconverged;
    private int done;

    private Pass(
        int shots,
        boolean @Nullable [] isSeen,
        double[][] ofAll,
        double @Nullable [][] ofSeen,
        int[] unconverged) {
      this.shots = shots;
      this.isSeen = isSeen;
      this.ofAll = ofAll;
      this.ofSeen = ofSeen;
      this.unconverged = unconverged;
    }

    void answer(List<Episode> episodes) {
      try (PointerScope inner = new PointerScope()) {
        EpisodeBatch batch = batch(episodes, null);
        EpisodeBatch seen = isSeen == null ? null : batch(episodes, seen(episodes, isSeen));
        for (int i = 0; i < ofAll.length; i++) {
          EpisodeClassifier classifier = options.classifiers().get(i);
          int before = batch.unconverged();
          int[] decisions = classifier.decide(batch);
          unconverged[i] += batch.unconverged() - before;
          count(episodes, decisions, null, ofAll[i]);
          if (seen != null && ofSeen != null) {
            int[] again = classifier.usesAskedRows() ? classifier.decide(seen) : decisions;
            count(episodes, again, isSeen, ofSeen[i]);
          }
        }
      }
      done += episodes.size();
    }

    private EpisodeBatch batch(List<Episode> episodes, @Nullable Tensor seen) {
      int ways = episodes.get(0).ways();
      int perClass = shots * Math.max(1, copies);
      int[] support = new int[episodes.size() * ways * perClass];
      int asked = episodes.get(0).asked().length;
      int[] asks = new int[episodes.size() * asked];
      int next = 0;
      for (int e = 0; e < episodes.size(); e++) {
        Episode episode = episodes.get(e);
        System.arraycopy(episode.asked(), 0, asks, e * asked, asked);
        for (int row : episode.support()) {
          if (copies == 0) {
            support[next++] = row;
          }
          for (int copy = 1; copy <= copies; copy++) {
            support[next++] = Math.addExact(Math.multiplyExact(copy, rows), row);
          }
        }
      }
      return new EpisodeBatch(
          gather(support).view(episodes.size(), ways, perClass, width),
          gather(asks).view(episodes.size(), asked, width),
          seen,
          shots);
    }

    private Tensor gather(int[] numbers) {
      return bank.index_select(0, Matrices.indices(numbers).view(numbers.length));
    }

    private Tensor seen(List<Episode> episodes, boolean[] isSeen) {
      int asked = episodes.get(0).asked().length;
      float[] values = new float[episodes.size() * asked];
      for (int i = 0; i < values.length; i++) {
        values[i] = isSeen[episodes.get(i / asked).asked()[i % asked]] ? 1 : 0;
      }
      return Matrices.floats(values, 0, values.length, 1).view(episodes.size(), asked, 1);
    }

    private void count(
        List<Episode> episodes,
        int[] decisions,
        boolean @Nullable [] counted,
        double[] accuracies) {
      int next = 0;
      for (int e = 0; e < episodes.size(); e++) {
        Episode episode = episodes.get(e);
        int hits = 0;
        for (int i = 0; i < episode.asked().length; i++) {
          boolean isRight = decisions[next++] == episode.labels()[i];
          hits += isRight && (counted == null || counted[episode.asked()[i]]) ? 1 : 0;
        }
        accuracies[done + e] = (double) hits / episode.asked().length;
      }
    }

    Accuracies result(int episodes) {
      return new Accuracies(
          cut(ofAll, episodes), ofSeen == null ? null : cut(ofSeen, episodes), unconverged);
    }

    private static double[][] cut(double[][] values, int length) {
      return Arrays.stream(values).map(v -> Arrays.copyOf(v, length)).toArray(double[][]::new);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
