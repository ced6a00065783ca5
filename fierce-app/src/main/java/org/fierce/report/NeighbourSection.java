package org.fierce.report;

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

  private final Details details;
  private final TestRows labels;
  private final boolean judges;

  private NeighbourSection(Details details, TestRows labels) {
    this.details = details;
    this.labels = labels;
    this.judges = labels.fine().length > 0;
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
        .text(
            "Test rows (left) and the training rows nearest to them by cosine, nearest first, in the first seed.")
        .text(
            judges
                ? " ✓ and a solid line: the same fine class. ✗ and a dashed line: another one; ✗✗: another coarse class too."
                : " First stands the fine target, last the cosine.")
        .raw("</p>\n");
    for (int m = 0; m < methods.size(); m++) {
      method(page, methods.get(m), m == 0);
    }
    page.raw("</section>\n");
  }

  private void method(Html page, Details.Method method, boolean isOpen) {
    page.raw(isOpen ? "<details open><summary>" : "<details><summary>")
        .text(method.name())
        .raw(" <small>")
        .text(judges ? share(method) : "")
        .raw("</small></summary>\n<div class=\"queries\">\n");
    List<Query> queries = method.neighbours();
    int shown = details.inputs().pictures() == null ? WITHOUT_PICTURES : queries.size();
    for (Query query : queries.subList(0, Math.min(shown, queries.size()))) {
      if (query.row() < labels.size()) {
        query(page, query);
      }
    }
    page.raw("</div></details>\n");
  }

  private String share(Details.Method method) {
    int right = 0;
    int all = 0;
    for (Query query : method.neighbours()) {
      for (Neighbour one : query.neighbours()) {
        right += text(one.fine()).equals(fine(query.row())) ? 1 : 0;
        all++;
      }
    }
    return "%d of %d of the same fine class".formatted(right, all);
  }

  private void query(Html page, Query query) {
    int row = query.row();
    String coarse = labels.coarse()[row] < 0 ? "" : details.coarse().name(labels.coarse()[row]);
    page.raw("<div class=\"query\"><div class=\"asked\">");
    row(page, "test", row, fine(row), coarse);
    page.raw("</div><ol>");
    for (Neighbour one : query.neighbours()) {
      boolean isRight = judges && text(one.fine()).equals(fine(row));
      boolean isFar = !coarse.equals(one.coarse());
      page.raw(!judges ? "<li>" : isRight ? "<li class=\"right\">" : "<li class=\"wrong\">");
      row(page, "train", one.row(), text(one.fine()), Objects.requireNonNullElse(one.coarse(), ""));
      page.raw("<small>");
      if (judges) {
        page.raw("<b>")
            .raw(isRight ? "✓" : isFar ? "✗✗" : "✗")
            .raw("</b><span class=\"unseen\">")
            .raw(isRight ? " right" : isFar ? " another coarse class" : " another fine class")
            .raw("</span> ");
      }
      page.text(Numbers.fixed(one.cosine(), 2)).raw("</small></li>");
    }
    page.raw("</ol></div>\n");
  }

  /** A row: its picture if there is one, its fine target, else its coarse class. */
  private void row(Html page, String part, int row, String fine, String coarse) {
    String label = fine.isEmpty() ? coarse : fine;
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
    List<String> values = values(part, row);
    Details.Values named = details.inputs().values();
    if (values != null && named != null) {
      page.raw("<small class=\"values\">");
      for (int c = 0; c < Math.min(values.size(), named.columns().size()); c++) {
        page.raw(c == 0 ? "" : ", ").text(named.columns().get(c) + " " + values.get(c));
      }
      page.raw("</small>");
    }
  }

  private @Nullable List<String> values(String part, int row) {
    Details.Values values = details.inputs().values();
    if (values == null) {
      return null;
    }
    Map<Integer, List<String>> rows = part.equals("test") ? values.test() : values.train();
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
