package org.fierce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fierce.run.MapPoints;
import org.jspecify.annotations.Nullable;

/**
 * The part of the report that draws test rows in a plane. Here their places and what is said of
 * them go into the page's data; the script draws them.
 */
final class MapSection {
  /** Places are whole numbers up to this. */
  private static final int STEPS = 2000;

  private final Details details;
  private final TestRows labels;
  private final int[] rows;

  private MapSection(Details details, TestRows labels, int[] rows) {
    this.details = details;
    this.labels = labels;
    this.rows = rows;
  }

  static void write(Html page, Details details, ObjectNode data) {
    TestRows labels = details.labels();
    List<Details.Method> drawn =
        details.methods().stream()
            .filter(m -> m.map() != null && !m.map().layouts().isEmpty() && !m.runs().isEmpty())
            .toList();
    if (labels == null || drawn.isEmpty()) {
      return;
    }
    int[] rows = Objects.requireNonNull(drawn.get(0).map()).rows();
    List<Details.Method> alike =
        drawn.stream()
            .filter(m -> Arrays.equals(rows, Objects.requireNonNull(m.map()).rows()))
            .toList();
    if (rows.length == 0 || Arrays.stream(rows).anyMatch(row -> row < 0 || row >= labels.size())) {
      return;
    }
    new MapSection(details, labels, rows).put(data.putObject("map"), alike);
    boolean bends =
        alike.stream().anyMatch(m -> Objects.requireNonNull(m.map()).layouts().size() > 1);
    page.raw("<section id=\"map\"><h2>Map of the embeddings</h2>\n<p class=\"aside\">")
        .text(
            "%s of the first seed. Point at one, or go through them with the arrow keys, to see what it is. PCA keeps distances as far as a plane can%s. What looks far apart in a map is no proof; scores are."
                .formatted(
                    Details.some(rows.length, labels.size()),
                    bends
                        ? "; UMAP and t-SNE keep neighbourhoods and bend distances, so gaps and sizes mean little there"
                        : ""))
        .raw("</p>\n<div id=\"map-app\"></div>\n<noscript><p class=\"note\">")
        .raw(
            "The map is drawn by the page's own script, which is switched off here.</p></noscript></section>\n");
  }

  private void put(ObjectNode map, List<Details.Method> methods) {
    integers(map.putArray("rows"), rows);
    ArrayNode ids = map.putArray("ids");
    for (int row : rows) {
      ids.add(row < labels.ids().size() ? labels.ids().get(row) : Integer.toString(row));
    }
    integers(map.putArray("coarse"), pick(labels.coarse()));
    if (labels.fine().length > 0) {
      integers(map.putArray("fine"), pick(labels.fine()));
    }
    if (labels.value().length > 0) {
      numbers(map.putArray("value"), labels.value(), 6);
    }
    if (!labels.shares().isEmpty()) {
      ObjectNode shares = map.putObject("shares");
      labels.shares().forEach((name, values) -> numbers(shares.putArray(name), values, 3));
    }
    map.put("reading", Details.words(details.reading()));
    inputs(map);
    ArrayNode list = map.putArray("methods");
    methods.forEach(method -> method(list.addObject(), method));
    map.put("left", 0);
    map.put("right", methods.size() > 1 ? 1 : 0);
  }

  private void inputs(ObjectNode map) {
    SpriteSheets pictures = details.inputs().pictures();
    if (pictures != null && pictures.test().jpeg().length > 0) {
      ObjectNode sheet = map.putObject("pictures").put("columns", pictures.columns());
      sheet.put("stepX", pictures.cellWidth() * pictures.scale());
      sheet.put("stepY", pictures.cellHeight() * pictures.scale());
      ArrayNode places = sheet.putArray("places");
      for (int row : rows) {
        places.add(pictures.testPlaces().getOrDefault(row, -1));
      }
    }
    Details.Values values = details.inputs().values();
    if (values != null) {
      ObjectNode node = map.putObject("values");
      ArrayNode columns = node.putArray("columns");
      values.columns().forEach(columns::add);
      ArrayNode cells = node.putArray("cells");
      for (int row : rows) {
        ArrayNode line = cells.addArray();
        List<@Nullable Object> known = values.test().get(row);
        for (int c = 0; c < values.columns().size(); c++) {
          line.add(known == null ? "" : Details.Values.text(known.get(c)));
        }
      }
    }
  }

  private void method(ObjectNode node, Details.Method method) {
    node.put("name", method.name());
    ArrayNode layouts = node.putArray("layouts");
    Objects.requireNonNull(method.map())
        .layouts()
        .forEach((name, layout) -> layout(layouts.addObject().put("name", words(name)), layout));
    TestRows run = method.runs().get(0);
    if (run.predictedCoarse().length > 0) {
      integers(node.putArray("predicted"), pick(run.predictedCoarse()));
      numbers(node.putArray("confidence"), run.confidence(), 2);
    }
    int[] told = run.decisions().get(details.reading());
    if (told != null && run.fine().length > 0) {
      integers(node.putArray("told"), pick(told));
      ArrayNode right = node.putArray("right");
      for (int row : rows) {
        right.add(told[row] < 0 ? -1 : told[row] == run.fine()[row] ? 1 : 0);
      }
    } else if (run.predicted().length > 0 || !run.predictedShares().isEmpty()) {
      double[] errors = new double[run.size()];
      Arrays.setAll(errors, row -> run.outcome(row, ""));
      numbers(node.putArray("error"), errors, 4);
      if (run.predicted().length > 0) {
        numbers(node.putArray("number"), run.predicted(), 6);
      }
    }
  }

  /** The name of a layout for people. */
  private static String words(String layout) {
    return switch (layout) {
      case "pca" -> "PCA";
      case "umap" -> "UMAP";
      case "tsne" -> "t-SNE";
      default -> layout;
    };
  }

  /** Places of the points in steps; those far out stand at the edge, so that the others show. */
  private static void layout(ObjectNode node, MapPoints.Layout layout) {
    double[] across = frame(layout.x());
    double[] up = frame(layout.y());
    double scale = STEPS / Math.max(Math.max(across[1] - across[0], up[1] - up[0]), 1e-30);
    ArrayNode x = node.putArray("x");
    ArrayNode y = node.putArray("y");
    int outside = 0;
    for (int i = 0; i < layout.x().length; i++) {
      double placeX = Math.max(across[0], Math.min(across[1], layout.x()[i]));
      double placeY = Math.max(up[0], Math.min(up[1], layout.y()[i]));
      outside += placeX != layout.x()[i] || placeY != layout.y()[i] ? 1 : 0;
      x.add((int) Math.round((placeX - across[0]) * scale));
      y.add((int) Math.round((placeY - up[0]) * scale));
    }
    List<String> notes = new ArrayList<>();
    if (layout.explained().length == 2) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%.0f %% and %.0f %% of the variance across and up",
              100 * layout.explained()[0],
              100 * layout.explained()[1]));
    }
    if (outside > 0) {
      notes.add(outside + " far out, drawn at the edge");
    }
    if (!notes.isEmpty()) {
      node.put("note", String.join(", ", notes));
    }
  }

  /** All values, but no further out than half the width that holds the middle 98 % of them. */
  private static double[] frame(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new double[] {0, 1};
    }
    int last = sorted.length - 1;
    double low = sorted[(int) Math.round(0.01 * last)];
    double high = sorted[(int) Math.round(0.99 * last)];
    double room = (high - low) / 2;
    return room > 0
        ? new double[] {Math.max(sorted[0], low - room), Math.min(sorted[last], high + room)}
        : new double[] {sorted[0], sorted[last]};
  }

  private int[] pick(int[] all) {
    return Arrays.stream(rows).map(row -> all[row]).toArray();
  }

  private static void integers(ArrayNode array, int[] values) {
    Arrays.stream(values).forEach(array::add);
  }

  /** The map's rows of these values, with so many significant digits. */
  private void numbers(ArrayNode array, double[] values, int digits) {
    for (int row : rows) {
      if (Double.isFinite(values[row])) {
        array.add(new BigDecimal(values[row]).round(new MathContext(digits)).doubleValue());
      } else {
        array.addNull();
      }
    }
  }
}
