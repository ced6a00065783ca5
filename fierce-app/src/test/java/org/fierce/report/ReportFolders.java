package org.fierce.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Small result folders as comparisons leave them, with all that a report can draw. */
final class ReportFolders {
  static final int ROWS = 60;
  private static final List<String> FINE = List.of("rose", "tulip", "oak", "pine", "elm", "fir");
  private static final List<String> METHODS = List.of("cross-entropy", "fierce");

  private ReportFolders() {}

  /** Pictures of plants: flowers (rose, tulip) and trees (the others); told right but each 5th. */
  static Path images(Path folder) throws IOException {
    for (int m = 0; m < METHODS.size(); m++) {
      StringBuilder rows =
          new StringBuilder("row,id,coarse,fine,predictedCoarse,confidence,knnFineWithinTrue\n");
      for (int i = 0; i < ROWS; i++) {
        String coarse = coarse(i % 6);
        int told = i % 5 == m ? (i % 6 < 2 ? 1 - i % 6 : 2 + (i % 6 - 1) % 4) : i % 6;
        rows.append(
            "%d,leaf %d,%s,%s,%s,0.%d,%s\n"
                .formatted(
                    i,
                    i,
                    coarse,
                    FINE.get(i % 6),
                    i % 10 == 0 ? "tree" : coarse,
                    50 + i % 50,
                    FINE.get(told)));
      }
      run(folder, m, rows.toString(), "\"%s\"", FINE.size());
    }
    sheet(folder.resolve("pictures-test.jpg"));
    sheet(folder.resolve("pictures-train.jpg"));
    Files.writeString(
        folder.resolve("pictures.json"),
        "{\"formatVersion\":1,\"width\":28,\"height\":28,\"cellWidth\":32,\"cellHeight\":32,\"columns\":10,\"test\":%s,\"train\":%s}"
            .formatted(list(ROWS), list(ROWS)));
    return comparison(folder, "knnAccuracyWithinTrue");
  }

  /** Numbers 0 to 5.9 in bins at 2 and 4; the probe of method m is m + 1 tenths too high. */
  static Path numbers(Path folder) throws IOException {
    for (int m = 0; m < METHODS.size(); m++) {
      StringBuilder rows =
          new StringBuilder("row,id,coarse,fine,predictedCoarse,confidence,probe\n");
      for (int i = 0; i < ROWS; i++) {
        String bin = i < 20 ? "< 2" : i < 40 ? "2 – 4" : "≥ 4";
        rows.append(
            String.format(
                Locale.ROOT,
                "%d,%d,%s,%.1f,%s,0.9,%.1f%n",
                i,
                i,
                bin,
                i / 10.0,
                bin,
                (i + m + 1) / 10.0));
      }
      run(folder, m, rows.toString(), "%s.5", ROWS / 10);
      Files.writeString(
          folder.resolve("runs/" + METHODS.get(m) + "/0/run.json"),
          "{\"formatVersion\":1,\"fierce\":\"0.1.0\",\"seed\":0,\"coarse\":{\"names\":[\"< 2\",\"2 – 4\",\"≥ 4\"],\"edges\":[2.0,4.0]}}");
    }
    Files.writeString(
        folder.resolve("values.json"),
        "{\"formatVersion\":1,\"columns\":[\"rooms\",\"street\"],\"test\":{\"rows\":%1$s,\"values\":%2$s},\"train\":{\"rows\":%1$s,\"values\":%2$s}}"
            .formatted(
                list(ROWS),
                IntStream.range(0, ROWS)
                    .mapToObj(i -> "[" + i + ".5,\"lane <" + i + ">\"]")
                    .collect(Collectors.joining(",", "[", "]"))));
    return comparison(folder, "probeR2");
  }

  /** Shares of two materials on a scene of 8 lines of 10 pixels; the upper 6 are test rows. */
  static Path shares(Path folder) throws IOException {
    for (int m = 0; m < METHODS.size(); m++) {
      StringBuilder rows =
          new StringBuilder(
              "row,id,coarse,fine:soil,fine:water,predictedCoarse,confidence,probe:soil,probe:water\n");
      for (int i = 0; i < ROWS; i++) {
        double soil = i / 60.0;
        double said = Math.min(1, soil + 0.1 * (m + 1));
        String coarse = soil > 0.5 ? "soil" : "water";
        rows.append(
            String.format(
                Locale.ROOT,
                "%d,\"%d,%d\",%s,%.4f,%.4f,%s,0.8,%.4f,%.4f%n",
                i,
                i / 10,
                i % 10,
                coarse,
                soil,
                1 - soil,
                coarse,
                said,
                1 - said));
      }
      run(folder, m, rows.toString(), "{\"soil\":0.%s,\"water\":0.1}", 9);
    }
    Files.writeString(
        folder.resolve("places.json"),
        "{\"formatVersion\":1,\"height\":8,\"width\":10,\"test\":%s}".formatted(list(ROWS)));
    return comparison(folder, "transferMeanSquaredError");
  }

  /**
   * As large as CIFAR-100: 10,000 test rows, 20 coarse and 100 fine classes, 4 methods and 3 rivals
   * with maps of 2,000 rows in two layouts, and 2,000 pictures of noise, which JPEG squeezes least.
   */
  static Path large(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> names =
        List.of("cross-entropy", "smooth", "fierce", "koleo", "untrained", "ceiling", "pca");
    String points =
        IntStream.range(0, 2000)
            .mapToObj(i -> "" + 5 * i)
            .collect(Collectors.joining(",", "[", "]"));
    for (String name : names) {
      Path run = Files.createDirectories(folder.resolve("runs/" + name + "/0"));
      StringBuilder rows =
          new StringBuilder("row,id,coarse,fine,predictedCoarse,confidence,knnFineWithinTrue\n");
      for (int i = 0; i < 10_000; i++) {
        int coarse = i % 20;
        int fine = 5 * coarse + random.nextInt(5);
        int told = 5 * coarse + random.nextInt(5);
        rows.append(
            "%d,picture-%d,coarse class %d,fine class %d,coarse class %d,%s,fine class %d\n"
                .formatted(
                    i, i, coarse, fine, random.nextInt(20), (float) random.nextDouble(), told));
      }
      Files.writeString(run.resolve("examples.csv"), rows);
      Files.writeString(
          run.resolve("map.json"),
          "{\"formatVersion\":1,\"rows\":%s,\"layouts\":{\"pca\":{\"x\":%s,\"y\":%s},\"umap\":{\"x\":%s,\"y\":%s}}}"
              .formatted(points, noise(random), noise(random), noise(random), noise(random)));
      StringBuilder queries = new StringBuilder();
      for (int q = 0; q < 12; q++) {
        StringBuilder nearest = new StringBuilder();
        for (int i = 0; i < 8; i++) {
          nearest.append(
              "%s{\"row\":%d,\"cosine\":0.93,\"coarse\":\"coarse class 1\",\"fine\":\"fine class 7\"}"
                  .formatted(i == 0 ? "" : ",", 8 * q + i));
        }
        queries.append(
            "%s{\"row\":%d,\"neighbours\":[%s]}".formatted(q == 0 ? "" : ",", 50 * q, nearest));
      }
      Files.writeString(
          run.resolve("neighbours.json"), "{\"formatVersion\":1,\"queries\":[" + queries + "]}");
    }
    BufferedImage image = new BufferedImage(1600, 1280, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1600 * 1280; i++) {
      image.setRGB(i % 1600, i / 1600, random.nextInt());
    }
    ImageIO.write(image, "jpg", folder.resolve("pictures-test.jpg").toFile());
    ImageIO.write(image, "jpg", folder.resolve("pictures-train.jpg").toFile());
    Files.writeString(
        folder.resolve("pictures.json"),
        "{\"formatVersion\":1,\"width\":32,\"height\":32,\"columns\":50,\"test\":%s,\"train\":%s}"
            .formatted(points, list(700)));
    return comparison(folder, "knnAccuracyWithinTrue", names);
  }

  private static String noise(SplittableRandom random) {
    return random
        .doubles(2000)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String coarse(int fine) {
    return fine < 2 ? "flower" : "tree";
  }

  private static void run(Path folder, int method, String examples, String fine, int fines)
      throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/" + METHODS.get(method) + "/0"));
    Files.writeString(run.resolve("examples.csv"), examples);
    Files.writeString(
        run.resolve("run.json"), "{\"formatVersion\":1,\"fierce\":\"0.1.0\",\"seed\":0}");
    Files.writeString(
        run.resolve("metrics.jsonl"),
        "{\"epoch\": 1, \"lossNats\": 2.0, \"rate\": 0.1}\n{\"epoch\": 2, \"lossNats\": 1.0, \"rate\": 0.05}\n");
    // Points on a grid: row i at (i mod 10, i / 10); the other layout is turned.
    String across =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "" + i % 10)
            .collect(Collectors.joining(",", "[", "]"));
    String up =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "" + i / 10)
            .collect(Collectors.joining(",", "[", "]"));
    Files.writeString(
        run.resolve("map.json"),
        "{\"formatVersion\":1,\"rows\":%s,\"layouts\":{\"pca\":{\"x\":%s,\"y\":%s,\"explained\":[0.5,0.25]},\"umap\":{\"x\":%s,\"y\":%s}}}"
            .formatted(list(ROWS), across, up, up, across));
    StringBuilder nearest = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String said = fine.contains("\"%s\"") ? FINE.get(i % fines) : "" + i % fines;
      nearest.append(
          "%s{\"row\":%d,\"cosine\":0.9%d,\"coarse\":\"%s\",\"fine\":%s}"
              .formatted(i == 0 ? "" : ",", i, 9 - i, coarse(i), fine.formatted(said)));
    }
    Files.writeString(
        run.resolve("neighbours.json"),
        "{\"formatVersion\":1,\"queries\":[{\"row\":0,\"neighbours\":[%1$s]},{\"row\":7,\"neighbours\":[%1$s]}]}"
            .formatted(nearest));
  }

  private static Path comparison(Path folder, String key) throws IOException {
    return comparison(folder, key, METHODS);
  }

  private static Path comparison(Path folder, String key, List<String> names) throws IOException {
    String methods =
        names.stream()
            .map(
                name ->
                    "{\"name\":\"%s\",\"rival\":false,\"scores\":{\"%s\":{\"mean\":0.5,\"low\":0.4,\"high\":0.6},\"coarseAccuracy\":{\"mean\":0.9,\"low\":null,\"high\":null}}}"
                        .formatted(name, key))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("comparison.json"),
        "{\"formatVersion\":1,\"seeds\":[0],\"primary\":\"%s\",\"command\":\"fierce compare config.yaml --out '<again>'\",\"verdict\":[\"fierce cannot be told from cross-entropy.\"],\"methods\":[%s]}"
            .formatted(key, methods));
    Files.writeString(folder.resolve("config.yaml"), "methods: [cross-entropy, fierce]\n");
    return folder;
  }

  private static String list(int size) {
    return IntStream.range(0, size).boxed().toList().toString();
  }

  /** Grey pictures, lighter with their place. */
  private static void sheet(Path file) throws IOException {
    BufferedImage image = new BufferedImage(320, 192, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 320 * 192; i++) {
      image.getRaster().setSample(i % 320, i / 320, 0, i % 320 / 32 * 12 + i / 320 / 32 * 20);
    }
    ImageIO.write(image, "jpg", file.toFile());
  }
}
