package org.fierce.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.NextSteps;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.files.AtomicFiles;
import org.fierce.files.FolderLock;
import org.fierce.paper.PaperResults;
import org.fierce.paper.Reproduction;
import org.fierce.paper.Reproduction.Part;
import org.fierce.report.PaperPage;
import org.fierce.report.PaperTable;
import org.fierce.run.Answer;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.DataRoots;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce reproduce}: an experiment of the paper, the paper's figures beside ours. */
@Command(
    name = "reproduce",
    description = {
      "Run an experiment of the paper again and set the paper's figures beside ours.",
      "",
      "  hyperspectral  a simulated scene and Samson, from the largest material to the shares of all",
      "  regression     California housing, abalone and turned Fashion-MNIST images, from two bins to",
      "                 the number; scored on rows held out, unlike the authors' code",
      "  few-shot       CIFAR-FS, from 64 base classes to 20 new ones; the full setting wants an",
      "                 accelerator, --quick runs anywhere",
      "",
      "Each data set is a comparison in a folder of its own; results.md holds all tables. What was",
      "finished is not run again. A data set whose files are missing is skipped and named.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce reproduce hyperspectral --quick",
      "  fierce reproduce hyperspectral --seeds 10 --jobs 4 --out runs/hyperspectral"
    })
final class ReproduceCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "EXPERIMENT", description = "hyperspectral, regression or few-shot.")
  private String experiment;

  @Mixin private ConfigOptions config;
  @Mixin private SeedOptions seeds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only these data sets, by the names of their folders, as --only scene.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write; default: runs/reproduce-EXPERIMENT, -quick added by --quick.")
  private @Nullable Path out;

  ReproduceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Reproduction chosen = Reproduction.of(experiment);
    String name = "reproduce-" + chosen.word() + (config.isQuick() ? "-quick" : "");
    Path folder = out == null ? Path.of("runs", name) : out;
    try (Held held = new Held(folder)) {
      return run(chosen, folder, held);
    }
  }

  /** The folder, locked from the first data set on, so that none is made where all are missing. */
  private static final class Held implements AutoCloseable {
    private final Path folder;
    private @Nullable FolderLock lock;

    Held(Path folder) {
      this.folder = folder;
    }

    void begin() throws IOException {
      if (lock == null) {
        lock = FolderLock.hold(folder);
      }
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private int run(Reproduction chosen, Path folder, Held held)
      throws IOException, InterruptedException {
    PaperResults paper = PaperResults.of(chosen);
    List<PaperPage.Section> sections = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Part part : chosen.parts(only)) {
      ExperimentConfig settings = part.config(config.overrides(), config.isQuick());
      Path parts = folder.resolve(part.name());
      DataRoot root = DataRoots.of(parts);
      try {
        settings.data().files(root);
      } catch (NoSuchFileException missing) {
        skipped.add(
            "%s (%s): %s is %s. To have it, %s."
                .formatted(
                    part.name(),
                    part.title(),
                    missing.getFile(),
                    missing.getReason(),
                    part.remedy()));
        streams.err().println("skipped " + skipped.get(skipped.size() - 1));
        continue;
      }
      streams.err().println(part.name() + ": " + part.title());
      held.begin();
      Path report = seeds.run(settings, root, parts, streams, NextSteps.NONE);
      ComparisonReport result = ComparisonReport.read(parts.resolve(ComparisonReport.FILE));
      PaperTable table = new PaperTable(result, paper);
      sections.add(new PaperPage.Section(part, parts, table, paper.judge(result)));
      streams.out().println(streams.outTerminal().bold(part.title()));
      streams.say(Answer.read(new ComparisonFolder(parts).answer()).verdict());
      streams.out().println(PaperText.of(table, streams.outTerminal()));
      streams.out().println("Report: " + report);
      streams.out().println();
    }
    if (sections.isEmpty()) {
      throw new NoSuchFileException(
          chosen.word(),
          null,
          "none of its data sets was found; the messages above name what is missing");
    }
    Path page = folder.resolve("results.md");
    PaperPage.Run run = new PaperPage.Run(chosen, command(chosen), config.isQuick(), skipped);
    AtomicFiles.write(page, PaperPage.of(run, paper, sections).getBytes(StandardCharsets.UTF_8));
    streams.out().println("All tables: " + page);
    return ExitCodes.DONE;
  }

  /** What was asked for, without the folder. */
  private String command(Reproduction chosen) {
    List<String> words = new ArrayList<>(List.of("fierce", "reproduce", chosen.word()));
    if (config.isQuick()) {
      words.add("--quick");
    }
    if (!only.isEmpty()) {
      words.addAll(List.of("--only", String.join(",", only)));
    }
    if (seeds.asked() != null) {
      words.addAll(List.of("--seeds", String.valueOf(seeds.asked())));
    }
    for (String override : config.overrides()) {
      words.addAll(List.of("--set", "'" + override + "'"));
    }
    return String.join(" ", words);
  }
}
