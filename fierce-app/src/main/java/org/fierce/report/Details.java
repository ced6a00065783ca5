package org.fierce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fierce.evaluate.LabelCurve;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.BinEdges;
import org.fierce.labels.CoarseClasses;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.DetailReport;
import org.fierce.run.Examples;
import org.fierce.run.LabelCurveFile;
import org.fierce.run.MapPoints;
import org.fierce.run.Neighbours;
import org.fierce.run.PixelPlaces;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.TableValues;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a folder beside its scores: what was said of each test row, maps, neighbours,
 * pictures. Every part may be missing.
 *
 * @param methods those of which there is anything, in the order of the results
 * @param coarse numbers of the coarse classes
 * @param edges of the bins that the coarse classes are, or null
 * @param fine numbers of the fine classes
 * @param inputs the inputs of some rows, to show them
 * @param places where the test rows lie in a scene, or null
 */
record Details(
    List<Method> methods,
    ClassIndex coarse,
    @Nullable BinEdges edges,
    ClassIndex fine,
    Inputs inputs,
    @Nullable PixelPlaces places) {
  /**
   * One method.
   *
   * @param place in the list of the results
   * @param runs its test rows, a seed each; none where it says nothing of them
   * @param map of the first seed, or null
   * @param neighbours of the first seed, a query each
   * @param detail what is left of it in each coarse class, of the first seed; or null
   * @param labelCurve what so many fine labels give, of the first seed; or null
   */
  record Method(
      String name,
      int place,
      boolean isRival,
      List<TestRows> runs,
      @Nullable MapPoints map,
      List<Neighbours.Query> neighbours,
      @Nullable DetailReport detail,
      @Nullable LabelCurve labelCurve) {}

  /**
   * Reads all that is there; older folders have less.
   *
   * @throws IOException if a file cannot be read or is not what it should be
   */
  static Details read(Path folder, Results results) throws IOException {
    ClassIndex coarse = new ClassIndex();
    ClassIndex fine = new ClassIndex();
    BinEdges edges = null;
    List<Method> methods = new ArrayList<>();
    for (int place = 0; place < results.methods().size(); place++) {
      Results.Method method = results.methods().get(place);
      List<RunFolder> runs =
          results.comparison()
              ? new ComparisonFolder(folder).runs(method.name())
              : List.of(new RunFolder(folder));
      for (RunFolder run : runs) {
        // Classes stand in the order of the first run that says what they are.
        CoarseClasses classes =
            Files.exists(run.record()) ? RunRecord.read(run.record()).coarse() : null;
        if (classes != null && coarse.size() == 0) {
          coarse.of(classes.names());
          edges = classes.edges();
        }
      }
      boolean isFirst = methods.stream().allMatch(each -> each.runs().isEmpty());
      Method found = method(method, place, runs, coarse, fine, isFirst);
      if (!found.runs().isEmpty()
          || found.map() != null
          || found.detail() != null
          || found.labelCurve() != null) {
        methods.add(found);
      }
    }
    Path places = folder.resolve(PixelPlaces.FILE);
    return new Details(
        methods,
        coarse,
        edges,
        fine,
        new Inputs(SpriteSheets.read(folder), Values.read(folder)),
        Files.exists(places) ? PixelPlaces.read(places) : null);
  }

  private static Method method(
      Results.Method method,
      int place,
      List<RunFolder> runs,
      ClassIndex coarse,
      ClassIndex fine,
      boolean isFirst)
      throws IOException {
    List<TestRows> rows = new ArrayList<>();
    MapPoints map = null;
    List<Neighbours.Query> neighbours = List.of();
    DetailReport detail = null;
    LabelCurve labelCurve = null;
    for (RunFolder run : runs) {
      if (Files.exists(run.examples())) {
        rows.add(rows(run.examples(), coarse, fine, isFirst && rows.isEmpty()));
      }
      if (map == null && Files.exists(run.map())) {
        map = MapPoints.read(run.map());
      }
      if (detail == null && Files.exists(run.detailLeft())) {
        detail = DetailReport.read(run.detailLeft());
      }
      if (labelCurve == null && Files.exists(run.labelCurve())) {
        labelCurve = LabelCurveFile.read(run.labelCurve());
      }
      if (neighbours.isEmpty() && Files.exists(run.neighbours())) {
        neighbours = neighbours(run.neighbours(), rows);
      }
    }
    return new Method(
        method.name(), place, method.isRival(), rows, map, neighbours, detail, labelCurve);
  }

  private static TestRows rows(Path file, ClassIndex coarse, ClassIndex fine, boolean isFirst)
      throws IOException {
    try {
      TestRows rows = TestRows.of(Examples.read(file), coarse, fine);
      return isFirst ? rows : rows.withoutIds();
    } catch (IllegalArgumentException wrong) {
      throw new DatasetFormatException("%s: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }

  private static List<Neighbours.Query> neighbours(Path file, List<TestRows> runs)
      throws IOException {
    List<Neighbours.Query> queries = Neighbours.read(file).queries();
    int size = runs.isEmpty() ? Integer.MAX_VALUE : runs.get(0).size();
    for (Neighbours.Query query : queries) {
      if (query.row() >= size) {
        throw new DatasetFormatException(
            "%s: a query is of test row %d, expected 0 to %d as in examples.csv"
                .formatted(file, query.row(), size - 1));
      }
    }
    return queries;
  }

  /** Methods that say something of the test rows. */
  List<Method> withRows() {
    return methods.stream()
        .filter(method -> method.runs().stream().anyMatch(TestRows::saysSomething))
        .toList();
  }

  /** The rows of the first seed of any method; null where there are none. */
  @Nullable TestRows labels() {
    return methods.stream().flatMap(m -> m.runs().stream()).findFirst().orElse(null);
  }

  /** Columns of decisions between fine classes that any method has, the clearest reading first. */
  List<String> readings() {
    Set<String> found = new LinkedHashSet<>();
    for (Method method : methods) {
      method.runs().forEach(run -> found.addAll(run.decisions().keySet()));
    }
    return clearest(found);
  }

  /** Columns of decisions, the clearest reading first. */
  static List<String> clearest(Collection<String> found) {
    List<String> ordered = new ArrayList<>();
    for (String reading : List.of("knnFineWithinTrue", "probeFineWithinTrue", "knnFine")) {
      if (found.contains(reading)) {
        ordered.add(reading);
      }
    }
    found.stream().filter(reading -> !ordered.contains(reading)).forEach(ordered::add);
    return ordered;
  }

  /** The reading that stands for fine classes; empty where the target is another. */
  String reading() {
    List<String> readings = readings();
    return readings.isEmpty() ? "" : readings.get(0);
  }

  /** How many rows are shown, in words: all, or so many of them. */
  static String some(int most, int all) {
    return all <= most
        ? "%,d test rows".formatted(all)
        : "%,d of %,d test rows".formatted(most, all);
  }

  /** A reading in words. */
  static String words(String reading) {
    String words = reading.startsWith("knn") ? "kNN" : "the probe";
    if (reading.endsWith("WithinTrue")) {
      return words + " inside the true coarse class";
    }
    return reading.endsWith("WithinPredicted")
        ? words + " inside the predicted coarse class"
        : words + " over all fine classes";
  }

  /**
   * Inputs of some rows.
   *
   * @param pictures sprite sheets, or null
   * @param values values by name, or null
   */
  record Inputs(@Nullable SpriteSheets pictures, @Nullable Values values) {}

  /**
   * Values of vectors with names.
   *
   * @param test cells by test row: a number, a text, or null for a value that is missing
   * @param train cells by training row
   */
  record Values(
      List<String> columns,
      Map<Integer, List<@Nullable Object>> test,
      Map<Integer, List<@Nullable Object>> train) {
    /** Those of a folder; null where it has none. */
    static @Nullable Values read(Path folder) throws IOException {
      Path file = folder.resolve(TableValues.FILE);
      if (!Files.exists(file)) {
        return null;
      }
      TableValues values = TableValues.read(file);
      int columns = values.columns().size();
      return new Values(
          values.columns(), cells(values.test(), columns), cells(values.train(), columns));
    }

    private static Map<Integer, List<@Nullable Object>> cells(TableValues.Rows rows, int columns) {
      Map<Integer, List<@Nullable Object>> cells = new HashMap<>();
      for (int i = 0; i < rows.rows().length; i++) {
        if (rows.values().get(i).size() != columns) {
          throw new IllegalArgumentException(
              "row %d has %d cells, expected %d"
                  .formatted(rows.rows()[i], rows.values().get(i).size(), columns));
        }
        cells.put(rows.rows()[i], rows.values().get(i));
      }
      return cells;
    }

    /** A cell as text; a dash for one that is missing. */
    static String text(@Nullable Object cell) {
      return cell == null
          ? "–"
          : cell instanceof Number number ? Numbers.plain(number.doubleValue()) : cell.toString();
    }
  }
}
