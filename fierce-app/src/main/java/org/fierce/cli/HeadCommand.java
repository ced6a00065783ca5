package org.fierce.cli;

import picocli.CommandLine.Command;

/** {@code fierce head}: the fine heads of a model. */
@Command(
    name = "head",
    description = {
      "Let a model answer one more question, from labelled rows, without training its network again.",
      "",
      "A model has at most one head for each question: a fine class, a number, shares.",
      ""
    },
    subcommands = {HeadFitCommand.class, HeadListCommand.class, HeadRemoveCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  fierce head fit runs/houses --data sold.csv --target price",
      "  fierce head fit runs/cats --data labels.csv --target breed --kind logistic",
      "  fierce head list runs/houses",
      "  fierce head remove runs/houses number"
    })
final class HeadCommand {}
