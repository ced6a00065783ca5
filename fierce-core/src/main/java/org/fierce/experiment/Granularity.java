package org.fierce.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fierce.backbone.Backbone;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Readout;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.loss.Loss;
import org.fierce.run.Answer;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.fierce.train.EpochInspector;
import org.fierce.train.TrainingListener;
import org.fierce.train.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * The choice of features where nobody knows fine labels: the coarse classes play them. A network
 * like that of the run is trained for a fifth as long on groups of the coarse classes, and the
 * candidates are compared by how well a head tells the coarse classes inside each group.
 */
record Granularity(TrainingPipeline pipeline, MethodConfig method) {
  /** The second training is so much shorter than the first. */
  private static final int SHORTER = 5;

  /** Inside groups of fewer classes there is hardly a choice. */
  private static final int FEWEST_CLASSES = 5;

  private static final EpochInspector NOBODY =
      new EpochInspector() {
        @Override
        public boolean wants(int epoch, int epochs) {
          return false;
        }

        @Override
        public void inspect(int epoch, Backbone frozen) {}
      };

  /** Why the method's own features stay, or null where the classes can be grouped. */
  static @Nullable String whyNot(DataSplit split) {
    int classes = split.train().coarse().classes();
    if (classes < FEWEST_CLASSES) {
      return "no row has a fine label to choose by, and %d coarse classes are too few to play them"
          .formatted(classes);
    }
    return split.validation() == null
        ? "no row has a fine label to choose by, and no validation rows were kept"
        : null;
  }

  /**
   * Chooses.
   *
   * @param folder of the run; what is written beside it is taken away again
   * @param embed features of the training rows, by which the nearest classes are grouped
   */
  Answer.ChosenFeatures choose(
      Path folder, FloatMatrix embed, Dataset embedded, TrainingListener listener)
      throws IOException {
    DataSplit split = pipeline.split();
    CoarseLabels coarse = split.train().coarse();
    List<List<String>> groups =
        coarse.among().edges() != null
            ? SuperCoarse.neighbours(coarse.names())
            : SuperCoarse.nearest(embed, embedded.coarse());
    Dataset held = split.validation();
    if (held == null) {
      throw new IllegalStateException("without validation rows nothing is chosen");
    }
    Dataset unseen = grouped(held, groups);
    DataSplit grouped = split.withParts(grouped(split.train(), groups), unseen, unseen);
    TrainingPipeline of =
        TrainingPipeline.of(pipeline.config(), grouped, pipeline.normalisation(), pipeline.seed());
    listener.onStage(
        "training for a fifth as long on %d groups of the %d classes, to choose features"
            .formatted(groups.size(), coarse.classes()));
    Path beside = folder.resolve("groups.partial");
    delete(beside);
    try (Backbone backbone = of.backbone(method);
        Loss loss =
            method
                .loss()
                .build(
                    backbone.featureWidth(),
                    backbone.classes(),
                    SeedStreams.LOSS.of(pipeline.seed()))) {
      TrainingSpec whole = method.training(pipeline.config().training());
      TrainingSpec shorter =
          whole.withEpochs(Math.max(1, (whole.epochs() + SHORTER - 1) / SHORTER));
      of.fit(
          backbone,
          loss,
          shorter,
          grouped.train(),
          unseen,
          new RunFolder(Files.createDirectories(beside)),
          TrainingListener.NONE,
          NOBODY);
      backbone.train(false);
      Readout readout = of.readout(method.readout(), backbone);
      FeatureChoice choice =
          FeatureChoice.of(
              grouped,
              pipeline.seed(),
              ", telling the %d classes inside %d groups of them"
                  .formatted(coarse.classes(), groups.size()));
      if (choice == null) {
        throw new IllegalStateException("every row has its class");
      }
      try (FeatureCandidates candidates = FeatureCandidates.of(of, method, backbone, readout)) {
        return choice.choose(candidates, choice.measure(candidates, TrainingListener.NONE));
      }
    } finally {
      delete(beside);
    }
  }

  /** Rows of groups, whose classes are the fine ones. */
  private static Dataset grouped(Dataset rows, List<List<String>> groups) {
    Map<String, Integer> groupOf = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      for (String name : groups.get(g)) {
        groupOf.put(name, g);
      }
    }
    List<String> names = rows.coarse().names();
    int[] labels =
        IntStream.of(rows.coarse().labels())
            .map(label -> groupOf.getOrDefault(names.get(label), 0))
            .toArray();
    return new Dataset(
        rows.name(),
        rows.inputs(),
        new CoarseLabels(
            labels, IntStream.range(0, groups.size()).mapToObj("group %d"::formatted).toList()),
        new FineTargets.Classes(rows.coarse().labels(), names),
        rows.ids());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
