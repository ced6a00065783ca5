package org.fierce.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.fierce.run.RepeatCommand;
import org.jspecify.annotations.Nullable;

/**
 * The one line that is said when somebody stops the program (Ctrl-C, SIGTERM, a closed terminal):
 * what was kept and how to go on. A command says what, for as long as it works.
 */
final class StopNotice {
  private static final long BAR_MILLIS = 500;

  private final Deque<Supplier<String>> words = new ArrayDeque<>();
  private @Nullable Runnable bar;
  private List<String> arguments = List.of();

  /** Something that ends without an exception. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes the words of the command line, to be told again. */
  synchronized void arguments(String... all) {
    arguments = List.of(all);
  }

  /** Sets what is said, until the result is closed. */
  synchronized Scope say(Supplier<String> what) {
    words.push(what);
    return () -> {
      synchronized (this) {
        words.remove(what);
      }
    };
  }

  /** Notes how what is drawn on the last line is ended; null for nothing drawn. */
  synchronized void drawing(@Nullable Runnable end) {
    bar = end;
  }

  /** The command line, with an option added unless it is there; quoted for a shell. */
  synchronized String command(String... options) {
    List<String> all = new java.util.ArrayList<>(arguments);
    for (String option : options) {
      if (!all.contains(option)) {
        all.add(option);
      }
    }
    return ProgramName.command(RepeatCommand.line(all));
  }

  /** The command line with another value of an option, whether or not it was given. */
  synchronized String commandWith(String option, String value) {
    List<String> all = new java.util.ArrayList<>(arguments);
    all.removeIf(word -> word.startsWith(option + "="));
    int given = all.indexOf(option);
    if (given >= 0 && given + 1 < all.size()) {
      all.set(given + 1, value);
    } else {
      all.addAll(List.of(option, value));
    }
    return RepeatCommand.line(all);
  }

  /** Prints it now; nothing if no command is running. */
  void tell(Streams streams) {
    Supplier<String> what;
    Runnable end;
    synchronized (this) {
      what = words.peek();
      end = bar;
      words.clear();
    }
    if (what == null) {
      return;
    }
    endDrawing(end);
    String line = "fierce: stopped. " + what.get();
    if (streams.errTerminal().isInteractive()) {
      // Behind what the terminal shows of Ctrl-C.
      streams.err().println();
    }
    streams.err().println(line);
    streams.err().flush();
  }

  /** Apart, since the drawing may wait for a thread that the stop has caught. */
  private static void endDrawing(@Nullable Runnable end) {
    if (end == null) {
      return;
    }
    Thread ending = new Thread(end, "end of the drawing");
    ending.setDaemon(true);
    ending.start();
    try {
      ending.join(BAR_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
