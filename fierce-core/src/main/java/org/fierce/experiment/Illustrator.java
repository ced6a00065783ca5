package org.fierce.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fierce.algebra.Pca;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.RowEncoder;
import org.fierce.data.ScenePlaces;
import org.fierce.files.AtomicFiles;
import org.fierce.files.Json;
import org.fierce.files.WriteFailure;
import org.fierce.illustrate.Lookup;
import org.fierce.illustrate.PictureSheet;
import org.fierce.illustrate.PointMap;
import org.fierce.illustrate.ShownRows;
import org.fierce.labels.FineTargets;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a report shows beside scores. In each run folder: {@code map.json} (test rows in the
 * plane) and {@code neighbours.json} (some test rows and the training rows nearest to them). Once
 * for all that share a split: {@code pictures.json} with its JPEGs (images), {@code values.json}
 * (tables of few columns), {@code places.json} (scenes).
 */
public final class Illustrator {
  private static final Logger LOG = LoggerFactory.getLogger(Illustrator.class);
  private static final int FORMAT_VERSION = 1;
  private static final int POINTS = 2000;
  private static final int QUERIES = 12;
  private static final int NEIGHBOURS = 8;
  private static final int MOST_COLUMNS = 16;

  /** A picture of 600 pixels needs no more. */
  private static final MathContext DIGITS = new MathContext(4);

  private final DataSplit split;
  private final long seed;
  private final ShownRows shown;

  public Illustrator(DataSplit split, long runSeed) {
    this.split = split;
    this.seed = SeedStreams.SHOWN.of(runSeed);
    this.shown = ShownRows.draw(split, POINTS, QUERIES, seed);
  }

  /** Something to be drawn. */
  @FunctionalInterface
  public interface Drawing {
    void draw() throws IOException;
  }

  /**
   * Draws, or warns that it could not: the scores were written before, and hours of training must
   * not be lost for want of a thumbnail.
   *
   * @throws IOException if a file could not be written, as on a full disk, which the next file
   *     would meet too; the drawing is made when the run goes on
   */
  public static void attempt(Path folder, Drawing drawing) throws IOException {
    try {
      drawing.draw();
    } catch (WriteFailure.OfEveryFile e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("{}: the report will lack pictures, as they could not be drawn: {}", folder, e, e);
    }
  }

  /** Writes what the run of one method shows, and, if asked, what all methods share. */
  static void draw(
      Illustration wanted, DataSplit split, long runSeed, RunFolder folder, Scored scored)
      throws IOException {
    Inputs train = scored.train();
    Inputs test = scored.test();
    if (wanted == Illustration.NONE || train == null || test == null) {
      return;
    }
    attempt(
        folder.path(),
        () -> {
          Illustrator illustrator = new Illustrator(split, runSeed);
          illustrator.drawOwn(folder, train, test);
          if (wanted == Illustration.WHOLE) {
            illustrator.drawShared(folder.path(), List.of(folder));
          }
        });
  }

  private void drawOwn(RunFolder folder, Inputs train, Inputs test) throws IOException {
    if (test.shape().values() <= Pca.WIDEST) {
      FloatMatrix points = FloatMatrix.of(test.select(shown.points()));
      Json.write(folder.map(), toJson(PointMap.of(points, seed)));
    }
    Json.write(
        folder.neighbours(), neighbours(Lookup.of(train, test, shown.queries(), NEIGHBOURS)));
  }

  private ObjectNode toJson(PointMap map) {
    ObjectNode root = newFile();
    ArrayNode rows = root.putArray("rows");
    Arrays.stream(shown.points()).forEach(rows::add);
    ObjectNode layouts = root.putObject("layouts");
    ArrayNode explained = put(layouts.putObject("pca"), map.pca()).putArray("explained");
    Arrays.stream(map.explained()).forEach(share -> explained.add(rounded(share)));
    PointMap.Layout umap = map.umap();
    if (umap != null) {
      put(layouts.putObject("umap"), umap);
    }
    return root;
  }

  private static ObjectNode put(ObjectNode node, PointMap.Layout layout) {
    ArrayNode x = node.putArray("x");
    Arrays.stream(layout.x()).forEach(value -> x.add(rounded(value)));
    ArrayNode y = node.putArray("y");
    Arrays.stream(layout.y()).forEach(value -> y.add(rounded(value)));
    return node;
  }

  private ObjectNode neighbours(List<Lookup> lookups) {
    Dataset train = split.train();
    ObjectNode root = newFile();
    ArrayNode queries = root.putArray("queries");
    for (Lookup lookup : lookups) {
      ArrayNode list = queries.addObject().put("row", lookup.row()).putArray("neighbours");
      for (Lookup.Neighbour neighbour : lookup.neighbours()) {
        int row = neighbour.row();
        ObjectNode one =
            list.addObject().put("row", row).put("cosine", rounded(neighbour.cosine()));
        one.put("coarse", train.coarse().names().get(train.coarse().labels()[row]));
        putFine(one, train.fine(), row);
      }
    }
    return root;
  }

  private static void putFine(ObjectNode node, @Nullable FineTargets fine, int row) {
    if (fine == null || !fine.isKnown(row)) {
      return;
    }
    if (fine instanceof FineTargets.Classes classes) {
      node.put("fine", classes.names().get(classes.labels()[row]));
    } else if (fine instanceof FineTargets.Scalars scalars) {
      node.put("fine", scalars.values()[row]);
    } else if (fine instanceof FineTargets.Shares shares) {
      ObjectNode each = node.putObject("fine");
      for (int k = 0; k < shares.components(); k++) {
        each.put(shares.names().get(k), rounded(shares.values()[row * shares.components() + k]));
      }
    }
  }

  /**
   * Writes what all methods share.
   *
   * @param runs whose neighbours are to be shown too
   */
  public void drawShared(Path folder, List<RunFolder> runs) throws IOException {
    int[] train = neighbourRows(runs);
    if (PictureSheet.canShow(split.test().shape())) {
      drawPictures(folder, train);
    }
    List<String> columns = split.encoder().columnNames();
    if (!columns.isEmpty() && columns.size() <= MOST_COLUMNS) {
      ObjectNode root = newFile();
      ArrayNode names = root.putArray("columns");
      columns.forEach(names::add);
      putValues(root.putObject("test"), split.encoder(), split.test(), shown.points());
      putValues(root.putObject("train"), split.encoder(), split.train(), train);
      Json.write(folder.resolve("values.json"), root);
    }
    ScenePlaces scene = split.scene();
    if (scene != null) {
      ObjectNode root = newFile().put("height", scene.height()).put("width", scene.width());
      ArrayNode test = root.putArray("test");
      Arrays.stream(scene.test()).forEach(test::add);
      Json.write(folder.resolve("places.json"), root);
    }
  }

  /** Whether the runs have something to show, but what they share was not drawn any more. */
  public static boolean wasStopped(Path folder, List<RunFolder> runs) {
    return Stream.of("pictures.json", "values.json", "places.json")
            .noneMatch(name -> Files.exists(folder.resolve(name)))
        && runs.stream().anyMatch(run -> Files.exists(run.neighbours()));
  }

  private static int[] neighbourRows(List<RunFolder> runs) throws IOException {
    TreeSet<Integer> rows = new TreeSet<>();
    for (RunFolder run : runs) {
      if (Files.exists(run.neighbours())) {
        for (JsonNode query : Json.read(run.neighbours()).path("queries")) {
          query.path("neighbours").forEach(neighbour -> rows.add(neighbour.path("row").asInt()));
        }
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private void drawPictures(Path folder, int[] train) throws IOException {
    PictureSheet sheet = PictureSheet.draw(split.test().inputs(), shown.points());
    ObjectNode root =
        newFile()
            .put("width", sheet.width())
            .put("height", sheet.height())
            .put("cellWidth", sheet.cellWidth())
            .put("cellHeight", sheet.cellHeight())
            .put("columns", sheet.columns());
    ArrayNode testRows = root.putArray("test");
    Arrays.stream(shown.points()).forEach(testRows::add);
    ArrayNode trainRows = root.putArray("train");
    Arrays.stream(train).forEach(trainRows::add);
    AtomicFiles.write(folder.resolve("pictures-test.jpg"), sheet.jpeg());
    if (train.length > 0) {
      AtomicFiles.write(
          folder.resolve("pictures-train.jpg"),
          PictureSheet.draw(split.train().inputs(), train).jpeg());
    }
    Json.write(folder.resolve("pictures.json"), root);
  }

  private static void putValues(ObjectNode node, RowEncoder encoder, Dataset data, int[] rows) {
    ArrayNode numbers = node.putArray("rows");
    ArrayNode values = node.putArray("values");
    float[] row = new float[data.shape().values()];
    for (int number : rows) {
      numbers.add(number);
      data.inputs().read(number, row, 0);
      ArrayNode cells = values.addArray();
      for (Object cell : encoder.cells(row)) {
        cells.addPOJO(cell);
      }
    }
  }

  private static ObjectNode newFile() {
    return Json.MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).doubleValue();
  }
}
