package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.backbone.SmallCnnSpec;
import org.fierce.data.csv.BadRows;
import org.fierce.data.source.Cifar100Source;
import org.fierce.data.source.SimulatedScene;
import org.fierce.data.source.TextSource;
import org.fierce.data.split.LabelColumns;
import org.fierce.embed.ReadoutSpec;
import org.fierce.entropy.CodebookEntropy;
import org.fierce.entropy.CodebookInformation;
import org.fierce.entropy.CodingRate;
import org.fierce.entropy.EntropySpec;
import org.fierce.entropy.KoLeo;
import org.fierce.entropy.MatrixRenyi;
import org.fierce.entropy.SlicedGaussianity;
import org.fierce.entropy.Uniformity;
import org.fierce.entropy.VarianceCovariance;
import org.fierce.evaluate.fewshot.EpisodeClassifier;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.loss.ConfidencePenaltySpec;
import org.fierce.loss.CrossEntropyInfoNceSpec;
import org.fierce.loss.EntropyRewardSpec;
import org.fierce.loss.FierceSpec;
import org.fierce.loss.InfoNceSpec;
import org.fierce.loss.KoLeoSpec;
import org.fierce.loss.MaskConSpec;
import org.fierce.loss.OrdinalEntropySpec;
import org.fierce.loss.SupervisedContrastiveSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String SMALLEST = "formatVersion: 1\ndata: {source: scene}\n";

  @Test
  void theSmallestConfigurationIsFilledWithDefaults() {
    ExperimentConfig config = read(SMALLEST);

    assertThat(config.data()).isInstanceOf(SimulatedScene.class);
    assertThat(config.backbone())
        .isEqualTo(new MlpSpec(List.of(200, 400, 100), Head.LINEAR, false));
    assertThat(config.methods()).extracting(MethodConfig::label).containsExactly("koleo-layers");
    assertThat(config.rivals())
        .containsExactly(
            Contender.Rival.RAW_INPUT,
            Contender.Rival.RAW_INPUT_PCA,
            Contender.Rival.UNTRAINED,
            Contender.Rival.COARSE_MEAN,
            Contender.Rival.FINE_CEILING);
    assertThat(config.training().epochs()).isEqualTo(30);
    assertThat(config.seeds()).isEqualTo(3);
  }

  @Test
  void everyDefaultIsInTheCompleteText() throws Exception {
    // A change of a default is seen here; the file is what a run folder's config.yaml holds.
    assertThat(read(SMALLEST).yaml())
        .isEqualTo(Files.readString(Path.of("src/test/resources/org/fierce/config/defaults.yaml")));
  }

  @Test
  void theCompleteTextReadsAsTheSameConfiguration() {
    ExperimentConfig config = read(SMALLEST);

    assertThat(read(config.yaml())).isEqualTo(config);
  }

  @Test
  void turnedImagesMustNotBeFlipped() {
    assertThatThrownBy(
            () ->
                read(
                    "formatVersion: 1\ndata: {source: turned, images: {source: cifar10}}\naugmentation: [pad-crop, flip]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("take flip out of augmentation");
  }

  @Test
  void fewShotClassifiersHaveShortForms() {
    ExperimentConfig config =
        read(
            SMALLEST
                + "evaluation: [{kind: few-shot, ways: [5, 0], classifiers: [cosine,"
                + " logistic-regression,"
                + " {kind: refined, iterations: 3}], copies: 2, sampling: without-replacement}]\n");

    assertThat(config.evaluation())
        .containsExactly(
            FewShot.standard()
                .withClassifiers(
                    new EpisodeClassifier.Cosine(),
                    EpisodeClassifier.LogisticRegression.standard(),
                    new EpisodeClassifier.Refined(3))
                .withCopies(2)
                .withSampling(FewShot.Sampling.WITHOUT_REPLACEMENT));
  }

  @Test
  void evaluatorsThatWouldGiveOneScoreAreRefused() {
    assertThatThrownBy(
            () -> read(SMALLEST + "evaluation: [few-shot, {kind: few-shot, ways: [3]}]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("fewShotAccuracyWithinTrue-1");
    assertThat(
            read(SMALLEST
                    + "evaluation: [few-shot, {kind: few-shot, classifiers: [cosine]},"
                    + " {kind: few-shot, copies: 5}]\n")
                .evaluation())
        .hasSize(3);
  }

  @Test
  void methodsCarryTheirOwnHeadAndLabel() {
    ExperimentConfig config =
        read(
            """
            formatVersion: 1
            data: {source: cifar100, trainRows: 20000}
            backbone: {kind: small-cnn, width: 24}
            methods:
              - cross-entropy
              - {name: fierce, similarity: cosine, temperature: 0.1, weight: 1.0}
              - {name: koleo, label: koleo+cosine, head: cosine}
            """);

    assertThat(((Cifar100Source) config.data()).trainRows()).isEqualTo(20000);
    assertThat(config.backbone()).isEqualTo(new SmallCnnSpec(24, 0, Head.LINEAR, false));
    assertThat(config.methods().get(1).loss()).isInstanceOf(FierceSpec.class);
    assertThat(config.methods().get(2))
        .isEqualTo(new MethodConfig("koleo+cosine", Head.COSINE, new KoLeoSpec(0.1, 0)));
  }

  @Test
  void aMethodMayHaveItsOwnNumberOfEpochs() {
    ExperimentConfig config =
        read(
            """
            formatVersion: 1
            data: {source: scene}
            methods: [cross-entropy, {name: koleo, epochs: 6}]
            training: {epochs: 12, batch: 50}
            """);

    assertThat(config.methods().get(0).epochs()).isNull();
    assertThat(config.methods().get(0).training(config.training())).isEqualTo(config.training());
    assertThat(config.methods().get(1).training(config.training()).epochs()).isEqualTo(6);
    assertThat(config.methods().get(1).training(config.training()).batch()).isEqualTo(50);
    assertThatThrownBy(() -> read(SMALLEST + "methods: [{name: koleo, epochs: 0}]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("epochs must be at least 1, found 0");
  }

  @Test
  void twoViewsWithoutAugmentationAreRefused() {
    String methods = "methods: [info-nce]\n";

    assertThatThrownBy(() -> read(SMALLEST + methods))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("info-nce learns from two augmented views")
        .hasMessageContaining("augmentation is empty");
    assertThat(read(SMALLEST + methods + "augmentation: [gaussian-noise]\n").methods())
        .extracting(MethodConfig::loss)
        .containsExactly(new InfoNceSpec(0.5, 128));
  }

  @Test
  void everyRivalLossHasItsDefaults() {
    ExperimentConfig config =
        read(
            SMALLEST
                + """
                augmentation: [gaussian-noise]
                methods: [confidence-penalty, supervised-contrastive, cross-entropy-info-nce,
                  mask-con, ordinal-entropy]
                """);

    assertThat(config.methods())
        .extracting(MethodConfig::loss)
        .containsExactly(
            new ConfidencePenaltySpec(0.1),
            new SupervisedContrastiveSpec(0.1, 128),
            new CrossEntropyInfoNceSpec(1, 0.5, CrossEntropyInfoNceSpec.Negatives.BATCH, 128),
            new MaskConSpec(0.1, 0.05, 0.5, 128),
            new OrdinalEntropySpec(0.1, 0.1));
  }

  @Test
  void textNeedsItsFilesOnly() {
    String text = "formatVersion: 1\ndata: {source: text, train: a.csv, test: b.csv}\n";

    assertThat(read(text).data())
        .isEqualTo(
            new TextSource(
                "a.csv",
                "b.csv",
                TextSource.Format.CSV,
                "text",
                null,
                null,
                1000,
                2,
                BadRows.REFUSE,
                LabelColumns.own(),
                null,
                null,
                null,
                null,
                0));
  }

  @Test
  void aRivalMadeFromCrossEntropyNeedsThatMethod() {
    String rivals = "rivals: [whitened, earlier-layer]\n";

    assertThat(read(SMALLEST + rivals + "methods: [cross-entropy]\n").rivals())
        .containsExactly(Contender.Rival.WHITENED, Contender.Rival.EARLIER_LAYER);
    assertThatThrownBy(() -> read(SMALLEST + rivals + "methods: [koleo]\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the rival whitened is made from")
        .hasMessageContaining("add cross-entropy to methods");
  }

  @Test
  void everyLayerIsReadWithTheStandardOptions() {
    assertThat(
            read(SMALLEST + "methods: [{name: koleo, readout: layers}]\n")
                .methods()
                .get(0)
                .readout())
        .isEqualTo(ReadoutSpec.AllLayers.standard());
  }

  @Test
  void entropyTermsBindByKindWithTheirStandardOptions() {
    List<EntropySpec> standard =
        List.of(
            CodebookEntropy.Options.standard(),
            CodebookInformation.Options.standard(),
            new KoLeo.Options(),
            Uniformity.Options.standard(),
            CodingRate.Options.standard(),
            MatrixRenyi.Options.standard(),
            VarianceCovariance.Options.standard(),
            SlicedGaussianity.Options.standard());
    List<String> kinds =
        List.of(
            "codebook",
            "codebook-information",
            "koleo",
            "uniformity",
            "coding-rate",
            "matrix-renyi",
            "variance-covariance",
            "sliced-gaussianity");
    for (int i = 0; i < kinds.size(); i++) {
      ExperimentConfig config =
          read(
              SMALLEST
                  + "augmentation: [{kind: gaussian-noise, deviation: 0.1}]\n"
                  + "methods: [{name: entropy, term: %s}]\n".formatted(kinds.get(i)));

      assertThat(config.methods().get(0).loss())
          .isEqualTo(EntropyRewardSpec.of(standard.get(i), 0.1));
    }
  }

  @Test
  void entropyTermsTakeOptionsAndRefuseWrongOnes() {
    ExperimentConfig config =
        new ConfigReader(List.of("methods.0.term.epsilon=0.3"), false)
            .parse(
                "my.yaml",
                SMALLEST
                    + "methods: [{name: entropy, term: {kind: coding-rate}, conditional: true, weight: 0.5}]\n");

    assertThat(config.methods().get(0).loss())
        .isEqualTo(EntropyRewardSpec.conditional(new CodingRate.Options(0.3), 0.5));
    assertThatThrownBy(() -> read(SMALLEST + "methods: [{name: entropy, term: coding}]\n"))
        .hasMessageContaining("methods.0.term.kind is 'coding'");
    assertThatThrownBy(
            () -> read(SMALLEST + "methods: [{name: entropy, term: {kind: koleo, epsilon: 1}}]\n"))
        .hasMessageContaining("unknown key 'epsilon' in methods.0.term");
    assertThatThrownBy(() -> read(SMALLEST + "methods: [entropy]\n"))
        .hasMessageContaining("lacks the key 'term'");
    assertThatThrownBy(
            () -> read(SMALLEST + "methods: [{name: entropy, term: codebook-information}]\n"))
        .hasMessageContaining("two augmented views");
  }

  @Test
  void overridesReachIntoMapsAndLists() {
    ExperimentConfig config =
        new ConfigReader(
                List.of(
                    "training.epochs=3",
                    "methods.0.name=label-smoothing",
                    "methods.0.epsilon=0.4",
                    "seeds=7"),
                false)
            .parse("my.yaml", SMALLEST + "methods: [cross-entropy]\n");

    assertThat(config.training().epochs()).isEqualTo(3);
    assertThat(config.methods().get(0).label()).isEqualTo("label-smoothing");
    assertThat(config.seeds()).isEqualTo(7);
  }

  @Test
  void theQuickSectionAppliesOnlyWhenAsked() {
    String text = SMALLEST + "training: {epochs: 50}\nquick: {training.epochs: 2, seeds: 1}\n";

    assertThat(read(text).training().epochs()).isEqualTo(50);
    ExperimentConfig quick = new ConfigReader(List.of(), true).parse("my.yaml", text);
    assertThat(quick.training().epochs()).isEqualTo(2);
    assertThat(quick.seeds()).isEqualTo(1);
    assertThat(quick.yaml()).doesNotContain("quick");
  }

  @Test
  void quickWithoutItsSectionTakesATenthAndSaysSo() {
    String table =
        """
        formatVersion: 1
        data: {source: table, train: a.csv, labels: {coarse: grade}, split: {fraction: 0.2}, testRows: 300}
        methods: [cross-entropy, {name: label-smoothing, epsilon: 0.1, epochs: 20}]
        training: {epochs: 45}
        """;

    ExperimentConfig quick = new ConfigReader(List.of(), true).parse("my.yaml", table);
    ExperimentConfig compared =
        new ConfigReader(List.of("training.epochs=7"), true)
            .forComparison()
            .parse("my.yaml", table);

    assertThat(quick.training().epochs()).isEqualTo(5);
    assertThat(quick.methods().get(1).epochs()).isEqualTo(2);
    assertThat(quick.yaml()).contains("trainRows: 2000", "testRows: 300");
    assertThat(quick.quick())
        .isEqualTo(
            "Quick: 5 epochs instead of 45, at most 2,000 training rows; for a first look, not for a result.");
    assertThat(quick.seeds()).isEqualTo(3);
    assertThat(compared.seeds()).isEqualTo(1);
    // What is said by name wins.
    assertThat(compared.training().epochs()).isEqualTo(7);
    assertThat(compared.quick()).contains("one seed instead of 3");
    assertThat(read(table).quick()).isEmpty();
  }

  @Test
  void aComparisonOfUnnamedMethodsHasThePlainOneItsReadoutAndTheDefault() {
    String table =
        "formatVersion: 1\ndata: {source: table, train: a.csv, split: {fraction: 0.2}, labels: {coarse: grade%s}}\n";
    ConfigReader reader = new ConfigReader(List.of(), false).forComparison();

    ExperimentConfig config = reader.parse("my.yaml", table.formatted(", fine: price"));
    ExperimentConfig withoutFine = reader.parse("my.yaml", table.formatted(""));
    ExperimentConfig named =
        reader.parse("my.yaml", table.formatted("") + "methods: [cross-entropy]\nrivals: []\n");

    assertThat(config.methods())
        .extracting(MethodConfig::label)
        .containsExactly("cross-entropy", "cross-entropy-layers", "koleo-layers");
    assertThat(config.methods().get(1).trainsAlike(config.methods().get(0))).isTrue();
    assertThat(config.methods().get(2)).isEqualTo(ConfigReader.standardMethod());
    assertThat(config.rivals())
        .containsExactly(
            Contender.Rival.RAW_INPUT,
            Contender.Rival.UNTRAINED_LAYERS,
            Contender.Rival.COARSE_MEAN,
            Contender.Rival.FINE_CEILING);
    assertThat(withoutFine.rivals())
        .containsExactly(Contender.Rival.RAW_INPUT, Contender.Rival.UNTRAINED_LAYERS);
    assertThat(named.methods()).hasSize(1);
    assertThat(named.rivals()).isEmpty();
    assertThat(read(table.formatted("")).methods()).hasSize(1);
  }

  @Test
  void anUnknownKeyIsPointedAtWithTheNearOne() {
    refused("formatVersion: 1\ndata: {source: scene}\ntraining:\n  epoch: 3\n")
        .hasMessage("my.yaml:4:3: unknown key 'epoch' in training; did you mean 'epochs'?");
    refused("formatVersion: 1\ndata:\n  source: scene\n  trian: x\n")
        .hasMessageContaining("my.yaml:4:3: unknown key 'trian' in data");
    refused(SMALLEST + "bakbone: mlp\n")
        .hasMessageContaining("my.yaml:3:1: unknown key 'bakbone'")
        .hasMessageContaining("did you mean 'backbone'?");
  }

  @Test
  void anUnknownKindIsPointedAtWithTheNearOne() {
    refused(SMALLEST + "backbone: {kind: resnett}\n")
        .hasMessageContaining("my.yaml:3:")
        .hasMessageContaining("backbone.kind is 'resnett'; did you mean 'resnet'?");
    refused(SMALLEST + "methods: [feirce]\n").hasMessageContaining("did you mean 'fierce'?");
  }

  @Test
  void aNegativeLambdaIsRefusedAtItsLine() {
    refused(SMALLEST + "methods:\n  - name: fierce\n    weight: -1\n")
        .hasMessage("my.yaml:5:5: methods.0.weight must be at least 0, found -1");
  }

  @Test
  void aTemperatureOfZeroIsRefusedAtItsLine() {
    refused(SMALLEST + "methods:\n  - {name: fierce, weight: 1, temperature: 0}\n")
        .hasMessageContaining("my.yaml:4:")
        .hasMessageContaining("methods.0.temperature must be above 0, found 0");
  }

  @Test
  void whatOnlyTheRecordKnowsIsRefusedAtItsPart() {
    refused(SMALLEST + "methods:\n  - name: fierce\n")
        .hasMessageContaining("my.yaml:4:")
        .hasMessageContaining("fierce needs weight");
  }

  @Test
  void theWrongTypeIsRefusedInWords() {
    refused(SMALLEST + "training: {epochs: many}\n")
        .hasMessageContaining("training.epochs must be a whole number, found \"many\"");
  }

  @Test
  void anOverrideIsNamedAsThePlace() {
    assertThatThrownBy(
            () -> new ConfigReader(List.of("training.epochs=0"), false).parse("my.yaml", SMALLEST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--set training.epochs=0: training.epochs must be at least 1, found 0");
  }

  @Test
  void twoMethodsOfOneNameAreRefused() {
    refused(SMALLEST + "methods: [cross-entropy, cross-entropy]\n")
        .hasMessageContaining("two methods are called 'cross-entropy'");
    refused(SMALLEST + "methods: [{name: cross-entropy, label: raw-input}]\n")
        .hasMessageContaining("two methods are called 'raw-input'");
  }

  @Test
  void aLabelThatCannotNameAFolderIsRefused() {
    refused(SMALLEST + "methods: [{name: cross-entropy, label: ../up}]\n")
        .hasMessageContaining("'../up'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [1, 2", "- 1\n- 2\n", "", "just words"})
  void whatIsNoMapIsRefused(String text) {
    refused(text).hasMessageContaining("my.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abalone",
        "california-housing",
        "cifar100",
        "fashion-mnist",
        "omniglot",
        "samson"
      })
  void theExperimentsCanBeRead(String name) throws Exception {
    Path file = Path.of("../experiments", name + ".yaml");

    assertThat(new ConfigReader(List.of(), false).read(file).methods()).hasSizeGreaterThan(3);
    assertThat(new ConfigReader(List.of(), true).read(file).seeds()).isEqualTo(1);
    assertThat(Files.readString(file)).startsWith("# ");
  }

  private static ExperimentConfig read(String text) {
    return new ConfigReader(List.of(), false).parse("my.yaml", text);
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String text) {
    return assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigurationException.class);
  }
}
