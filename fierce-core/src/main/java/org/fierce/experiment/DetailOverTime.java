package org.fierce.experiment;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.backbone.Backbone;
import org.fierce.config.MethodConfig;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.evaluate.CoarseAccuracy;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.labels.FineTargets;
import org.fierce.run.EpochScores;
import org.fierce.run.RunFolder;
import org.fierce.stats.Score;
import org.fierce.train.EpochInspector;
import org.fierce.train.TrainingListener;

/**
 * Scores fine detail every few epochs and after the last, into {@code detail.jsonl}. Fine labels
 * are looked at here to score what is trained already; nothing of the training, of the choice of
 * its length or of its options depends on what comes out.
 *
 * <p>Only what is cheap is scored: coarse accuracy; nearest neighbours for fine classes, the linear
 * probe for numbers and shares. Options are those of the configuration's own evaluators of these
 * kinds, standard ones where it has none, so that the last entry is what {@code scores.json} says.
 */
final class DetailOverTime implements EpochInspector {
  private final TrainingPipeline pipeline;
  private final MethodConfig method;
  private final int every;
  private final EpochScores log;
  private final TrainingListener listener;

  /**
   * For one run.
   *
   * @param listener told of the scores
   */
  DetailOverTime(
      TrainingPipeline pipeline, MethodConfig method, RunFolder folder, TrainingListener listener) {
    this.pipeline = pipeline;
    this.method = method;
    this.every = pipeline.config().scoreEvery();
    this.log = new EpochScores(folder.epochScores());
    this.listener = listener;
  }

  @Override
  public void begin(int done, int epochs) throws IOException {
    List<Integer> scored =
        IntStream.rangeClosed(1, done).filter(epoch -> wants(epoch, epochs)).boxed().toList();
    if (every > 0) {
      log.keep(scored);
    }
  }

  @Override
  public boolean wants(int epoch, int epochs) {
    return every > 0 && (epoch % every == 0 || epoch == epochs);
  }

  @Override
  public void inspect(int epoch, Backbone frozen) throws IOException {
    long start = System.nanoTime();
    Readout readout = pipeline.readout(method.readout(), frozen);
    Embeddings reference = pipeline.embed(frozen, readout, pipeline.split().train().inputs());
    Embeddings query = pipeline.embed(frozen, readout, pipeline.split().test().inputs());
    Evaluation evaluation = pipeline.evaluation(reference, query);
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Score score : pipeline.evaluate(evaluation, evaluators()).scores()) {
      scores.put(score.key(), score.value());
    }
    log.append(new EpochScores.Entry(epoch, (System.nanoTime() - start) / 1e9, scores));
    listener.onScores(epoch, scores);
  }

  private List<Evaluator> evaluators() {
    Evaluator coarse = pipeline.evaluator(new CoarseAccuracy());
    Evaluator fast = pipeline.evaluator(NearestNeighbours.standard());
    FineTargets targets = pipeline.split().test().fine();
    return List.of(
        coarse,
        targets != null && fast.appliesTo(targets)
            ? fast
            : pipeline.evaluator(LinearProbe.standard()));
  }
}
