package org.fierce.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fierce.config.NearestName;
import org.fierce.data.fetch.Fetcher;
import org.fierce.data.fetch.PublicDatasets;
import org.fierce.run.DataRoots;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fierce fetch}: downloads a public data set. */
@Command(
    name = "fetch",
    description = {
      "Download a public data set from its authors: cifar100, fashion-mnist, omniglot.",
      "",
      "Checks the checksum of each file. A download that was cut short continues where it stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce fetch cifar100",
      "  fierce fetch omniglot --to data && FIERCE_DATA=data fierce data experiments/omniglot.yaml"
    })
final class FetchCommand implements Callable<Integer> {
  private static final int ATTEMPTS = 5;

  private final Streams streams;

  @Parameters(paramLabel = "NAME", description = "cifar100, fashion-mnist or omniglot.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Folder of data sets; default: the first of FIERCE_DATA, else ~/.cache/fierce/data.")
  private @Nullable Path to;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "Another place that holds the same files.")
  private @Nullable URI from;

  FetchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (!PublicDatasets.names().contains(name)) {
      throw new IllegalArgumentException(
          "there is no public data set '%s'; %s"
              .formatted(name, NearestName.suggest(name, PublicDatasets.names())));
    }
    Path root = to == null ? DataRoots.forFetching() : to;
    boolean isNew;
    try (FetchProgress progress = new FetchProgress(streams);
        StopNotice.Scope scope =
            streams
                .stop()
                .say(
                    () ->
                        "What was downloaded so far is kept in %s. To continue, run the same command: %s"
                            .formatted(root.resolve(name), streams.stop().command()))) {
      isNew = PublicDatasets.fetch(name, root, base(), new Fetcher(ATTEMPTS), progress);
    }
    streams.out().println(root.resolve(name) + (isNew ? ": fetched" : ": was there already"));
    return ExitCodes.DONE;
  }

  /** The address with a slash at its end, so that names of files can be appended. */
  private @Nullable URI base() {
    return from == null || from.toString().endsWith("/") ? from : URI.create(from + "/");
  }
}
