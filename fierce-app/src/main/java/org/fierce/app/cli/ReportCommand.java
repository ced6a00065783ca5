package org.fierce.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.app.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fierce report}: builds the report of a folder again. */
@Command(
    name = "report",
    description = "Build report.html of a run or comparison folder again, from its files alone.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder that train or compare wrote.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(HtmlReport.write(folder));
    return ExitCodes.DONE;
  }
}
