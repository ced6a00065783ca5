package org.fierce.experiment;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.fierce.backbone.Backbone;
import org.fierce.config.Contender;
import org.fierce.config.MethodConfig;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.evaluate.CoarseLogits;
import org.fierce.evaluate.Findings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.FineLabels;
import org.fierce.loss.Loss;
import org.fierce.loss.RowTargets;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.fierce.train.EpochInspector;
import org.fierce.train.TrainingListener;

/**
 * The ceiling: the first method's network trained, at the same budget, on the fine targets that
 * methods never see. Classes by cross-entropy, shares by cross-entropy with a distribution, numbers
 * by squared error.
 */
record Ceiling(TrainingPipeline pipeline) {
  /**
   * What differs between the kinds of fine target.
   *
   * @param labels what the loss is told of each row
   * @param outputs of the network
   * @param loss closed by whoever trains with it
   * @param toCoarse makes coarse logits of the network's outputs, or drops them
   */
  private record Task(
      CoarseLabels labels, int outputs, Loss loss, UnaryOperator<Embeddings> toCoarse) {}

  Scored score(RunFolder folder, TrainingListener listener) throws IOException {
    FineTargets all = pipeline.whole().fine();
    if (all == null) {
      return Scored.notShown(Findings.NONE);
    }
    Dataset train = pipeline.whole().select(all.known());
    FineTargets fine = all.select(all.known());
    Task task = task(train, fine);
    MethodConfig first = pipeline.config().methods().get(0);
    Dataset relabelled =
        new Dataset(train.name(), train.inputs(), task.labels(), null, train.ids());
    try (Loss loss = task.loss();
        Backbone backbone =
            TrainingPipeline.spec(pipeline.config(), first)
                .build(train.shape(), task.outputs(), SeedStreams.WEIGHTS.of(pipeline.seed()))) {
      pipeline.fit(
          backbone,
          loss,
          pipeline.config().training(),
          relabelled,
          null,
          folder,
          listener,
          EpochInspector.NONE);
      pipeline.save(
          Contender.Rival.FINE_CEILING.label(),
          TrainingPipeline.spec(pipeline.config(), first),
          backbone,
          new ReadoutSpec.LastLayer(),
          Readout.LAST_LAYER,
          folder);
      Function<Inputs, Embeddings> embed =
          rows -> task.toCoarse().apply(pipeline.embed(backbone, Readout.LAST_LAYER, rows));
      return pipeline
          .score(embed)
          .with(pipeline.learning(embed, pipeline.split().validation(), listener));
    }
  }

  private Task task(Dataset train, FineTargets fine) {
    if (fine instanceof FineTargets.Classes classes) {
      int count = classes.names().size();
      int[] coarseOf = coarseOf(classes.names().size());
      return new Task(
          new CoarseLabels(classes.labels(), classes.names()),
          count,
          new FineLabels(new CrossEntropySpec().build(1, count, 0)),
          embeddings -> coarsened(embeddings, coarseOf, train.coarse().classes()));
    }
    CoarseLabels rows = new CoarseLabels(IntStream.range(0, train.size()).toArray(), train.ids());
    List<double[]> columns =
        fine.numbers().values().stream()
            .map(values -> fine.isMixture() ? values : standardised(values))
            .toList();
    FloatMatrix targets = FloatMatrix.zeros(train.size(), columns.size());
    for (int i = 0; i < targets.values().length; i++) {
      targets.values()[i] = (float) columns.get(i % columns.size())[i / columns.size()];
    }
    // The shares of a mixture are outputs of the coarse classes themselves.
    return fine.isMixture()
        ? new Task(
            rows,
            columns.size(),
            new RowTargets(RowTargets.Kind.SHARES, targets),
            UnaryOperator.identity())
        : new Task(
            rows,
            columns.size(),
            new RowTargets(RowTargets.Kind.NUMBERS, targets),
            embeddings -> new Embeddings(embeddings.features(), null));
  }

  /** Coarse class of each fine class by the rows of the split; -1 for a class that no row has. */
  private int[] coarseOf(int fineClasses) {
    int[] coarseOf = new int[fineClasses];
    Arrays.fill(coarseOf, -1);
    // Some fine classes have test rows only.
    for (Dataset rows :
        Arrays.asList(
            pipeline.split().train(), pipeline.split().validation(), pipeline.split().test())) {
      if (rows != null && rows.fine() instanceof FineTargets.Classes classes) {
        for (int row = 0; row < rows.size(); row++) {
          coarseOf[classes.labels()[row]] = rows.coarse().labels()[row];
        }
      }
    }
    return coarseOf;
  }

  private static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    return Arrays.stream(values).map(value -> (value - mean) / deviation).toArray();
  }

  private static Embeddings coarsened(Embeddings embeddings, int[] coarseOf, int classes) {
    FloatMatrix fine = Objects.requireNonNull(embeddings.logits());
    return new Embeddings(embeddings.features(), CoarseLogits.ofFine(fine, coarseOf, classes));
  }
}
