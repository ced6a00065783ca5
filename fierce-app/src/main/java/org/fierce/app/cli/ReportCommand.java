package org.fierce.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.app.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fierce report}: builds the report of a folder again. */
@Command(
    name = "report",
    description = {
      "Build report.html of a run or comparison folder again, from its files alone.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  fierce report runs/demo")
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "DIR", description = "Folder that demo, train or compare wrote.")
  private Path folder;

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    streams.out().println(HtmlReport.write(folder));
    return ExitCodes.DONE;
  }
}
