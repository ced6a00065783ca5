package org.fierce.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Gives made-up bytes to a reader, so many times; {@code fierce-benchmarks/fuzz.sh} starts it. An
 * input that is refused in a new way joins those that others are made from. What fails is written
 * down and the fuzzer goes on; a hang ends it.
 *
 * <p>Much faster than Jazzer, which watches the branches taken: this one only sees how an input was
 * refused.
 */
public final class MutationFuzzer {
  private static final long HANG_MILLIS = 60_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int MOST_INPUTS = 4000;

  private final FuzzedReader reader;
  private final Path found;
  private final List<byte[]> corpus = new ArrayList<>();
  private final Set<String> ways = new HashSet<>();
  private final Set<String> faults = new HashSet<>();
  private volatile byte[] current = {};
  private volatile long started;
  private long longestNanos;

  private MutationFuzzer(FuzzedReader reader, Path found) throws IOException {
    this.reader = reader;
    this.found = found;
    for (Path input : reader.inputs()) {
      corpus.add(Files.readAllBytes(input));
    }
    if (reader == FuzzedReader.REPORT) {
      corpus.addAll(FuzzedReport.seeds());
    }
  }

  /** READER EXECUTIONS SEED FOLDER: the folder gets what was found. */
  public static void main(String[] arguments) throws IOException {
    FuzzedReader reader =
        FuzzedReader.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    MutationFuzzer fuzzer =
        new MutationFuzzer(reader, Files.createDirectories(Path.of(arguments[3])));
    fuzzer.run(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
  }

  private void run(long executions, long seed) throws IOException {
    HostileFile file = reader.in(Files.createTempDirectory("fierce-fuzz"));
    byte[] whole = file.whole();
    if (whole != null) {
      corpus.add(whole);
    }
    Thread watch = new Thread(this::watch);
    watch.setDaemon(true);
    watch.start();
    Mutations mutations = new Mutations(seed);
    if (corpus.isEmpty()) {
      corpus.add(new byte[] {0});
    }
    for (long i = 0; i < executions; i++) {
      byte[] bytes = i < corpus.size() ? corpus.get((int) i) : mutations.next(corpus);
      current = bytes;
      started = System.nanoTime();
      long before = THREADS.getCurrentThreadCpuTime();
      String way = file.way(bytes);
      longestNanos = Math.max(longestNanos, THREADS.getCurrentThreadCpuTime() - before);
      started = 0;
      if (way.startsWith(HostileFile.FAULT)) {
        note(way, bytes);
      } else if (ways.add(way) && corpus.size() < MOST_INPUTS) {
        corpus.add(bytes);
      }
    }
    say(
        "%d executions, seed %d, %d ways of reading or refusing, longest %.2f CPU seconds, %d faults"
            .formatted(executions, seed, ways.size(), longestNanos / 1e9, faults.size()));
  }

  private void note(String way, byte[] bytes) throws IOException {
    if (faults.add(way)) {
      Path input = found.resolve("%s-%08x.bin".formatted(reader.folder(), way.hashCode()));
      Files.write(input, bytes);
      say(way + " -> " + input);
    }
  }

  private void say(String line) {
    System.out.println(reader.folder() + ": " + line);
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(500);
        long since = started;
        if (since != 0 && System.nanoTime() - since > HANG_MILLIS * 1_000_000) {
          Path input = found.resolve(reader.folder() + "-hang.bin");
          Files.write(input, current);
          say("HANG -> " + input);
          Runtime.getRuntime().halt(1);
        }
      } catch (InterruptedException | IOException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
