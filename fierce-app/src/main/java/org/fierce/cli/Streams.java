package org.fierce.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import org.fierce.cli.TerminalWriter.Mark;

/** Where the program prints; what comes from files cannot steer the terminal. */
final class Streams {
  private final InputStream in;
  private final PrintWriter rawOut;
  private final PrintWriter rawErr;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal outTerminal;
  private final Terminal errTerminal;
  private final StopNotice stop = new StopNotice();

  /** The standard input of the process, and other streams. */
  Streams(PrintWriter out, PrintWriter err, Terminal outTerminal, Terminal errTerminal) {
    this(System.in, out, err, outTerminal, errTerminal);
  }

  /**
   * Streams.
   *
   * @param in rows to be answered
   * @param out results
   * @param err progress and failures
   * @param outTerminal what {@code out} can show
   * @param errTerminal what {@code err} can show
   */
  Streams(
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      Terminal outTerminal,
      Terminal errTerminal) {
    this.in = in;
    this.rawOut = out;
    this.rawErr = err;
    this.out = new PrintWriter(new TerminalWriter(out), true);
    this.err = new PrintWriter(new TerminalWriter(err), true);
    this.outTerminal = outTerminal;
    this.errTerminal = errTerminal;
  }

  /** Standard input. */
  InputStream in() {
    return in;
  }

  /** For data that a program reads: as they are, unless somebody watches. */
  PrintWriter data() {
    return outTerminal.isInteractive() ? out : rawOut;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Prints a sentence on standard output, in lines that fit. */
  void say(String sentence) {
    out.print(outTerminal.paragraph(sentence));
  }

  /** Prints a remark on standard error, in lines that fit. */
  void note(String sentence) {
    err.print(errTerminal.paragraph("note: " + sentence));
  }

  /**
   * Prints a warning on standard error, over what is drawn there: on a terminal in lines that fit,
   * else in one, for those who look for it.
   */
  void warn(String sentence) {
    err.print(
        errTerminal.isInteractive()
            ? Mark.CLEAR_LINE + errTerminal.paragraph(sentence)
            : sentence + System.lineSeparator());
    err.flush();
  }

  /** For picocli's help, which has colours of its own and says nothing of files. */
  PrintWriter helpOut() {
    return rawOut;
  }

  /** As {@link #helpOut}, for standard error. */
  PrintWriter helpErr() {
    return rawErr;
  }

  /** What is said when somebody stops the program. */
  StopNotice stop() {
    return stop;
  }

  Terminal outTerminal() {
    return outTerminal;
  }

  Terminal errTerminal() {
    return errTerminal;
  }
}
