package org.fierce.app.cli;

import java.io.PrintWriter;

/**
 * Where the program prints.
 *
 * @param out results
 * @param err progress and failures
 * @param outTerminal what {@code out} can show
 * @param errTerminal what {@code err} can show
 */
record Streams(PrintWriter out, PrintWriter err, Terminal outTerminal, Terminal errTerminal) {}
