package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.model.ModelFile;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.fierce.run.Answer;
import org.fierce.run.DataRoots;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file reads the features that were chosen, and answers as these were scored. */
class ModelFeaturesTest {
  private static final List<String> NAMES =
      List.of("raw-input", "last-layer", "trained-layers", "untrained-layers");

  @TempDir Path folder;

  private record Opened(TrainedRun run, DataSplit split, TrainingPipeline pipeline) {
    FeatureCandidates candidates() {
      return FeatureCandidates.of(
          pipeline, run.config().methods().get(0), run.backbone(), run.readout());
    }
  }

  private static Opened open(Path run, Path source) throws IOException {
    TrainedRun trained = TrainedRun.open(run);
    DataSplit split = Experiment.open(trained.config(), DataRoots.of(source), trained.seed());
    return new Opened(trained, split, TrainingPipeline.of(trained.config(), split, trained.seed()));
  }

  /** Writes the model file of a run as if these features had been chosen. */
  private static ModelFile export(Opened opened, RunFolder run, String name) throws IOException {
    RunRecord.read(run.record())
        .with(new Answer.ChosenFeatures(name, name, "said so", "none", List.of()))
        .write(run.record());
    return Objects.requireNonNull(
        opened.run().export(opened.split(), ModelOptions.standard(), TrainingListener.NONE));
  }

  @Test
  void aNumberIsAnsweredFromTheFileAsItWasScored() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("x,y,z,grade,price\n");
    List<Map<String, Double>> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double x = random.nextDouble(-1, 1);
      double y = random.nextDouble(-1, 1);
      double z = random.nextDouble(-1, 1);
      double price = 3 * x - 2 * y + z * z + random.nextDouble(-0.2, 0.2);
      text.append("%s,%s,%s,%s,%s\n".formatted(x, y, z, price < 0 ? "low" : "high", price));
      rows.add(Map.of("x", x, "y", y, "z", z));
    }
    Path csv = Files.writeString(folder.resolve("t.csv"), text);
    Path run = folder.resolve("run");
    Fierce.table(csv, "grade")
        .fine("price")
        .set("training.epochs", "3")
        .set("evaluation", "[coarse]")
        .train(run)
        .close();
    Opened opened = open(run, csv);
    try (TrainedRun trained = opened.run()) {
      try (FeatureCandidates candidates = opened.candidates()) {
        FeatureChoice choice =
            Objects.requireNonNull(FeatureChoice.of(opened.split(), trained.seed()));
        List<FeatureChoice.Measured> measured = choice.measure(candidates, TrainingListener.NONE);
        assertThat(measured)
            .extracting(each -> each.candidate().name())
            .containsExactlyElementsOf(NAMES);
        Answer answer = Answer.read(new RunFolder(run).answer());
        String chosen = Objects.requireNonNull(answer.features()).chosen();
        FeatureChoice.Measured used =
            measured.stream()
                .filter(each -> each.candidate().name().equals(chosen))
                .findFirst()
                .orElseThrow();
        assertThat(answer.fine().get(0).name()).isEqualTo("features");
        assertThat(answer.fine().get(0).value())
            .isCloseTo(used.test().rows().ofAll(), within(1e-12));
        assertThat(answer.fine())
            .extracting(Answer.Bar::name)
            .contains("coarse-class", "untrained-layers");
        assertThat(answer.coarse())
            .extracting(Answer.Bar::name)
            .containsExactly("features", "raw-linear", "commonest-class");
        List<String> ids = opened.split().test().ids();
        double[] truth =
            Objects.requireNonNull(
                Objects.requireNonNull(opened.split().test().fine()).numbers().get(""));
        for (FeatureChoice.Measured each : measured) {
          ModelFile file = export(opened, new RunFolder(run), each.candidate().name());
          assertThat(file.model().description().features()).isEqualTo(each.width());
          try (Predictor predictor = Predictor.load(file.path())) {
            for (int i = 0; i < ids.size(); i++) {
              Prediction said = predictor.predict(rows.get(Integer.parseInt(ids.get(i))));
              double error = Objects.requireNonNull(said.number()).value() - truth[i];
              assertThat(error * error)
                  .as(each.candidate().name())
                  .isCloseTo(each.test().losses()[i], within(1e-3));
            }
          }
        }
      }
    }
  }

  @Test
  void picturesHaveTheFeaturesInTheFileThatWereScored() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder text = new StringBuilder("file,colour,kind\n");
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 40; i++) {
      BufferedImage picture = new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 9; x++) {
          picture.setRGB(x, y, random.nextInt(1 << 24) & (i % 2 == 0 ? 0xff7f7f : 0x7f7fff));
        }
      }
      ImageIO.write(picture, "png", photos.resolve(i + ".png").toFile());
      text.append("%d.png,%s,%s\n".formatted(i, i % 2 == 0 ? "red" : "blue", "k" + i % 4));
    }
    Path labels = Files.writeString(folder.resolve("labels.csv"), text);
    Path run = folder.resolve("run");
    Fierce.pictures(photos, labels, "colour")
        .fine("kind")
        .set("training.epochs", "1")
        .set("evaluation", "[coarse]")
        .train(run)
        .close();
    Opened opened = open(run, photos);
    try (TrainedRun trained = opened.run();
        FeatureCandidates candidates = opened.candidates()) {
      Inputs test = opened.split().test().inputs();
      List<String> ids = opened.split().test().ids();
      for (FeatureCandidates.Candidate each : candidates.all()) {
        FloatMatrix scored = candidates.embed(each, test).featureMatrix();
        ModelFile file = export(opened, new RunFolder(run), each.name());
        assertThat(file.model().description().readout()).isEqualTo(each.spec());
        try (Predictor predictor = Predictor.load(file.path())) {
          for (int i = 0; i < ids.size(); i++) {
            float[] features = predictor.predict(photos.resolve(ids.get(i))).embedding();
            for (int c = 0; c < features.length; c++) {
              assertThat(features[c]).as(each.name()).isCloseTo(scored.at(i, c), within(2e-3f));
            }
          }
        }
      }
      assertThat(trained.answer(opened.split(), List.of(), TrainingListener.NONE)).isNotNull();
    }
  }

  @Test
  void withoutFineLabelsGroupsOfTheClassesChoose() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < 720; i++) {
      double angle = i % 6 * Math.PI / 3;
      text.append(
          "%s,%s,k%d\n"
              .formatted(
                  5 * Math.cos(angle) + random.nextDouble(-1, 1),
                  5 * Math.sin(angle) + random.nextDouble(-1, 1),
                  i % 6));
    }
    Path csv = Files.writeString(folder.resolve("t.csv"), text);
    Path run = folder.resolve("run");
    Fierce.table(csv, "kind")
        .set("training.epochs", "2")
        .set("evaluation", "[coarse]")
        .train(run)
        .close();

    Answer answer = Answer.read(new RunFolder(run).answer());
    Answer.ChosenFeatures features = Objects.requireNonNull(answer.features());
    assertThat(answer.standing()).isEqualTo(Answer.Standing.NOT_ASKED);
    assertThat(answer.fine()).isEmpty();
    // A tenth of the 576 that are not test rows.
    assertThat(features.criterion())
        .isEqualTo("58 validation rows, telling the 6 classes inside 2 groups of them");
    assertThat(features.candidates()).hasSize(4);
    assertThat(RunRecord.read(new RunFolder(run).record()).features()).isEqualTo(features.chosen());
    assertThat(run.resolve("groups.partial")).doesNotExist();
  }
}
