package org.fierce.data.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.data.DataRoot;
import org.fierce.data.csv.LabelledRows;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.Bins;
import org.fierce.labels.CoarseLabels;
import org.jspecify.annotations.Nullable;

/**
 * The columns that hold the labels of a row.
 *
 * <ul>
 *   <li>{@code {coarse: category}}, {@code {coarse: category, fine: product}}: columns of the file;
 *   <li>{@code {coarse: "bins(price, 2)", fine: price}}: a number cut into bins;
 *   <li>{@code {fine: product, hierarchy: groups.csv}}: coarse classes from a file that groups the
 *       fine ones; a source with one label of its own needs no {@code fine};
 *   <li>{@code {fine: {shares: [a, b, c]}}}: coarse label = largest share;
 *   <li>{@code {}}: the source's own labels.
 * </ul>
 *
 * @param coarse column, or rule for bins as {@link Bins#parse} reads it, or null
 * @param fine columns of the fine target, or null
 * @param hierarchy CSV file with the columns fine and coarse, found through the data root, or null
 */
public record LabelColumns(
    @Nullable String coarse, @Nullable FineColumns fine, @Nullable String hierarchy) {
  /**
   * Checks that the parts do not contradict each other.
   *
   * @throws IllegalArgumentException if there are both a coarse column and a hierarchy, a name is
   *     blank, a rule for bins cannot be read, or a hierarchy is to group numbers or shares
   */
  public LabelColumns {
    if (coarse != null && hierarchy != null) {
      throw new IllegalArgumentException(
          "coarse labels come from column \"%s\" or from hierarchy \"%s\", not both"
              .formatted(coarse, hierarchy));
    }
    if (coarse != null && coarse.isBlank()) {
      throw new IllegalArgumentException("the coarse column has a blank name");
    }
    if (coarse != null && Bins.isBins(coarse)) {
      Bins.parse(coarse);
    }
    if (hierarchy != null && fine != null && (fine.number() != null || !fine.shares().isEmpty())) {
      throw new IllegalArgumentException(
          "hierarchy \"%s\" groups fine classes, but the fine target is %s"
              .formatted(hierarchy, fine));
    }
  }

  /** The source's own labels. */
  public static LabelColumns own() {
    return new LabelColumns(null, null, null);
  }

  /** A coarse column or rule for bins alone. */
  public static LabelColumns coarse(String coarse) {
    return new LabelColumns(coarse, null, null);
  }

  /** A coarse column or rule for bins, and a fine column. */
  public static LabelColumns of(String coarse, String fine) {
    return new LabelColumns(coarse, FineColumns.of(fine), null);
  }

  /** Fine classes grouped by a file. */
  public static LabelColumns grouped(@Nullable String fine, String hierarchy) {
    return new LabelColumns(null, fine == null ? null : FineColumns.of(fine), hierarchy);
  }

  /** Adds the files that these labels need besides those of the rows. */
  public void addFiles(DataRoot root, List<Path> files) throws IOException {
    Path file = hierarchyFile(root);
    if (file != null) {
      files.add(file);
    }
  }

  /** The file that groups fine classes, or null. */
  public @Nullable Path hierarchyFile(DataRoot root) throws IOException {
    return hierarchy == null ? null : root.resolve(hierarchy);
  }

  /** The rule for bins, or null where the coarse label is something else. */
  public @Nullable Bins bins() {
    return coarse != null && Bins.isBins(coarse) ? Bins.parse(coarse) : null;
  }

  /**
   * The coarse labels of all rows by the rule for bins, whose edges are taken from all of them.
   *
   * @throws DatasetFormatException if a value is missing or no number
   * @throws IllegalStateException if there is no such rule
   */
  public CoarseLabels cut(LabelledRows rows) throws DatasetFormatException {
    Bins rule = bins();
    if (rule == null) {
      throw new IllegalStateException("the coarse label is no number cut into bins");
    }
    double[] values = FineReader.toCut(rows, rule.column());
    try {
      return rule.edges(values).labels(values);
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(rows.source() + ": " + e.getMessage(), e);
    }
  }

  /** These columns with the source's own ones where nothing was said. */
  public LabelColumns orOwn(String ownCoarse, @Nullable String ownFine, String ownToGroup) {
    if (hierarchy != null && fine == null) {
      return new LabelColumns(null, FineColumns.ofClasses(ownToGroup), hierarchy);
    }
    if (coarse == null && hierarchy == null && fine == null) {
      return new LabelColumns(
          ownCoarse, ownFine == null ? null : FineColumns.ofClasses(ownFine), null);
    }
    return this;
  }

  /** All columns that labels are made of: they are no features. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    Bins bins = bins();
    if (bins != null) {
      columns.add(bins.column());
    } else if (coarse != null) {
      columns.add(coarse);
    }
    if (fine != null) {
      columns.addAll(fine.columns());
    }
    return columns.stream().distinct().toList();
  }
}
