package org.fierce.cli;

import picocli.CommandLine.Command;

/** {@code fierce completion}: commands and options by the Tab key. */
@Command(
    name = "completion",
    description = {"Let the shell complete commands and options by the Tab key.", ""},
    subcommands = CompletionInstallCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce completion install",
      "  fierce completion install --shell zsh",
      "  fierce generate-completion > fierce-completion.sh"
    })
final class CompletionCommand {}
