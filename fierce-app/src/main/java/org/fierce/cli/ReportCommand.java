package org.fierce.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.report.HtmlReport;
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

  @Option(names = "--all", description = "Print every score, not only the main ones.")
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
      ResultsPrinter.print(folder, json, isAll, report, streams);
    }
    return ExitCodes.DONE;
  }
}
