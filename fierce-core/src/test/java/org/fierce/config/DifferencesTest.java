package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferencesTest {
  private static final String SCENE =
      """
      formatVersion: 1
      data: {source: scene}
      """;

  @TempDir private Path folder;

  private static ExperimentConfig parse(String yaml) {
    return new ConfigReader(List.of(), false).parse("now", yaml);
  }

  private Path written(String yaml) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }

  @Test
  void anOptionThatWasNotThereYetHasItsDefault() throws Exception {
    String now = parse(SCENE).yaml();
    String before = now.replace("  averaging: 0\n", "").replace("  fitted: true\n", "");
    assertThat(before.lines().count()).isEqualTo(now.lines().count() - 2);

    assertThat(ConfigReader.differences(written(before), now)).isEmpty();
  }

  @Test
  void waysThatWereAskedForStayAskedForInAnOldFolder() throws Exception {
    String now =
        parse(SCENE + "evaluation: [{kind: few-shot, ways: [3], shots: [1], fitted: false}]\n")
            .yaml();

    assertThat(ConfigReader.differences(written(now.replace("  fitted: false\n", "")), now))
        .isEmpty();
  }

  @Test
  void anOptionThatWasNotThereYetAndIsAskedForNowTells() throws Exception {
    String now = parse(SCENE + "training: {averaging: 0.9}\n").yaml();

    assertThat(ConfigReader.differences(written(now.replace("  averaging: 0.9\n", "")), now))
        .containsExactly("training.averaging is 0 there, 0.9 now");
  }

  @Test
  void whatDiffersIsToldKeyByKey() throws Exception {
    Path file =
        written(
            SCENE
                + "methods: [{name: fierce, weight: 2}, cross-entropy]\ntraining: {epochs: 5}\nseeds: 9\n");

    assertThat(
            ConfigReader.differences(
                file,
                parse(
                        SCENE
                            + "methods: [{name: fierce, weight: 3, label: mine}, cross-entropy]\ntraining: {epochs: 6}\n")
                    .yaml()))
        .containsExactly(
            "methods.0.weight is 2 there, 3 now",
            "methods.0.label is not given there, \"mine\" now",
            "training.epochs is 5 there, 6 now");
  }

  @Test
  void howAValueIsWrittenDoesNotCount() throws Exception {
    Path file = written(SCENE + "methods: [{name: fierce, weight: 2}]\n");

    assertThat(
            ConfigReader.differences(
                file, parse(SCENE + "methods: [{name: fierce, weight: 2.0}]\n").yaml()))
        .isEmpty();
  }

  @Test
  void aRunOfOtherSettingsIsRefusedWithWhatDiffers() throws Exception {
    String yaml = parse(SCENE + "methods: [cross-entropy]\n").yaml();
    written(yaml.replace("epochs: 30", "epochs: 31").replace("batch: 128", "batch: 64"));
    Files.writeString(folder.resolve("run.json"), "{\"method\":\"cross-entropy\",\"seed\":0}");

    assertThatThrownBy(() -> new RunFolder(folder).hold(yaml, "cross-entropy", 0, true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            folder
                + " holds another run (cross-entropy, seed 0; training.epochs is 31 there, 30 now; training.batch is 64 there, 128 now); choose another --out or remove the folder");
  }

  @Test
  void theSameRunOfAnOlderFierceGoesOn() throws Exception {
    String yaml = parse(SCENE + "methods: [cross-entropy]\n").yaml();
    written(yaml.replace("  fitted: true\n", ""));
    Files.writeString(folder.resolve("run.json"), "{\"method\":\"cross-entropy\",\"seed\":0}");

    try (RunFolder.Held held = new RunFolder(folder).hold(yaml, "cross-entropy", 0, true)) {
      assertThat(held.isThere()).isTrue();
    }
  }

  @Test
  void threeOfManyDifferencesAreTold() {
    assertThat(ConfigReader.inWords(List.of("a", "b", "c", "d", "e")))
        .isEqualTo("a; b; c; and 2 more");
  }
}
