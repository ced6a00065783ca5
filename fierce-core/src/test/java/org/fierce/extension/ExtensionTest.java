package org.fierce.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.backbone.BackboneContract;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.compare.Comparison;
import org.fierce.compare.ComparisonReport;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.InputShape;
import org.fierce.embed.ReadoutContract;
import org.fierce.embed.ReadoutSpec;
import org.fierce.entropy.EntropySpec;
import org.fierce.entropy.EntropyTermContract;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.EvaluatorContract;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.Fierce;
import org.fierce.experiment.ModelOptions;
import org.fierce.experiment.TrainedRun;
import org.fierce.loss.LossContract;
import org.fierce.loss.LossSpec;
import org.fierce.run.Answer;
import org.fierce.run.DataRoots;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.RunResult;
import org.fierce.stats.Measure;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionTest {
  private static final String YAML =
      """
      formatVersion: 1
      data: {source: corners, rows: 120, noise: 0.2, seed: 1}
      backbone: {kind: sine, width: 8, head: linear}
      methods:
        - {name: logit-decay, readout: {kind: centred, scale: 2}}
        - {name: entropy, term: {kind: log-spread, floor: 0.01}, weight: 0.1}
      training: {epochs: 4, batch: 20, optimiser: {kind: adam, rate: 0.01}}
      evaluation: [coarse, {kind: centre-accuracy, leastRows: 2}]
      rivals: [untrained]
      """;

  @TempDir private Path folder;

  private static ExperimentConfig read(String yaml) {
    return new ConfigReader(List.of(), false).parse("mine.yaml", yaml);
  }

  private static DataRoot root() {
    return new DataRoot(List.of(Path.of(".")));
  }

  @Test
  void whatALibraryAddsRunsFromAConfigurationToScores() throws Exception {
    ComparisonReport report =
        new Comparison(read(YAML), root(), Comparison.firstSeeds(1), folder).run(1, new Silent());

    assertThat(report.methods())
        .extracting(ComparisonReport.Summary::name)
        .containsExactly("logit-decay", "entropy", "untrained");
    assertThat(report.methods())
        .allSatisfy(method -> assertThat(method.mean("centreAccuracy")).isBetween(0.5, 1.0));
    assertThat(report.methods().get(0).mean("coarseAccuracy")).isGreaterThan(0.9);
    assertThat(Files.readString(folder.resolve("runs/entropy/0/scores.json")))
        .contains("centreAccuracy");
    assertThat(folder.resolve("runs/logit-decay/0/readout.safetensors")).exists();
  }

  @Test
  void aRunStandsWithoutAModelFileWhereItsReadoutIsNotWritten() throws Exception {
    Path yaml = folder.resolve("mine.yaml");
    Files.writeString(yaml, YAML.replace("{kind: centred, scale: 2}", "{kind: unwritten}"));
    Path run = folder.resolve("run");
    List<String> said = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onNoModelFile(String why) {
            said.add(why);
          }
        };
    RunFolder files = new RunFolder(run);
    try (TrainedRun trained = Fierce.configuration(yaml).listener(listener).train(run)) {
      assertThat(trained.scores().value("centreAccuracy")).isBetween(0.5, 1.0);
      // As if its own readout had been chosen for the file.
      Files.deleteIfExists(files.modelFile());
      said.clear();
      RunRecord.read(files.record())
          .with(new Answer.ChosenFeatures("trained-layers", "layers", "so", "none", List.of()))
          .write(files.record());
      DataSplit split = Experiment.open(trained.config(), DataRoots.of(yaml), trained.seed());
      assertThat(trained.export(split, ModelOptions.standard(), listener)).isNull();
    }
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("the readout org.fierce.extension.Unwritten$$Lambda")
        .endsWith(" does not say how it is written as ONNX; give it a method write");
    assertThat(run.resolve("model.fierce")).doesNotExist();
    assertThat(files.isFinished()).isTrue();
  }

  @Test
  void itsScoresAreToldInItsWords() {
    assertThat(Measure.of("centreAccuracy").words()).isEqualTo("accuracy by centres");
    assertThat(Measure.of("centreAccuracyWithinTrue").words())
        .isEqualTo("accuracy by centres inside the true coarse class");
    assertThat(Measure.keys()).doesNotContain("centreAccuracy").contains("coarseAccuracy");
  }

  @Test
  void anOptionOfItsOwnPieceHasADefaultAndIsKept() {
    ExperimentConfig config = read(YAML);

    assertThat(config.methods().get(0).loss()).isEqualTo(new LogitDecay(0.001));
    assertThat(config.yaml()).contains("  weight: 0.001\n");
    assertThat(read(config.yaml())).isEqualTo(config);
  }

  @Test
  void optionsWithoutAPieceAreCheckedByTheRecord() {
    assertThatThrownBy(() -> read(YAML.replace(", floor: 0.01", "")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("mine.yaml:6:21: methods.1.term lacks the key 'floor'");
    assertThatThrownBy(() -> read(YAML.replace("noise: 0.2", "noise: much")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("mine.yaml:2:36: data.noise must be a number, found \"much\"");
    assertThatThrownBy(() -> read(YAML.replace("width: 8", "wide: 8")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "mine.yaml:3:24: unknown key 'wide' in backbone; expected one of head, kind, width");
  }

  private static final class Silent implements Comparison.Listener {
    @Override
    public TrainingListener onStart(Contender contender, long seed) {
      return TrainingListener.NONE;
    }

    @Override
    public void onFinish(Contender contender, long seed, RunResult result) {}
  }

  @Nested
  final class Source extends DataSourceContract {
    @Override
    protected DataSource source() throws IOException {
      return new Corners(40, 0.2, 3);
    }

    @Override
    protected DataRoot root() {
      return ExtensionTest.root();
    }
  }

  @Nested
  final class Network extends BackboneContract {
    @Override
    protected BackboneSpec spec() {
      return new SineNetwork(5, Head.LINEAR);
    }

    @Override
    protected InputShape shape() {
      return InputShape.vector(4);
    }
  }

  @Nested
  final class Term extends EntropyTermContract {
    @Override
    protected EntropySpec spec() {
      return new LogSpread(0.1);
    }
  }

  @Nested
  final class TrainingLoss extends LossContract {
    @Override
    protected LossSpec spec() {
      return new LogitDecay(0.1);
    }
  }

  @Nested
  final class LastLayer extends ReadoutContract {
    @Override
    protected ReadoutSpec spec() {
      return new Centred(2);
    }
  }

  @Nested
  final class Scores extends EvaluatorContract {
    @Override
    protected Evaluator evaluator() {
      return new CentreAccuracy(2);
    }
  }
}
