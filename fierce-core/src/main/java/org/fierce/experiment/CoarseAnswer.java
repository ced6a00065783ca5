package org.fierce.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;
import org.fierce.run.Answer;
import org.fierce.run.SeedStreams;
import org.fierce.stats.Bootstrap;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/** How well the coarse label is told: by the network, by what costs next to nothing. */
record CoarseAnswer(TrainingPipeline pipeline) {
  private static final String KEY = "coarseAccuracy";

  /** Name of the bar of the linear model. */
  static final String LINEAR = "raw-linear";

  /** A linear model is fitted on no more rows than these, evenly drawn. */
  static final int MOST_ROWS = 3_000;

  /** Wider rows are left out: a linear model of them takes long and says little. */
  static final int WIDEST = 1_024;

  /**
   * The bars, the network's own first.
   *
   * @param network its score, or null where it was not made
   * @param raw what a raw row is for people
   */
  List<Answer.Bar> bars(@Nullable Score network, String raw) {
    List<Answer.Bar> bars = new ArrayList<>();
    if (network != null && network.isDefined()) {
      bars.add(bar("features", "the network", network));
    }
    Score linear = linear();
    if (linear != null && linear.isDefined()) {
      bars.add(bar(LINEAR, "a linear model on " + raw, linear));
    }
    bars.add(bar("commonest-class", "the commonest class", commonest()));
    return bars;
  }

  private static Answer.Bar bar(String name, String words, Score score) {
    return new Answer.Bar(name, words, KEY, score.value(), score.low(), score.high());
  }

  private Score commonest() {
    Dataset train = pipeline.split().train();
    int[] counts = new int[train.coarse().classes()];
    for (int label : train.coarse().labels()) {
      counts[label]++;
    }
    int best = IntStream.range(0, counts.length).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
    double[] hits =
        IntStream.of(pipeline.split().test().coarse().labels())
            .mapToDouble(label -> label == best ? 1 : 0)
            .toArray();
    return Bootstrap.share(KEY, hits, SeedStreams.EVALUATION.of(pipeline.seed()));
  }

  private @Nullable Score linear() {
    Dataset train = pipeline.split().train();
    if (train.shape().values() > WIDEST || train.coarse().classes() < 2) {
      return null;
    }
    Dataset rows =
        train.size() <= MOST_ROWS
            ? train
            : train.select(
                Streams.generator(pipeline.seed(), "linear-rows", 0)
                    .ints(0, train.size())
                    .distinct()
                    .limit(MOST_ROWS)
                    .sorted()
                    .toArray());
    Dataset test = pipeline.split().test();
    Evaluation evaluation =
        new Evaluation(
            raw(rows),
            rows.coarse(),
            classes(rows),
            raw(test),
            test.coarse(),
            classes(test),
            SeedStreams.EVALUATION.of(pipeline.seed()));
    return new LinearProbe(List.of(1.0, 0.1, 0.01, 0.001), 0.2, 500)
        .evaluate(evaluation)
        .score("probeAccuracy");
  }

  private Embeddings raw(Dataset rows) {
    FloatMatrix matrix = pipeline.raw(rows.inputs()).featureMatrix();
    return new Embeddings(matrix, null);
  }

  private static FineTargets classes(Dataset rows) {
    return new FineTargets.Classes(rows.coarse().labels(), rows.coarse().names());
  }
}
