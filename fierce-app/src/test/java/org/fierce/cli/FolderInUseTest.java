package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.fierce.files.FolderLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on folders that another run writes to, or that two runs wrote to. */
class FolderInUseTest {
  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void smallTable() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder rows = new StringBuilder("size,grade\n");
    for (int row = 0; row < 40; row++) {
      rows.append("%s,%s\n".formatted(random.nextDouble(), row % 2 == 0 ? "large" : "small"));
    }
    Files.writeString(folder.resolve("t.csv"), rows);
    config =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            formatVersion: 1
            data: {source: table, train: t.csv, labels: {coarse: grade}, split: {fraction: 0.3}}
            backbone: {kind: mlp, hidden: [4]}
            methods: [cross-entropy]
            training: {epochs: 1, batch: 8}
            evaluation: [coarse]
            """);
  }

  /** Runs a command while another thread holds a folder. */
  private static Fierce beside(Path held, Object... arguments) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    FolderLock lock = other.submit(() -> FolderLock.hold(held)).get();
    try {
      return Fierce.run(arguments);
    } finally {
      lock.close();
      other.shutdown();
    }
  }

  @Test
  void everyCommandThatWritesToAFolderInUseIsRefusedWithTheNumberOfTheProcess() throws Exception {
    Path run = folder.resolve("run");
    assertThat(Fierce.run("train", config, "--out", run).code()).isZero();
    Path fresh = folder.resolve("fresh");
    List<List<Object>> commands =
        List.of(
            List.of(fresh, "train", config, "--out", fresh),
            List.of(run, "train", config, "--out", run, "--resume"),
            List.of(fresh, "compare", config, "--out", fresh),
            List.of(fresh, "tune", config, "--out", fresh),
            List.of(run, "evaluate", run),
            List.of(run, "detail", run));
    for (List<Object> command : commands) {
      Path held = (Path) command.get(0);
      Fierce fierce = beside(held, command.subList(1, command.size()).toArray());
      assertThat(fierce.err())
          .as("%s", command)
          .isEqualTo(
              "fierce: %s is in use by another run of this process (%d); wait for it to end, or choose another --out\n"
                  .formatted(held, ProcessHandle.current().pid()));
      assertThat(fierce.code()).as("%s", command).isEqualTo(2);
    }
    assertThat(Fierce.run("report", run).code()).isZero();
  }

  @Test
  void aRunOfAComparisonIsRefusedToo() throws Exception {
    Path out = folder.resolve("out");
    Path run = out.resolve("runs/cross-entropy/0");
    Fierce fierce = beside(run, "compare", config, "--seeds", "1", "--out", out);
    assertThat(fierce.code()).isEqualTo(2);
    assertThat(fierce.err()).contains("is not empty and holds no comparison");

    assertThat(Fierce.run("compare", config, "--seeds", "1", "--out", folder.resolve("c")).code())
        .isZero();
    run = folder.resolve("c/runs/cross-entropy/0");
    Files.delete(run.resolve("scores.json"));
    fierce = beside(run, "compare", config, "--seeds", "1", "--out", folder.resolve("c"));
    assertThat(fierce.code()).isEqualTo(2);
    assertThat(fierce.err()).contains(run + " is in use by another run of this process");
  }

  @Test
  void aFolderAsTwoKilledProcessesLeftItIsGoneOnWith() throws Exception {
    Path from =
        Path.of(
            Objects.requireNonNull(FolderInUseTest.class.getResource("/cases/two-killed")).toURI());
    Path run = folder.resolve("two-killed");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            run.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    String written = Files.readString(run.resolve("metrics.jsonl"));

    Fierce train =
        Fierce.run(
            "train",
            run.resolve("t.yaml"),
            "--set",
            "training.epochs=200",
            "--resume",
            "--out",
            run);

    assertThat(train.code()).as(train.err()).isZero();
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(200);
    for (int epoch = 1; epoch <= 200; epoch++) {
      assertThat(lines.get(epoch - 1)).startsWith("{\"epoch\":%d,".formatted(epoch));
    }
    assertThat(written).contains(lines.subList(0, 77).toArray(new String[0]));
    assertThat(Fierce.run("report", run).code()).isZero();
  }

  @Test
  void recordsThatDoNotTellTheRunAreRefusedByName() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Fierce.run("train", config, "--out", run).code()).isZero();
    String record = Files.readString(run.resolve("run.json"));
    String yaml = Files.readString(run.resolve("config.yaml"));

    Files.delete(run.resolve("config.yaml"));
    refused(2, run, "config.yaml is missing, so it is unknown whether the run in its folder");
    Files.writeString(run.resolve("config.yaml"), yaml);

    Files.writeString(run.resolve("run.json"), record.replace("\"seed\" : 0", "\"seed\" : 7"));
    refused(2, run, " holds another run (cross-entropy, seed 7);");
    Files.writeString(run.resolve("run.json"), "");
    refused(3, run, "run.json is empty; copy it back, or remove its folder and run again");
    Files.writeString(run.resolve("run.json"), record.substring(0, 40));
    refused(3, run, "run.json is not JSON");
    Files.delete(run.resolve("run.json"));
    refused(2, run, "run.json is missing, so it is unknown which run its folder holds");
    Files.writeString(run.resolve("run.json"), record);

    // Scores that cannot be read are made again.
    String scores = Files.readString(run.resolve("scores.json"));
    Files.writeString(run.resolve("scores.json"), "");
    assertThat(Fierce.run("train", config, "--out", run, "--resume").code()).isZero();
    assertThat(run.resolve("scores.json")).hasContent(scores);
  }

  private void refused(int code, Path run, String words) {
    Fierce train = Fierce.run("train", config, "--out", run, "--resume");
    assertThat(train.err()).startsWith("fierce: " + run).contains(words).hasLineCount(1);
    assertThat(train.code()).as(words).isEqualTo(code);
  }
}
