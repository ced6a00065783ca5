package org.fierce.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.BinEdges;
import org.fierce.labels.CoarseClasses;
import org.fierce.run.DetailReport;
import org.fierce.run.Examples;
import org.fierce.run.RunFolder;
import org.jspecify.annotations.Nullable;

/** Reads what lies in a folder beside its scores. */
final class DetailFiles {
  private static final int MOST_PLACES = 50_000_000;

  private final ClassIndex coarse = new ClassIndex();
  private @Nullable BinEdges edges;
  private final ClassIndex fine = new ClassIndex();

  private DetailFiles() {}

  /**
   * Reads all that is there; older folders have less.
   *
   * @throws DatasetFormatException if a file is not what it should be
   * @throws IOException if a file cannot be read
   */
  static Details read(Path folder, Results results) throws IOException {
    return new DetailFiles().details(folder, results);
  }

  private Details details(Path folder, Results results) throws IOException {
    List<Details.Method> methods = new ArrayList<>();
    for (int place = 0; place < results.methods().size(); place++) {
      Results.Method method = results.methods().get(place);
      boolean isFolder = !results.comparison() && place == 0;
      List<Path> runs =
          isFolder ? List.of(folder) : bySeed(folder.resolve("runs").resolve(method.name()));
      Details.Method found = method(method, place, runs);
      if (!found.runs().isEmpty() || found.map() != null || found.detail() != null) {
        methods.add(found);
      }
    }
    return new Details(
        methods,
        coarse,
        edges,
        fine,
        new Details.Inputs(pictures(folder), values(folder)),
        places(folder),
        command(folder, results));
  }

  private Details.Method method(Results.Method method, int place, List<Path> runs)
      throws IOException {
    List<TestRows> rows = new ArrayList<>();
    EmbeddingMap map = null;
    List<Neighbours> neighbours = List.of();
    DetailReport detail = null;
    for (Path run : runs) {
      addCoarse(new RunFolder(run).coarse());
      if (Files.exists(run.resolve("examples.csv"))) {
        rows.add(rows(run.resolve("examples.csv")));
      }
      if (map == null && Files.exists(run.resolve("map.json"))) {
        map = map(run.resolve("map.json"));
      }
      if (detail == null && Files.exists(run.resolve("detail-left.json"))) {
        ResultFiles.json(run.resolve("detail-left.json"));
        detail = DetailReport.read(run.resolve("detail-left.json"));
      }
      if (neighbours.isEmpty() && Files.exists(run.resolve("neighbours.json"))) {
        neighbours = neighbours(run.resolve("neighbours.json"), rows);
      }
    }
    return new Details.Method(method.name(), place, method.free(), rows, map, neighbours, detail);
  }

  /** Classes stand in the order of the first run that says what they are. */
  private void addCoarse(@Nullable CoarseClasses classes) {
    if (classes != null && coarse.size() == 0) {
      coarse.of(classes.names());
      edges = classes.edges();
    }
  }

  private TestRows rows(Path file) throws IOException {
    Examples examples = Examples.read(file);
    try {
      return TestRows.of(examples, coarse, fine);
    } catch (IllegalArgumentException wrong) {
      throw new DatasetFormatException("%s: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }

  /** Folders of seeds, 10 after 9. */
  private static List<Path> bySeed(Path method) throws IOException {
    return ResultFiles.folders(method).stream()
        .sorted(
            Comparator.comparing((Path run) -> run.getFileName().toString().length())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static EmbeddingMap map(Path file) throws IOException {
    JsonNode tree = ResultFiles.json(file);
    int[] rows = integers(tree.path("rows"));
    List<EmbeddingMap.Layout> layouts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree.path("layouts").properties()) {
      double[] x = numbers(entry.getValue().path("x"));
      double[] y = numbers(entry.getValue().path("y"));
      if (x.length != rows.length || y.length != rows.length) {
        throw new DatasetFormatException(
            "%s: layout %s has %d and %d numbers for %d rows"
                .formatted(file, entry.getKey(), x.length, y.length, rows.length));
      }
      layouts.add(
          new EmbeddingMap.Layout(
              entry.getKey(), x, y, numbers(entry.getValue().path("explained"))));
    }
    return new EmbeddingMap(rows, layouts);
  }

  private static List<Neighbours> neighbours(Path file, List<TestRows> runs) throws IOException {
    int size = runs.isEmpty() ? Integer.MAX_VALUE : runs.get(0).size();
    List<Neighbours> queries = new ArrayList<>();
    for (JsonNode query : ResultFiles.json(file).path("queries")) {
      List<Neighbours.Neighbour> nearest = new ArrayList<>();
      for (JsonNode one : query.path("neighbours")) {
        nearest.add(
            new Neighbours.Neighbour(
                one.path("row").asInt(),
                ResultFiles.number(one.path("cosine")),
                one.path("coarse").asText(""),
                text(one.path("fine"))));
      }
      int row = query.path("row").asInt(-1);
      if (row < 0 || row >= size) {
        throw new DatasetFormatException(
            "%s: a query is of test row %s, expected 0 to %d as in examples.csv"
                .formatted(file, query.path("row"), size - 1));
      }
      queries.add(new Neighbours(row, nearest));
    }
    return queries;
  }

  private static @Nullable Pictures pictures(Path folder) throws IOException {
    Path file = folder.resolve("pictures.json");
    if (!Files.exists(file)) {
      return null;
    }
    JsonNode tree = ResultFiles.json(file);
    int width = tree.path("width").asInt();
    int height = tree.path("height").asInt();
    int columns = tree.path("columns").asInt();
    if (width < 1 || height < 1 || columns < 1) {
      throw new DatasetFormatException(
          "%s: pictures of %d x %d in %d columns".formatted(file, width, height, columns));
    }
    Pictures.Sheet test =
        Pictures.Sheet.read(folder.resolve("pictures-test.jpg"))
            .atMost(Pictures.LARGEST_TEST_BYTES, folder.resolve("pictures-test.jpg"));
    Pictures.Sheet train =
        Pictures.Sheet.read(folder.resolve("pictures-train.jpg"))
            .atMost(Pictures.LARGEST_TRAIN_BYTES, folder.resolve("pictures-train.jpg"));
    return new Pictures(
        width,
        height,
        tree.path("cellWidth").asInt(width),
        tree.path("cellHeight").asInt(height),
        columns,
        places(tree.path("test")),
        places(tree.path("train")),
        test,
        train);
  }

  private static Details.@Nullable Values values(Path folder) throws IOException {
    Path file = folder.resolve("values.json");
    if (!Files.exists(file)) {
      return null;
    }
    JsonNode tree = ResultFiles.json(file);
    return new Details.Values(
        tree.path("columns").valueStream().map(JsonNode::asText).toList(),
        cells(tree.path("test")),
        cells(tree.path("train")));
  }

  private static Map<Integer, List<String>> cells(JsonNode part) {
    Map<Integer, List<String>> cells = new HashMap<>();
    int[] rows = integers(part.path("rows"));
    for (int i = 0; i < rows.length; i++) {
      cells.put(rows[i], part.path("values").path(i).valueStream().map(DetailFiles::cell).toList());
    }
    return cells;
  }

  private static String cell(JsonNode value) {
    return value.isNull() ? "–" : text(value);
  }

  private static Details.@Nullable Places places(Path folder) throws IOException {
    Path file = folder.resolve("places.json");
    if (!Files.exists(file)) {
      return null;
    }
    JsonNode tree = ResultFiles.json(file);
    Details.Places places =
        new Details.Places(
            tree.path("height").asInt(), tree.path("width").asInt(), integers(tree.path("test")));
    if (places.height() < 1
        || places.width() < 1
        || (long) places.height() * places.width() > MOST_PLACES) {
      throw new DatasetFormatException(
          "%s: a scene of %d lines of %d pixels, expected at most %d pixels"
              .formatted(file, places.height(), places.width(), MOST_PLACES));
    }
    for (int pixel : places.test()) {
      if (pixel < 0 || pixel >= places.height() * places.width()) {
        throw new DatasetFormatException(
            "%s: pixel %d is outside %d lines of %d"
                .formatted(file, pixel, places.height(), places.width()));
      }
    }
    return places;
  }

  private static @Nullable String command(Path folder, Results results) throws IOException {
    Path file = folder.resolve(results.comparison() ? "comparison.json" : "run.json");
    return Files.exists(file) ? ResultFiles.json(file).path("command").textValue() : null;
  }

  private static Map<Integer, Integer> places(JsonNode rows) {
    Map<Integer, Integer> places = new HashMap<>();
    rows.forEach(row -> places.put(row.asInt(), places.size()));
    return places;
  }

  /** A class as it is, a number in short, shares as {@code soil 0.20, tree 0.80}. */
  private static String text(JsonNode node) {
    if (node.isNumber()) {
      return Numbers.plain(node.asDouble());
    }
    if (node.isObject()) {
      return String.join(
          ", ",
          node.properties().stream()
              .map(e -> e.getKey() + " " + Numbers.fixed(e.getValue().asDouble(), 2))
              .toList());
    }
    return node.isMissingNode() || node.isNull() ? "" : node.asText();
  }

  private static int[] integers(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  private static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(ResultFiles::number).toArray();
  }
}
