package org.fierce.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for 100,000 predictions from 4 threads, of each kind of row a quarter, and prints the
 * resident memory of the process after each tenth. Run by hand, on Linux; docs/reliability.md has
 * its figures.
 */
final class PredictorSoak {
  private static final int THREADS = 4;
  private static final int TENTHS = 10;
  private static final int CALLS_OF_A_TENTH = 10_000 / THREADS / GoldenModel.values().length;

  private PredictorSoak() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("soak");
    Map<GoldenModel, Predictor> predictors = new EnumMap<>(GoldenModel.class);
    for (GoldenModel golden : GoldenModel.values()) {
      predictors.put(golden, Predictor.load(golden.copyTo(folder, GoldenModel.NEWEST)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    System.out.printf("loaded: %d MiB%n", residentMebibytes());
    for (int tenth = 1; tenth <= TENTHS; tenth++) {
      List<Future<?>> asked = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        asked.add(
            pool.submit(
                () -> {
                  ask(predictors);
                  return null;
                }));
      }
      for (Future<?> each : asked) {
        each.get();
      }
      System.out.printf("%d predictions: %d MiB%n", tenth * 10_000, residentMebibytes());
    }
    pool.shutdown();
    predictors.values().forEach(Predictor::close);
  }

  private static void ask(Map<GoldenModel, Predictor> predictors) throws IOException {
    for (Map.Entry<GoldenModel, Predictor> each : predictors.entrySet()) {
      Predictor predictor = each.getValue();
      List<Object> rows = each.getKey().rows();
      for (int i = 0; i < CALLS_OF_A_TENTH; i++) {
        Prediction prediction = predictor.predict(rows.get(i % rows.size()));
        if (i % 10 == 0) {
          predictor.nearest(prediction, 3);
        }
      }
    }
  }

  private static long residentMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
