package org.fierce.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.labels.FineValue;
import org.fierce.run.Neighbours.Neighbour;
import org.fierce.run.Neighbours.Query;
import org.jspecify.annotations.Nullable;

/** The part of the report that shows the nearest training rows of some test rows. */
final class NeighbourSection {
  /** Queries shown of rows that are no pictures: words take more room. */
  private static final int WITHOUT_PICTURES = 6;

  /** Rows shown before more are asked for. */
  private static final int FIRST_ROWS = 6;

  /** Tables shown before more are asked for, and the neighbours in each. */
  private static final int FIRST_TABLES = 3;

  private static final int IN_TABLE = 5;

  private final Details details;
  private final TestRows labels;
  private final boolean judges;
  private final @Nullable NeighbourTable table;

  private NeighbourSection(Details details, TestRows labels) {
    this.details = details;
    this.labels = labels;
    this.judges = labels.fine().length > 0;
    Details.Values values = details.inputs().values();
    boolean isTable = details.inputs().pictures() == null && NeighbourTable.fits(values);
    this.table = isTable && values != null ? new NeighbourTable(values) : null;
  }

  static void write(Html page, Details details) {
    List<Details.Method> methods =
        details.methods().stream().filter(m -> !m.neighbours().isEmpty()).toList();
    TestRows labels = details.labels();
    if (labels != null && !methods.isEmpty()) {
      new NeighbourSection(details, labels).write(page, methods);
    }
  }

  private void write(Html page, List<Details.Method> methods) {
    page.raw("<section id=\"neighbours\"><h2>Nearest neighbours</h2>\n<p class=\"aside\">")
        .text(words())
        .raw("</p>\n");
    Details.Method open =
        methods.stream().max(Comparator.comparingInt(this::right)).orElse(methods.get(0));
    methods.forEach(method -> method(page, method, method.equals(open)));
    page.raw("</section>\n");
  }

  private String words() {
    String marks =
        judges ? "✓: the same fine class. ✗: another one; ✗✗: another coarse class too." : "";
    return (table == null
            ? "Test rows (left) and the training rows nearest to them by cosine, nearest first, in the first seed. %s"
                .formatted(judges ? marks : "First stands the fine target, last the cosine.")
            : "A test row in the first line and below it the training rows nearest to it by cosine, nearest first, in the first seed; small: the difference to the test row. Of the columns, those in which they differ most. %s"
                .formatted(marks))
        .strip();
  }

  private void method(Html page, Details.Method method, boolean isOpen) {
    page.raw(isOpen ? "<details open><summary>" : "<details><summary>")
        .text(method.name())
        .raw(" <small>")
        .text(judges ? share(method) : "")
        .raw("</small></summary>\n<div class=\"queries\">\n");
    List<Query> queries =
        method.neighbours().stream().filter(query -> query.row() < labels.size()).toList();
    int most = details.inputs().pictures() == null ? WITHOUT_PICTURES : queries.size();
    int shown = table == null ? FIRST_ROWS : FIRST_TABLES;
    queries(page, queries.subList(0, Math.min(shown, queries.size())));
    page.raw("</div>");
    if (shown < Math.min(most, queries.size())) {
      page.raw("<details><summary>More rows</summary><div class=\"queries\">\n");
      queries(page, queries.subList(shown, Math.min(most, queries.size())));
      page.raw("</div></details>");
    }
    page.raw("</details>\n");
  }

  private void queries(Html page, List<Query> queries) {
    for (Query query : queries) {
      if (table != null && values("test", query.row()) != null) {
        table.write(page, asked(query.row()), others(query));
      } else {
        query(page, query);
      }
    }
  }

  private String share(Details.Method method) {
    int all = method.neighbours().stream().mapToInt(query -> query.neighbours().size()).sum();
    return "%d of %d of the same fine class".formatted(right(method), all);
  }

  /** How many neighbours have the fine class of their row; 0 of targets that are no classes. */
  private int right(Details.Method method) {
    int right = 0;
    for (Query query : method.neighbours()) {
      for (Neighbour one : query.neighbours()) {
        right +=
            judges && query.row() < labels.size() && text(one.fine()).equals(fine(query.row()))
                ? 1
                : 0;
      }
    }
    return right;
  }

  private NeighbourTable.Line asked(int row) {
    return new NeighbourTable.Line(
        label(fine(row), coarse(row)), "the test row", values("test", row));
  }

  private List<NeighbourTable.Line> others(Query query) {
    return query.neighbours().stream()
        .limit(IN_TABLE)
        .map(
            one ->
                new NeighbourTable.Line(
                    label(text(one.fine()), Objects.requireNonNullElse(one.coarse(), "")),
                    (judges ? mark(query, one) + " " : "")
                        + "cosine "
                        + Numbers.fixed(one.cosine(), 3),
                    values("train", one.row())))
        .toList();
  }

  private String mark(Query query, Neighbour one) {
    return text(one.fine()).equals(fine(query.row()))
        ? "✓"
        : coarse(query.row()).equals(one.coarse()) ? "✗" : "✗✗";
  }

  private String coarse(int row) {
    return labels.coarse()[row] < 0 ? "" : details.coarse().name(labels.coarse()[row]);
  }

  private static String label(String fine, String coarse) {
    return fine.isEmpty() ? coarse : fine;
  }

  private void query(Html page, Query query) {
    int row = query.row();
    String coarse = coarse(row);
    page.raw("<div class=\"query\"><div class=\"asked\">");
    row(page, "test", row, fine(row), coarse);
    page.raw("</div><ol>");
    for (Neighbour one : query.neighbours()) {
      boolean isRight = judges && text(one.fine()).equals(fine(row));
      page.raw(!judges ? "<li>" : isRight ? "<li class=\"right\">" : "<li class=\"wrong\">");
      row(page, "train", one.row(), text(one.fine()), Objects.requireNonNullElse(one.coarse(), ""));
      page.raw("<small>");
      if (judges) {
        page.raw("<b>")
            .raw(mark(query, one))
            .raw("</b><span class=\"unseen\">")
            .raw(
                isRight
                    ? " right"
                    : coarse.equals(one.coarse()) ? " another fine class" : " another coarse class")
            .raw("</span> ");
      }
      page.text(Numbers.fixed(one.cosine(), 2)).raw("</small></li>");
    }
    page.raw("</ol></div>\n");
  }

  /** A row: its picture if there is one, its fine target, else its coarse class. */
  private void row(Html page, String part, int row, String fine, String coarse) {
    String label = label(fine, coarse);
    SpriteSheets pictures = details.inputs().pictures();
    if (pictures != null) {
      Integer place =
          (part.equals("test") ? pictures.testPlaces() : pictures.trainPlaces()).get(row);
      if (place != null) {
        page.raw("<span class=\"picture " + part + "-picture\" role=\"img\" aria-label=\"")
            .text(label)
            .raw("\" style=\"" + pictures.position(place) + "\"></span>");
      }
    }
    page.element("span", "class=\"name\"", label);
    List<@Nullable Object> values = values(part, row);
    if (values != null) {
      page.element(
          "small",
          "class=\"values\"",
          String.join(", ", values.stream().map(Details.Values::text).toList()));
    }
  }

  private @Nullable List<@Nullable Object> values(String part, int row) {
    Details.Values values = details.inputs().values();
    if (values == null) {
      return null;
    }
    Map<Integer, List<@Nullable Object>> rows =
        part.equals("test") ? values.test() : values.train();
    return rows.get(row);
  }

  /** The fine target of a test row, written as those of neighbours are. */
  private String fine(int row) {
    if (judges) {
      return labels.fine()[row] < 0 ? "" : details.fine().name(labels.fine()[row]);
    }
    if (labels.value().length > 0) {
      return Numbers.plain(labels.value()[row]);
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    labels.shares().forEach((component, values) -> shares.put(component, values[row]));
    return text(shares);
  }

  /** A class as it is, a number in short, shares as {@code soil 0.20, tree 0.80}. */
  private static String text(@Nullable FineValue fine) {
    if (fine == null) {
      return "";
    }
    return fine.name() != null
        ? fine.name()
        : fine.shares().isEmpty() ? Numbers.plain(fine.number()) : text(fine.shares());
  }

  private static String text(Map<String, Double> shares) {
    return String.join(
        ", ",
        shares.entrySet().stream()
            .map(share -> share.getKey() + " " + Numbers.fixed(share.getValue(), 2))
            .toList());
  }
}
