package org.fierce.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.app.report.HtmlReport;
import org.fierce.app.report.ResultFiles;
import org.fierce.experiment.RunFolder;
import org.fierce.experiment.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce evaluate}: scores a trained run again. */
@Command(
    name = "evaluate",
    description = {
      "Score a trained run again, from its weights, on its own data.",
      "",
      "Writes scores.json and report.html anew. The data is looked for in FIERCE_DATA, then where the",
      "run found it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fierce evaluate runs/prices", "  fierce evaluate runs/demo/runs/fierce/0 --json"})
final class EvaluateCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "RUN", description = "Folder of a run.")
  private Path folder;

  @Option(names = "--json", description = "Print scores.json instead of a table.")
  private boolean json;

  EvaluateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try (TrainedRun run = Runs.open(folder)) {
      run.evaluate(DataRoots.withFolders(run.dataFolders()));
    }
    Path report = HtmlReport.write(folder);
    if (json) {
      streams.out().print(Files.readString(new RunFolder(folder).scores()));
      streams.out().flush();
    } else {
      streams.out().println(ScoreTable.of(ResultFiles.read(folder), true, streams.outTerminal()));
      streams.out().println("Report: " + report);
    }
    return ExitCodes.DONE;
  }
}
