/**
 * The command line: each subcommand reads its options, builds records, calls the library and prints
 * what came back. Exit codes and messages of failures are decided in one place, {@link
 * org.fierce.cli.ExitCodes}.
 */
@NullMarked
package org.fierce.cli;

import org.jspecify.annotations.NullMarked;
