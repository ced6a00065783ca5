package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fierce.report.HtmlReport;
import org.fierce.report.Results;
import org.fierce.run.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce report}: builds the report of a folder again. */
@Command(
    name = "report",
    description = {
      "Write the report of a run, comparison or tuning again, and print what it says.",
      "",
      "report.html opens in any browser and needs no network. It is made from the files of the folder",
      "alone; nothing is trained or scored.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  fierce report runs/demo", "  fierce report runs/demo --all"})
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "DIR", description = "Folder that demo, train, compare or tune wrote.")
  private Path folder;

  @Option(
      names = "--json",
      description = "Print comparison.json, scores.json or tune.json instead of a table.")
  private boolean json;

  @Option(names = "--all", description = "Print every score below the answer.")
  private boolean isAll;

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Path report = HtmlReport.write(folder);
    if (TuningTable.isThere(folder)) {
      TuningTable.print(folder, json, report, streams);
    } else {
      print(report);
    }
    return ExitCodes.DONE;
  }

  /** The answer, and all scores where they are asked for, or nothing else is known. */
  private void print(Path report) throws IOException {
    Answer answer = Results.read(folder).answer();
    if (json || answer == null) {
      ResultsPrinter.print(folder, json, isAll, report, streams);
      return;
    }
    streams.out().print(AnswerText.of(answer, List.of("Report: " + report), streams.outTerminal()));
    if (isAll) {
      streams.out().println();
      ResultsPrinter.print(folder, false, true, null, streams);
    }
    streams.out().flush();
  }
}
