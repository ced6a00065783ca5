package org.fierce.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** Runs the command in this process and keeps what it said. */
record Fierce(int code, String out, String err) {
  static Fierce run(Object... arguments) {
    return run(new Terminal(false, false, 100), arguments);
  }

  static Fierce run(Terminal terminal, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        FierceCommand.execute(
            new Streams(new PrintWriter(out, true), new PrintWriter(err, true), terminal, terminal),
            Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Fierce(code, out.toString(), err.toString());
  }
}
