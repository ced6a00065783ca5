package org.fierce.experiment;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fierce.algebra.Pca;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.RowEncoder;
import org.fierce.data.ScenePlaces;
import org.fierce.files.WriteFailure;
import org.fierce.illustrate.Lookup;
import org.fierce.illustrate.PictureSheet;
import org.fierce.illustrate.PointMap;
import org.fierce.illustrate.ShownRows;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineValue;
import org.fierce.run.Illustration;
import org.fierce.run.MapPoints;
import org.fierce.run.Neighbours;
import org.fierce.run.Pictures;
import org.fierce.run.PixelPlaces;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.fierce.run.TableValues;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes what a report shows beside scores. For each run: {@link MapPoints} and {@link
 * Neighbours}. Once for all that share a split: {@link Pictures} of images, {@link TableValues} of
 * tables of few columns, {@link PixelPlaces} of scenes.
 */
public final class Illustrator {
  private static final Logger LOG = LoggerFactory.getLogger(Illustrator.class);
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
      mapPoints(PointMap.of(points, seed)).write(folder.map());
    }
    neighbours(Lookup.of(train, test, shown.queries(), NEIGHBOURS)).write(folder.neighbours());
  }

  private MapPoints mapPoints(PointMap map) {
    Map<String, MapPoints.Layout> layouts = new LinkedHashMap<>();
    layouts.put("pca", layout(map.pca(), map.explained()));
    PointMap.Layout umap = map.umap();
    if (umap != null) {
      layouts.put("umap", layout(umap, new double[0]));
    }
    return new MapPoints(shown.points(), layouts);
  }

  private static MapPoints.Layout layout(PointMap.Layout layout, double[] explained) {
    return new MapPoints.Layout(rounded(layout.x()), rounded(layout.y()), rounded(explained));
  }

  private Neighbours neighbours(List<Lookup> lookups) {
    Dataset train = split.train();
    CoarseLabels coarse = train.coarse();
    List<Neighbours.Query> queries = new ArrayList<>();
    for (Lookup lookup : lookups) {
      List<Neighbours.Neighbour> nearest = new ArrayList<>();
      for (Lookup.Neighbour neighbour : lookup.neighbours()) {
        int row = neighbour.row();
        FineValue fine = train.fine() == null ? null : train.fine().value(row);
        nearest.add(
            new Neighbours.Neighbour(
                row,
                rounded(neighbour.cosine()),
                coarse.names().get(coarse.labels()[row]),
                fine == null ? null : fine.withShares(Illustrator::rounded)));
      }
      queries.add(new Neighbours.Query(lookup.row(), nearest));
    }
    return new Neighbours(queries);
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
    RowEncoder encoder = split.encoder();
    List<String> columns = encoder.columnNames();
    if (!columns.isEmpty() && columns.size() <= MOST_COLUMNS) {
      new TableValues(
              columns,
              cells(encoder, split.test(), shown.points()),
              cells(encoder, split.train(), train))
          .write(folder.resolve(TableValues.FILE));
    }
    ScenePlaces scene = split.scene();
    if (scene != null) {
      PixelPlaces.of(scene).write(folder.resolve(PixelPlaces.FILE));
    }
  }

  /** Whether the runs have something to show, but what they share was not drawn any more. */
  public static boolean wasStopped(Path folder, List<RunFolder> runs) {
    return Stream.of(Pictures.FILE, TableValues.FILE, PixelPlaces.FILE)
            .noneMatch(name -> Files.exists(folder.resolve(name)))
        && runs.stream().anyMatch(run -> Files.exists(run.neighbours()));
  }

  private static int[] neighbourRows(List<RunFolder> runs) throws IOException {
    TreeSet<Integer> rows = new TreeSet<>();
    for (RunFolder run : runs) {
      if (Files.exists(run.neighbours())) {
        Neighbours.read(run.neighbours()).queries().stream()
            .flatMap(query -> query.neighbours().stream())
            .forEach(neighbour -> rows.add(neighbour.row()));
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  private void drawPictures(Path folder, int[] train) throws IOException {
    PictureSheet sheet = PictureSheet.draw(split.test().inputs(), shown.points());
    new Pictures(
            sheet.width(),
            sheet.height(),
            sheet.cellWidth(),
            sheet.cellHeight(),
            sheet.columns(),
            shown.points(),
            train)
        .write(
            folder,
            sheet.jpeg(),
            train.length == 0
                ? new byte[0]
                : PictureSheet.draw(split.train().inputs(), train).jpeg());
  }

  private static TableValues.Rows cells(RowEncoder encoder, Dataset data, int[] rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    float[] row = new float[data.shape().values()];
    for (int number : rows) {
      data.inputs().read(number, row, 0);
      values.add(encoder.cells(row));
    }
    return new TableValues.Rows(rows, values);
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(Illustrator::rounded).toArray();
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).doubleValue();
  }
}
