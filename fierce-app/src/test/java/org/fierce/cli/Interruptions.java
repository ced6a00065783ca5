package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fierce.files.Json;
import org.fierce.model.ModelFile;

/**
 * Runs {@code fierce} in processes of its own, interrupts them, and compares what they end with to
 * what an uninterrupted one ends with, byte by byte. Only what tells times is left out: the seconds
 * in the metrics, {@code run.json} and its copy in the model file, {@code report.html}.
 */
final class Interruptions {
  static final List<String> TRAIN = List.of("train", "../t.yaml", "--out", "run");
  static final List<String> COMPARE =
      List.of("compare", "../t.yaml", "--seeds", "2", "--jobs", "2", "--out", "run");

  private static final String CONFIGURATION =
      """
      formatVersion: 1
      data:
        source: table
        train: t.csv
        id: id
        labels: {coarse: g, fine: fine}
        split: {fraction: 0.25}
      backbone: {kind: mlp, hidden: [8]}
      methods: [cross-entropy, {name: koleo, head: cosine, weight: 0.1}]
      training: {epochs: 40, batch: 16, averaging: 0.9}
      evaluation: {every: 10, evaluators: [coarse, knn]}
      rivals: [raw-input]
      """;
  private static final int LONGEST_SECONDS = 300;

  private final Path work;
  private final SplittableRandom random;

  /** What was done, by name. */
  final TreeMap<String, Integer> counts = new TreeMap<>();

  Interruptions(Path work, long seed) throws IOException {
    this.work = work;
    this.random = new SplittableRandom(seed);
    Files.writeString(work.resolve("t.yaml"), CONFIGURATION);
    SplittableRandom values = new SplittableRandom(7);
    StringBuilder table = new StringBuilder("id,a,b,c,g,fine\n");
    for (int row = 0; row < 60; row++) {
      int kind = row % 4;
      table.append(
          "r%d,%.4f,%.4f,%.4f,%s,f%d\n"
              .formatted(
                  row,
                  values.nextDouble() + (kind > 1 ? 1 : 0),
                  values.nextDouble() + kind % 2,
                  values.nextDouble(),
                  kind > 1 ? "high" : "low",
                  kind));
    }
    Files.writeString(work.resolve("t.csv"), table);
  }

  /** A process that ended, or runs still. */
  record Started(Process process, Path errors) {
    String err() throws IOException {
      return Files.readString(errors);
    }

    int end() throws IOException, InterruptedException {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as(err()).isTrue();
      return process.exitValue();
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private Started start(Path in, List<String> arguments, String... shell) throws IOException {
    List<String> command = new ArrayList<>(Arrays.asList(shell));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dfierce.checkpointMillis=0",
            // As the launcher has it: unpacked once, not at every start.
            "-Donnxruntime.native.path=" + nativeCode(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    Path errors = Files.createTempFile(work, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.environment().put("OMP_WAIT_POLICY", "passive");
    return new Started(
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start(),
        errors);
  }

  private Path nativeCode() throws IOException {
    Path folder = work.resolve("native");
    if (!Files.exists(folder)) {
      NativeCode.unpack(folder, System.getProperty("os.name"), System.getProperty("os.arch"));
    }
    return folder;
  }

  /** Runs without an interruption. */
  Path whole(String name, List<String> arguments) throws IOException, InterruptedException {
    Path in = folder(name);
    Started process = start(in, arguments);
    assertThat(process.end()).as(process.err()).isZero();
    return in.resolve("run");
  }

  /**
   * Stops runs at random moments and goes on, until the work is done, and again from the start
   * until there were enough stops.
   */
  void stops(int wanted, List<String> arguments, Path whole)
      throws IOException, InterruptedException {
    int stops = 0;
    for (int series = 0; stops < wanted; series++) {
      Path in = folder("%s-%d".formatted(arguments.get(0), series));
      boolean isDone = false;
      // The moments get earlier where a machine is slow, as nothing would be stopped otherwise.
      long longest = 3_000;
      for (int inSeries = 0; !isDone; inSeries++) {
        Started process = start(in, goingOn(arguments));
        boolean isStopped =
            stops < wanted && inSeries < 20 && stop(process, in.resolve("run"), longest);
        if (isStopped) {
          stops++;
        } else {
          assertThat(process.end()).as(process.err()).isZero();
          isDone = true;
        }
      }
      assertSame(in.resolve("run"), whole);
      counts.merge("series of " + arguments.get(0), 1, Integer::sum);
    }
  }

  private static List<String> goingOn(List<String> arguments) {
    if (!arguments.get(0).equals("train")) {
      return arguments;
    }
    return Stream.concat(arguments.stream(), Stream.of("--resume")).toList();
  }

  /** Stops a process at a random moment after it took its folder; false if it was done by then. */
  private boolean stop(Started started, Path run, long longestMillis)
      throws IOException, InterruptedException {
    Process process = started.process();
    Path lock = run.resolve(".lock");
    String mine = "process %d on".formatted(process.pid());
    while (process.isAlive() && !(Files.exists(lock) && Files.readString(lock).startsWith(mine))) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    // More often early than late, so that every part of a run is met on machines of all speeds.
    double share = random.nextDouble();
    TimeUnit.MILLISECONDS.sleep((long) (share * share * longestMillis));
    String signal = List.of("KILL", "KILL", "KILL", "INT", "TERM").get(random.nextInt(5));
    if (!process.isAlive()) {
      return false;
    }
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    int code = started.end();
    if (code == 0) {
      return false;
    }
    assertThat(code)
        .as(started.err())
        .isEqualTo(
            128
                + switch (signal) {
                  case "KILL" -> 9;
                  case "INT" -> 2;
                  default -> 15;
                });
    if (!signal.equals("KILL") && !started.err().isEmpty()) {
      // Empty where all was done but the end of the process.
      assertThat(started.err().lines().reduce("", (former, line) -> line))
          .as(started.err())
          .startsWith("fierce: stopped. ")
          .contains("run", "Go on with", "fierce ");
    }
    counts.merge("stopped by SIG" + signal, 1, Integer::sum);
    return true;
  }

  /** Starts two processes on one folder: one does the work, the other is refused. */
  void pair(int number, Path whole) throws IOException, InterruptedException {
    Path in = folder("pair-" + number);
    List<Started> both = List.of(start(in, TRAIN), start(in, TRAIN));
    int first = both.get(0).end();
    int second = both.get(1).end();
    Started winner = both.get(first == 0 ? 0 : 1);
    Started other = both.get(first == 0 ? 1 : 0);
    assertThat(List.of(first, second))
        .as(winner.err() + other.err())
        .containsExactlyInAnyOrder(0, 2);
    assertThat(other.err())
        .containsAnyOf(
            "is in use by process %d on".formatted(winner.process().pid()),
            "run already holds this run");
    assertSame(in.resolve("run"), whole);
    counts.merge(
        other.err().contains("is in use") ? "pairs, one refused" : "pairs, one too late",
        1,
        Integer::sum);
  }

  /**
   * Lets the disk be full: a file system in memory of so many KiB where this process may make one,
   * else a limit on the size of a file.
   */
  void fullDisk(int number, int kibibytes, boolean isMount, Path whole)
      throws IOException, InterruptedException {
    Path in = folder("disk-" + number);
    if (isMount) {
      shell("mount -t tmpfs -o size=%dk fierce-test %s".formatted(kibibytes, in));
    }
    try {
      Started process =
          isMount
              ? start(in, TRAIN)
              : start(
                  in,
                  TRAIN,
                  "bash",
                  "-c",
                  "ulimit -f %d; exec \"$@\"".formatted(kibibytes),
                  "bash");
      assertThat(process.end()).as(process.err()).isEqualTo(1);
      assertThat(process.err())
          .containsPattern("(?m)^fierce: run(/\\S+)?: cannot be written: ")
          .contains("then run the same command again")
          .contains(isMount ? "no space is left on its disk; make room" : "ulimit -f");
      if (isMount) {
        shell("mount -o remount,size=100m " + in);
      }
      Started again = start(in, goingOn(TRAIN));
      assertThat(again.end()).as(again.err()).isZero();
      assertSame(in.resolve("run"), whole);
      counts.merge(isMount ? "full file systems" : "limits on a file's size", 1, Integer::sum);
    } finally {
      if (isMount) {
        shell("umount " + in);
      }
    }
  }

  private static void shell(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", command).inheritIO().start();
    assertThat(process.waitFor()).as(command).isZero();
  }

  /** Every file of the whole run is there and the same, and nothing half written lies beside. */
  private static void assertSame(Path found, Path whole) throws IOException {
    assertThat(names(found)).isEqualTo(names(whole));
    for (String name : names(whole)) {
      if (name.endsWith(".fierce")) {
        assertSameModel(ModelFile.open(found.resolve(name)), ModelFile.open(whole.resolve(name)));
      } else if (!name.endsWith("run.json") && !name.endsWith("report.html")) {
        assertThat(content(found.resolve(name))).as(name).isEqualTo(content(whole.resolve(name)));
      }
    }
  }

  /** All but the record of the run, which tells times. */
  private static void assertSameModel(ModelFile found, ModelFile whole) {
    assertThat(found.entries()).isEqualTo(whole.entries()).hasSizeGreaterThan(1);
    assertThat(facts(found)).isEqualTo(facts(whole));
  }

  private static JsonNode facts(ModelFile file) {
    ObjectNode facts = (ObjectNode) Json.ofRecord(file.model());
    assertThat(facts.remove("provenance")).isNotNull();
    return facts;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String content(Path file) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    String folder = String.valueOf(file.getParent());
    return bytes
        .replaceAll("\"seconds\" ?: ?[-0-9.E]+", "\"seconds\":0")
        .replaceAll("\"start\" ?: ?\"[^\"]*\"", "\"start\":0")
        .replace(folder, "FOLDER");
  }
}
