/**
 * The command line: each subcommand reads its options, builds records, calls the library and prints
 * what came back. Exit codes and messages of failures are decided in one place, {@link
 * org.fierce.app.cli.ExitCodes}.
 */
@NullMarked
package org.fierce.app.cli;

import org.jspecify.annotations.NullMarked;
