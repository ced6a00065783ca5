package org.fierce.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.MixtureTable;
import org.fierce.experiment.TrainedRun;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.RunResult;
import org.fierce.train.CoarseLearning;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final String MIXTURES =
      """
      formatVersion: 1
      %s
      backbone: {kind: mlp, hidden: [32, 16]}
      methods:
        - cross-entropy
        - {name: fierce, weight: 1}
      training: {epochs: 2, batch: 20, optimiser: {kind: adam, rate: 0.01}}
      evaluation: [coarse, raw-prediction, {kind: probe, penalties: [0.001]}]
      """
          .formatted(MixtureTable.DATA);

  @TempDir Path folder;

  @BeforeEach
  void writeTable() throws IOException {
    MixtureTable.write(folder);
  }

  @Test
  void contendersAreTrainedScoredAndCompared() throws Exception {
    Recorder recorder = new Recorder();
    ComparisonReport report = compare(MIXTURES, folder.resolve("out"), 2, 1, recorder);

    assertThat(report.methods())
        .extracting(ComparisonReport.Summary::name)
        .containsExactly(
            "cross-entropy",
            "fierce",
            "raw-input",
            "raw-input-pca",
            "untrained",
            "coarse-mean",
            "fine-ceiling");
    assertThat(report.primary()).contains("transferMeanSquaredError");
    assertThat(report.methods())
        .allSatisfy(method -> assertThat(method.mean("transferMeanSquaredError")).isPositive());
    assertThat(report.methods().get(0).mean("coarseAccuracy")).isGreaterThan(0.5);
    assertThat(report.verdict()).isNotEmpty();
    PairedDifference.OverExamples rows =
        requireNonNull(
            requireNonNull(
                    report.methods().get(1).pairedDifference().get("transferMeanSquaredError"))
                .examples());
    assertThat(rows.low()).isLessThan(rows.high());
    assertThat(report.notes()).isEmpty();
    assertThat(recorder.finished).hasSize(14);
    Path run = folder.resolve("out/runs/fierce/1");
    assertThat(run.resolve("scores.json")).exists();
    assertThat(run.resolve("weights.safetensors")).exists();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
    assertThat(Files.readString(run.resolve("run.json")))
        .contains("\"finished\" : true", "\"seed\" : 1", "\"engine\" : \"PyTorch");
    assertThat(Files.readString(run.resolve("config.yaml")))
        .contains("fierce")
        .doesNotContain("cross-entropy");
  }

  private static final String OF_TRAINED =
      MIXTURES.replace("- {name: fierce, weight: 1}", "- {name: cross-entropy, label: second}")
          + "rivals: [earlier-layer, whitened, raw-input]\n";

  @Test
  void rivalsAreMadeFromTheFirstTrainedCrossEntropyOfTheirSeed() throws Exception {
    Path out = folder.resolve("out");
    ComparisonReport report = compare(OF_TRAINED, out, 2, 2, new Recorder());

    assertThat(report.methods())
        .extracting(ComparisonReport.Summary::name)
        .containsExactly("cross-entropy", "second", "earlier-layer", "whitened", "raw-input");
    ComparisonReport.Summary trained = report.methods().get(0);
    for (ComparisonReport.Summary rival : report.methods().subList(2, 4)) {
      assertThat(rival.isRival()).isTrue();
      // The logits are the method's, the features are not.
      assertThat(rival.mean("coarseAccuracy")).isEqualTo(trained.mean("coarseAccuracy"));
      assertThat(rival.mean("transferMeanSquaredError"))
          .isPositive()
          .isNotEqualTo(trained.mean("transferMeanSquaredError"));
    }
    assertThat(out.resolve("runs/whitened/1/weights.safetensors")).doesNotExist();
    assertThat(Files.readString(out.resolve("runs/whitened/1/run.json")))
        .contains("\"madeFrom\" : \"cross-entropy\"");
    String scores = "runs/earlier-layer/1/scores.json";
    Path alone = folder.resolve("alone");
    compare(OF_TRAINED, alone, 2, 1, new Recorder());
    assertThat(alone.resolve(scores)).hasSameTextualContentAs(out.resolve(scores));
  }

  @Test
  void aReadoutOfAllLayersIsKeptAndUsedAgain() throws Exception {
    Path out = folder.resolve("out");
    String yaml =
        MIXTURES.replace(
                "- {name: fierce, weight: 1}",
                "- {name: cross-entropy, label: layers, readout: layers}")
            + "rivals: [untrained, untrained-layers]\n";
    ComparisonReport report = compare(yaml, out, 1, 1, new Recorder());

    ComparisonReport.Summary last = report.methods().get(0);
    ComparisonReport.Summary layers = report.methods().get(1);
    String key = "transferMeanSquaredError";
    // The same training, read out differently.
    assertThat(layers.mean("coarseAccuracy")).isEqualTo(last.mean("coarseAccuracy"));
    assertThat(layers.mean(key)).isPositive().isLessThan(last.mean(key));
    assertThat(report.methods().get(3).mean(key)).isLessThan(report.methods().get(2).mean(key));
    assertThat(out.resolve("runs/cross-entropy/0/readout.safetensors")).doesNotExist();
    Path run = out.resolve("runs/layers/0");
    assertThat(run.resolve("readout.safetensors")).exists();
    String scores = Files.readString(run.resolve("scores.json"));
    try (TrainedRun again = TrainedRun.open(run)) {
      again.evaluate(root());
    }
    assertThat(run.resolve("scores.json")).hasContent(scores);
  }

  @Test
  void anEarlierLayerThatIsNotThereIsRefusedBeforeAnythingIsWritten() {
    Path out = folder.resolve("out");

    assertThatThrownBy(
            () ->
                compare(
                    OF_TRAINED.replace("hidden: [32, 16]", "hidden: [32]"),
                    out,
                    1,
                    1,
                    new Recorder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("earlier-layer needs a network of two hidden layers");
    assertThat(out).doesNotExist();
  }

  @Test
  void methodsOfTwoViewsTrainForTheirOwnNumberOfEpochs() throws Exception {
    String yaml =
        MIXTURES.replace(
                "- {name: fierce, weight: 1}", "- {name: info-nce, projection: 8, epochs: 1}")
            + "augmentation: [gaussian-noise]\nrivals: []\n";
    Path out = folder.resolve("out");
    ComparisonReport report = compare(yaml, out, 1, 1, new Recorder());

    assertThat(report.methods().get(1).mean("transferMeanSquaredError")).isPositive();
    assertThat(Files.readAllLines(out.resolve("runs/info-nce/0/metrics.jsonl"))).hasSize(1);
    assertThat(Files.readAllLines(out.resolve("runs/cross-entropy/0/metrics.jsonl"))).hasSize(2);
    assertThat(Files.readString(out.resolve("runs/info-nce/0/config.yaml"))).contains("epochs: 1");
    try (TrainedRun run = TrainedRun.open(out.resolve("runs/info-nce/0"))) {
      assertThat(run.evaluate(root()).value("coarseAccuracy"))
          .isEqualTo(report.methods().get(1).mean("coarseAccuracy"));
    }
  }

  @Test
  void howManyGoSideBySideChangesNoBit() throws Exception {
    compare(MIXTURES, folder.resolve("one"), 1, 1, new Recorder());
    compare(MIXTURES, folder.resolve("three"), 1, 3, new Recorder());

    for (String name : List.of("cross-entropy", "fierce", "raw-input", "fine-ceiling")) {
      String run = "runs/" + name + "/0/scores.json";
      assertThat(folder.resolve("three").resolve(run))
          .hasSameTextualContentAs(folder.resolve("one").resolve(run));
    }
  }

  @Test
  void finishedRunsAreNotRunAgainAndSeedsMayBeAdded() throws Exception {
    Path out = folder.resolve("out");
    compare(MIXTURES, out, 1, 1, new Recorder());
    Files.delete(out.resolve("runs/fierce/0/scores.json"));
    Recorder second = new Recorder();

    ComparisonReport report = compare(MIXTURES, out, 2, 1, second);

    assertThat(report.seeds()).containsExactly(0L, 1L);
    assertThat(second.finished).contains("fierce 0 true", "cross-entropy 0 false");
    assertThat(second.finished).filteredOn(line -> line.endsWith("true")).hasSize(8);
  }

  @Test
  void methodsThatDifferInTheirReadoutAloneShareOneTraining() throws Exception {
    String layers = "{name: cross-entropy, label: layers, readout: layers}";
    Path together = folder.resolve("together");
    compare(
        small("[cross-entropy, " + layers + "]") + "rivals: []\n", together, 2, 2, new Recorder());
    Path alone = folder.resolve("alone");
    compare(small("[" + layers + "]") + "rivals: []\n", alone, 2, 1, new Recorder());

    for (String seed : List.of("0", "1")) {
      Path shared = together.resolve("runs/layers").resolve(seed);
      Path own = alone.resolve("runs/layers").resolve(seed);
      // The very bits of a training of its own.
      for (String file : List.of("scores.json", "examples.csv", "model.json")) {
        assertThat(shared.resolve(file)).hasSameTextualContentAs(own.resolve(file));
      }
      assertThat(shared.resolve("readout.safetensors"))
          .hasSameBinaryContentAs(own.resolve("readout.safetensors"));
      assertThat(own.resolve("weights.safetensors")).exists();
      assertThat(shared.resolve("weights.safetensors")).doesNotExist();
      assertThat(shared.resolve("checkpoint")).doesNotExist();
      assertThat(shared.resolve("metrics.jsonl")).doesNotExist();
      assertThat(RunRecord.read(shared.resolve("run.json")).weightsOf()).isEqualTo("cross-entropy");
      assertThat(RunRecord.read(own.resolve("run.json")).weightsOf()).isNull();
    }
    Path shared = together.resolve("runs/layers/0");
    try (TrainedRun run = TrainedRun.open(shared);
        TrainedRun own = TrainedRun.open(alone.resolve("runs/layers/0"))) {
      float[][] rows = new float[][] {{1, 2}};
      assertThat(run.embed(rows)).isDeepEqualTo(own.embed(rows));
    }
    Files.delete(together.resolve("runs/cross-entropy/0/weights.safetensors"));
    assertThatThrownBy(() -> TrainedRun.open(shared))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "%s reads the network of cross-entropy, but %s is missing; keep both in their comparison's folder",
            shared, together.resolve("runs/cross-entropy/0/weights.safetensors"));
  }

  @Test
  void aMethodThatIsAddedReadsATrainingThatIsThere() throws Exception {
    String layers = "{name: cross-entropy, label: layers, readout: layers}";
    Path out = folder.resolve("out");
    compare(small("[" + layers + "]") + "rivals: []\n", out, 1, 1, new Recorder());
    Recorder second = new Recorder();

    compare(small("[cross-entropy, " + layers + "]") + "rivals: []\n", out, 1, 1, second);

    assertThat(second.finished).containsExactlyInAnyOrder("layers 0 false", "cross-entropy 0 true");
    assertThat(RunRecord.read(out.resolve("runs/cross-entropy/0/run.json")).weightsOf())
        .isEqualTo("layers");
  }

  @Test
  void aMethodThatIsAddedIsRunAndTheOthersAreKept() throws Exception {
    Path out = folder.resolve("out");
    String rivals = "rivals: [untrained, raw-input]\n";
    compare(
        small("[cross-entropy, {name: fierce, weight: 1}]") + rivals, out, 1, 1, new Recorder());
    Recorder second = new Recorder();
    String smoothing = "{name: label-smoothing, epsilon: 0.1}";

    ComparisonReport report =
        compare(small("[" + smoothing + ", cross-entropy]") + rivals, out, 1, 1, second);

    assertThat(second.finished)
        .containsExactlyInAnyOrder(
            "label-smoothing 0 true",
            "cross-entropy 0 false",
            "untrained 0 false",
            "raw-input 0 false");
    assertThat(report.methods())
        .extracting(ComparisonReport.Summary::name)
        .containsExactly("label-smoothing", "cross-entropy", "untrained", "raw-input");
    assertThat(report.notes())
        .contains("Also in runs/, but not named by this comparison and so not shown: fierce.");
    // All of it at once gives the same.
    Path whole = folder.resolve("whole");
    compare(small("[" + smoothing + ", cross-entropy]") + rivals, whole, 1, 1, new Recorder());
    assertThat(out.resolve("runs/label-smoothing/0/scores.json"))
        .hasSameTextualContentAs(whole.resolve("runs/label-smoothing/0/scores.json"));
    assertThat(ComparisonReport.read(whole.resolve("comparison.json")).methods())
        .isEqualTo(report.methods());
  }

  @Test
  void aMethodThatChangesUnderItsNameIsRefused() throws Exception {
    Path out = folder.resolve("out");
    compare(small("[cross-entropy, {name: fierce, weight: 1}]"), out, 1, 1, new Recorder());

    assertThatThrownBy(
            () ->
                compare(
                    small("[cross-entropy, {name: fierce, weight: 2}]"), out, 1, 1, new Recorder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "%s holds a comparison with other settings (fierce.weight is 1 there, 2 now); choose another --out, give the changed method a label of its own, or remove the folder",
            out);
  }

  @Test
  void aRivalOfAnotherNetworkIsRefused() throws Exception {
    Path out = folder.resolve("out");
    String rivals = "rivals: [untrained]\n";
    compare(small("[cross-entropy]") + rivals, out, 1, 1, new Recorder());

    assertThatThrownBy(
            () ->
                compare(
                    small("[{name: cross-entropy, label: cosine, head: cosine}, cross-entropy]")
                        + rivals,
                    out,
                    1,
                    1,
                    new Recorder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "(untrained is made with the network of method cross-entropy there, of cosine now)");
  }

  @Test
  void anotherComparisonInTheFolderIsRefusedAndNothingWritten() throws Exception {
    Path out = folder.resolve("out");
    compare(MIXTURES, out, 1, 1, new Recorder());
    String before = Files.readString(out.resolve("comparison.json"));

    assertThatThrownBy(
            () -> compare(MIXTURES.replace("epochs: 2", "epochs: 3"), out, 1, 1, new Recorder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "holds a comparison with other settings (training.epochs is 2 there, 3 now); choose another --out");
    assertThat(out.resolve("comparison.json")).hasContent(before);
  }

  @Test
  void theFolderOfARunIsRefused() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("run.json"), "{}");
    Files.writeString(out.resolve("config.yaml"), MIXTURES);

    assertThatThrownBy(() -> compare(MIXTURES, out, 1, 1, new Recorder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "%s holds a run, not a comparison; choose another --out or remove the folder", out);
  }

  @Test
  void optionsThatDoNotFitTheDataAreRefusedBeforeAnythingIsWritten() {
    Path out = folder.resolve("out");

    assertThatThrownBy(
            () -> compare(MIXTURES + "augmentation: [flip]\n", out, 1, 1, new Recorder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flip");
    assertThat(out).doesNotExist();
  }

  @Test
  void aRunThatFailsStopsTheOthersAndIsThrownWhenTheyHaveEnded() throws Exception {
    Path out = folder.resolve("out");
    CountDownLatch isTraining = new CountDownLatch(1);
    AtomicInteger open = new AtomicInteger();
    Comparison.Listener listener =
        new Comparison.Listener() {
          @Override
          public TrainingListener onStart(Contender contender, long seed) {
            if (contender.label().equals("fierce")) {
              await(isTraining);
              throw new IllegalStateException("the cat pulled the plug");
            }
            open.incrementAndGet();
            return new TrainingListener() {
              @Override
              public void onStep(StepProgress progress) {
                isTraining.countDown();
              }
            };
          }

          @Override
          public void onFinish(Contender contender, long seed, RunResult result) {
            open.decrementAndGet();
          }
        };
    String endless = MIXTURES.replace("epochs: 2", "epochs: 100000");

    assertThatThrownBy(
            () ->
                new Comparison(read(endless), root(), Comparison.firstSeeds(1), out)
                    .run(2, listener))
        .hasMessageContaining("the cat pulled the plug");

    // Stopped in its training, so never finished; none of the others was begun.
    assertThat(open).hasValue(1);
    assertThat(out.resolve("runs/cross-entropy/0/scores.json")).doesNotExist();
    assertThat(out.resolve("runs/raw-input")).doesNotExist();
    assertThat(out.resolve("comparison.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @Timeout(120)
  void aFailureBeforeTheFirstStepOfAnyRunEndsTheComparison(int jobs) throws Exception {
    String yaml =
        small("[cross-entropy, {name: cross-entropy, label: second}]")
            + "rivals: [earlier-layer, whitened, raw-input]\n";
    for (String fails : List.of("cross-entropy", "second", "earlier-layer", "raw-input")) {
      Comparison.Listener listener =
          new Comparison.Listener() {
            @Override
            public TrainingListener onStart(Contender contender, long seed) {
              if (contender.label().equals(fails)) {
                throw new IllegalStateException(fails + " cannot start");
              }
              return TrainingListener.NONE;
            }

            @Override
            public void onFinish(Contender contender, long seed, RunResult result) {}
          };
      Path out = folder.resolve(fails + jobs);

      assertThatThrownBy(
              () ->
                  new Comparison(read(yaml), root(), Comparison.firstSeeds(2), out)
                      .run(jobs, listener))
          .hasMessage(fails + " cannot start");
      assertThat(out.resolve("comparison.json")).doesNotExist();
    }
  }

  @Test
  void fineClassesWithoutATrainingRowStopNoComparison() throws Exception {
    StringBuilder table = new StringBuilder("a,b,grade,kind\n");
    for (int row = 0; row < 20; row++) {
      table.append("%d,%d,g%d,k%d\n".formatted(row % 7, row % 11, row % 2, row));
    }
    String yaml = small("[cross-entropy]") + "rivals: [fine-ceiling]\n";
    Files.writeString(folder.resolve("small.csv"), table);

    ComparisonReport report = compare(yaml, folder.resolve("out"), 2, 1, new Recorder());

    assertThat(report.methods().get(1).mean("coarseAccuracy")).isBetween(0.0, 1.0);
  }

  @Test
  void defaultEvaluatorsAreFittedToTheRowsAndThatIsNoted() throws Exception {
    String yaml =
        small("[cross-entropy]").replace("evaluation: [coarse, knn]\n", "")
            + "rivals: [raw-input]\n";

    ComparisonReport report = compare(yaml, folder.resolve("out"), 1, 1, new Recorder());

    assertThat(report.notes())
        .containsExactly(
            "few-shot lowered to ways 4, all and shots 1: the test rows allow no more.");
    Path run = folder.resolve("out/runs/cross-entropy/0");
    String scores = Files.readString(run.resolve("scores.json"));
    assertThat(scores).contains("fewShotAccuracy-4-1", "few-shot lowered to ways 4, all");
    // The folder's own configuration repeats it: the ways were never asked for.
    try (TrainedRun again = TrainedRun.open(run)) {
      again.evaluate(root());
    }
    assertThat(run.resolve("scores.json")).hasContent(scores);
    assertThatThrownBy(
            () ->
                compare(
                    yaml + "evaluation: [{kind: few-shot, ways: [5]}]\n",
                    folder.resolve("asked"),
                    1,
                    1,
                    new Recorder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "few-shot asks for 5 ways, but only 4 of 4 fine classes have the 2 test rows that 1 shots need; lower ways or shots");
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @Test
  void trainingThatDidNotLearnIsKeptInTheFilesAndTold() throws Exception {
    String yaml =
        small("[cross-entropy, {name: cross-entropy, label: stuck}]")
                .replace(
                    "{epochs: 1, batch: 20}",
                    "{epochs: 1, batch: 20, optimiser: {kind: sgd, rate: 1e-9}}")
            + "rivals: [raw-input]\n";
    Path out = folder.resolve("out");
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    Comparison.Listener listener =
        new Comparison.Listener() {
          @Override
          public TrainingListener onStart(Contender contender, long seed) {
            return new TrainingListener() {
              @Override
              public void onLearning(CoarseLearning learning) {
                if (learning.isNoBetterThanChance() && contender.label().equals("stuck")) {
                  told.add(seed);
                }
              }
            };
          }

          @Override
          public void onFinish(Contender contender, long seed, RunResult result) {}
        };

    ComparisonReport report =
        new Comparison(read(yaml), root(), List.of(0L, 1L, 5L), out).run(1, listener);

    // 18 test rows of two classes: what an untrained network answers is no better than one of them.
    assertThat(told).isNotEmpty();
    for (ComparisonReport each :
        List.of(report, ComparisonReport.read(out.resolve("comparison.json")))) {
      assertThat(each.methods())
          .extracting(ComparisonReport.Summary::notLearnt)
          .containsExactly(told, told, List.of());
    }
    assertThat(Files.readString(out.resolve("comparison.json")))
        .contains("fierce compare config.yaml --seeds 0-1,5 --out again");
    assertThat(Files.readString(out.resolve("runs/stuck/%d/run.json".formatted(told.get(0)))))
        .contains("\"coarseLearning\"", "\"learnt\" : false", "\"rowsOf\" : \"test\"");
  }

  @Test
  void theSameSeedTwiceIsRefused() {
    assertThatThrownBy(
            () -> new Comparison(read(MIXTURES), root(), List.of(3L, 3L), folder.resolve("out")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the seed 3 is named twice");
  }

  @Test
  void everyFolderOfAComparisonOpensOrSaysWhyNot() throws Exception {
    String yaml =
        small("[{name: cross-entropy, label: layers, readout: layers}]")
            + "rivals: [raw-input, raw-input-pca, untrained, untrained-layers, whitened, earlier-layer, coarse-mean, fine-ceiling]\n";
    Path out = folder.resolve("out");
    compare(yaml, out, 1, 1, new Recorder());
    DataSplit split = Experiment.open(read(yaml), root(), 0);

    for (String name : List.of("layers", "fine-ceiling")) {
      try (TrainedRun run = TrainedRun.open(out.resolve("runs/" + name + "/0"))) {
        assertThat(run.embed(split.test().inputs()).featureMatrix().columns())
            .isEqualTo(name.equals("layers") ? 2 + 6 + 4 : 4);
      }
    }
    Path ceiling = out.resolve("runs/fine-ceiling/0");
    try (TrainedRun run = TrainedRun.open(ceiling)) {
      String reason =
          ceiling
              + " holds the rival fine-ceiling, which only compare can score; name the folder of a method";
      assertThatThrownBy(() -> run.evaluate(root())).hasMessage(reason);
      assertThatThrownBy(() -> run.detail(root())).hasMessage(reason);
    }
    for (String name :
        List.of("raw-input", "raw-input-pca", "untrained", "untrained-layers", "coarse-mean")) {
      Path run = out.resolve("runs/" + name + "/0");
      assertThatThrownBy(() -> TrainedRun.open(run))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "%s holds the rival %s, which has no trained network of its own; name the folder of a method"
                  .formatted(run, name));
    }
    for (String name : List.of("whitened", "earlier-layer")) {
      Path run = out.resolve("runs/" + name + "/0");
      assertThatThrownBy(() -> TrainedRun.open(run))
          .hasMessage(
              "%s holds the rival %s, which is made from the network of layers and has none of its own; name the folder of layers"
                  .formatted(run, name));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void evaluatorsWithoutAFineTargetAreSaidToBeLeftOut() throws Exception {
    StringBuilder table = new StringBuilder("a,b,grade\n");
    for (int row = 0; row < 60; row++) {
      table.append("%d,%d,%s\n".formatted(row % 7, row % 11, row % 7 > 3 ? "high" : "low"));
    }
    Files.writeString(folder.resolve("table.csv"), table);
    String yaml =
        """
        formatVersion: 1
        data: {source: table, train: table.csv, labels: {coarse: grade}, split: {fraction: 0.3}}
        backbone: {kind: mlp, hidden: [4]}
        methods: [cross-entropy]
        training: {epochs: 1, batch: 20}
        evaluation: [coarse, knn, probe]
        rivals: [raw-input, fine-ceiling]
        """;
    ComparisonReport report =
        new Comparison(
                read(yaml),
                new DataRoot(List.of(folder)),
                Comparison.firstSeeds(1),
                folder.resolve("out"))
            .run(1, new Recorder());

    assertThat(report.notes())
        .containsExactly(
            "The test rows have no fine target, so these evaluators were left out: knn, probe. Name one with labels.fine.",
            "So was fine-ceiling, which is made of fine targets.");
    assertThat(Files.readString(folder.resolve("out/runs/cross-entropy/0/scores.json")))
        .contains("left out: knn, probe");
  }

  @Test
  void aFolderLeftJustAfterItsConfigurationWasWrittenIsGoneOnWith() throws Exception {
    Path out = folder.resolve("out");
    compare(MIXTURES, out, 1, 1, new Recorder());
    Path run = out.resolve("runs/raw-input/0");
    String scores = Files.readString(run.resolve("scores.json"));
    Files.delete(run.resolve("scores.json"));
    Files.delete(run.resolve("run.json"));
    Files.delete(run.resolve("examples.csv"));
    Files.writeString(run.resolve("run.json.partial"), "{");

    compare(MIXTURES, out, 1, 1, new Recorder());

    assertThat(run.resolve("scores.json")).hasContent(scores);
  }

  @Test
  void aFolderWithSomethingElseInItIsRefused() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> compare(MIXTURES, out, 1, 1, new Recorder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("not empty and holds no comparison");
    assertThat(out).isDirectoryNotContaining("glob:**/config.yaml");
  }

  @Test
  void aRunFolderTellsItsRunFromAnother() throws Exception {
    ExperimentConfig config = read(MIXTURES);
    DataSplit split = Experiment.open(config, root(), 0);
    Contender method = new Contender.Method(config.methods().get(0));
    RunFolder run = new RunFolder(folder.resolve("run"));
    RunResult first =
        new Experiment(config, root(), method, 0).run(split, run, false, TrainingListener.NONE);

    assertThatThrownBy(
            () ->
                new Experiment(config, root(), method, 0)
                    .run(split, run, false, TrainingListener.NONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("already holds this run");
    assertThatThrownBy(
            () ->
                new Experiment(config, root(), method, 5)
                    .run(split, run, true, TrainingListener.NONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds another run (cross-entropy, seed 0");
    RunResult again =
        new Experiment(config, root(), method, 0).run(split, run, true, TrainingListener.NONE);
    assertThat(again.isNew()).isFalse();
    assertThat(again.scores()).isEqualTo(first.scores());
  }

  /** Methods on a table of 60 rows. */
  private String small(String methods) throws Exception {
    StringBuilder table = new StringBuilder("a,b,grade,kind\n");
    for (int row = 0; row < 60; row++) {
      table.append("%d,%d,g%d,k%d\n".formatted(row % 7, row % 11, row % 2, row % 4));
    }
    Path csv = folder.resolve("small.csv");
    Files.writeString(csv, table);
    return """
        formatVersion: 1
        data: {source: table, train: %s, labels: {coarse: grade, fine: kind}, split: {fraction: 0.3}}
        backbone: {kind: mlp, hidden: [6, 4]}
        methods: %s
        training: {epochs: 1, batch: 20}
        evaluation: [coarse, knn]
        """
        .formatted(csv, methods);
  }

  private ComparisonReport compare(String yaml, Path out, int seeds, int jobs, Recorder recorder)
      throws Exception {
    return new Comparison(read(yaml), root(), Comparison.firstSeeds(seeds), out)
        .run(jobs, recorder);
  }

  private static ExperimentConfig read(String yaml) {
    return new ConfigReader(List.of(), false).parse("test.yaml", yaml);
  }

  private DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  private static final class Recorder implements Comparison.Listener {
    final List<String> finished = Collections.synchronizedList(new ArrayList<>());

    @Override
    public TrainingListener onStart(Contender contender, long seed) {
      return TrainingListener.NONE;
    }

    @Override
    public void onFinish(Contender contender, long seed, RunResult result) {
      finished.add("%s %d %b".formatted(contender.label(), seed, result.isNew()));
    }
  }
}
