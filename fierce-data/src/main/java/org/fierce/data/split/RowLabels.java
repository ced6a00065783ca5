package org.fierce.data.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.data.ColumnProfile;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.Inputs;
import org.fierce.data.RowEncoder;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.Problems;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.Bins;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.labels.LabelHierarchy;
import org.jspecify.annotations.Nullable;

/**
 * Labels of all rows of a source, and which rows are for training and which for the test.
 *
 * @param coarse of all rows
 * @param fine of all rows, or null
 * @param train training rows
 * @param validation rows for choices, where the files name them; else none
 * @param test test rows; their fine targets are known
 * @param notes how the labels were read, where that is not the plain way
 */
public record RowLabels(
    CoarseLabels coarse,
    @Nullable FineTargets fine,
    int[] train,
    int[] validation,
    int[] test,
    List<String> notes) {
  /**
   * How the rows are split; {@code strata} are null while the coarse labels depend on the parts.
   */
  public static final class Partition {
    private interface Rule {
      SplitRows parts(int rows, @Nullable CoarseLabels strata) throws DatasetFormatException;
    }

    private final Rule rule;

    private Partition(Rule rule) {
      this.rule = rule;
    }
  }

  /** The first {@code trainRows} rows for training, the rest for the test. */
  public static Partition consecutive(int trainRows) {
    return new Partition(
        (rows, strata) -> {
          int[] all = new int[rows];
          Arrays.setAll(all, row -> row);
          return SplitRows.of(
              new Splits.Parts(
                  Arrays.copyOf(all, trainRows), Arrays.copyOfRange(all, trainRows, rows)));
        });
  }

  /** Rows drawn by the split's fraction. */
  public static Partition drawn(double fraction, long seed) {
    return new Partition(
        (rows, strata) ->
            SplitRows.of(
                strata == null
                    ? Splits.fraction(rows, fraction, seed)
                    : Splits.fraction(strata, fraction, seed)));
  }

  /** Rows as a column says, by the words of {@link RowPart}. */
  public static Partition byColumn(LabelledRows source, String column) {
    return new Partition((rows, strata) -> SplitRows.byColumn(source, column, text -> text));
  }

  /** Rows as the folder says that the names in a column begin with. */
  public static Partition byFolder(LabelledRows source, String column) {
    return new Partition((rows, strata) -> SplitRows.byColumn(source, column, RowLabels::folder));
  }

  /** What stands before the first slash of a name; empty where there is none. */
  public static String folder(String name) {
    String path = name.replace('\\', '/').replaceFirst("^(\\./+)+", "");
    return path.substring(0, Math.max(0, path.indexOf('/')));
  }

  /**
   * Adds the rows of a table to the problems whose labels cannot be read: without a coarse label,
   * or with a text where the number of a label is.
   *
   * @throws DatasetFormatException if a column is missing, or fits no kind of label
   */
  public static void addFaults(LabelColumns columns, CsvTable table, Problems problems)
      throws DatasetFormatException {
    Bins bins = columns.bins();
    if (bins != null) {
      FineReader.toCut(table, bins.column(), problems);
    } else if (columns.coarse() != null) {
      table.addEmpty(columns.coarse(), problems);
    }
    FineColumns fine = columns.fine();
    if (columns.hierarchy() != null && fine != null) {
      table.addEmpty(fine.single(), problems);
      return;
    }
    boolean isCut = fine != null && bins != null && fine.columns().equals(List.of(bins.column()));
    if (!isCut) {
      FineTargets targets = new FineReader(columns, table, new ArrayList<>(), problems).read();
      if (columns.coarse() == null && targets != null) {
        addUnknown(targets, table, problems);
      }
    }
  }

  /**
   * Adds the rows to the problems that a split column puts into no part.
   *
   * @param holdsFolders whether the part is the first folder of the names in it
   * @throws DatasetFormatException if there is no such column
   */
  public static void addSplitFaults(
      CsvTable table, String column, boolean holdsFolders, Problems problems)
      throws DatasetFormatException {
    SplitRows.addFaults(table, column, holdsFolders ? RowLabels::folder : text -> text, problems);
  }

  private static void addUnknown(FineTargets targets, CsvTable table, Problems problems) {
    for (int row = 0; row < table.size(); row++) {
      if (!targets.isKnown(row) && !problems.isBad(row)) {
        problems.addRow(
            row,
            "%s: all shares are empty, so no coarse label follows".formatted(table.lineOf(row)));
        problems.remedy("Fill them in, or take the row out.");
      }
    }
  }

  /** The same with other test rows. */
  public RowLabels withTest(int[] rows) {
    return new RowLabels(coarse, fine, train, validation, rows, notes);
  }

  /**
   * Makes the labels.
   *
   * @param name of the source, for messages
   * @throws DatasetFormatException if a column is missing, a label is empty, a coarse class has no
   *     training row, there is only one coarse class, or a fine class stands under two coarse ones
   */
  public static RowLabels of(
      String name, LabelColumns columns, @Nullable Path hierarchy, LabelledRows rows, Partition by)
      throws IOException {
    if (rows.size() == 0) {
      throw new DatasetFormatException(name + " has no rows; expected at least one for each class");
    }
    Bins bins = columns.bins();
    List<String> notes = new ArrayList<>(rows.notes());
    for (String column : columns.columns()) {
      int joined = rows.joined(column);
      if (joined > 0) {
        notes.add(
            "Names in column %s that differ in their Unicode form only (composed or not: NFC, NFD) count as one: %d of them."
                .formatted(column, joined));
      }
    }
    FineTargets fine = new FineReader(columns, rows, notes).readAll();
    CoarseLabels coarse;
    SplitRows parts;
    try {
      if (bins != null) {
        double[] values = FineReader.toCut(rows, bins.column());
        parts = checked(name, by.rule.parts(rows.size(), null));
        double[] training = Arrays.stream(parts.train()).mapToDouble(row -> values[row]).toArray();
        coarse = bins.edges(training).labels(values);
      } else {
        coarse = coarse(columns, hierarchy, fine, rows);
        parts = checked(name, by.rule.parts(rows.size(), coarse));
      }
    } catch (IllegalArgumentException e) {
      throw new DatasetFormatException(name + ": " + e.getMessage(), e);
    }
    refuseEmptyClass(name, coarse, parts.train());
    notes.addAll(parts.notes());
    if (fine instanceof FineTargets.Classes classes) {
      refuseTwoCoarse(coarse, classes, rows);
    }
    return new RowLabels(
        coarse,
        fine,
        parts.train(),
        parts.validation(),
        scored(name, columns, fine, parts, notes),
        List.copyOf(notes));
  }

  /** The test rows whose fine target is known; the others are told of. */
  private static int[] scored(
      String name,
      LabelColumns columns,
      @Nullable FineTargets fine,
      SplitRows parts,
      List<String> notes)
      throws DatasetFormatException {
    if (fine == null) {
      return parts.test();
    }
    int[] test = Arrays.stream(parts.test()).filter(fine::isKnown).toArray();
    int left = parts.test().length - test.length;
    int untold = (int) Arrays.stream(parts.train()).filter(row -> !fine.isKnown(row)).count();
    String column = String.join(", ", Objects.requireNonNull(columns.fine()).columns());
    if (test.length == 0 || untold == parts.train().length) {
      throw new DatasetFormatException(
          "%s: no %s row has a fine target (%s); fill some in, or leave fine out to have no scores of it"
              .formatted(name, test.length == 0 ? "test" : "training", column));
    }
    if (left + untold > 0) {
      notes.add(
          "Rows without a fine target (%s): %d of %d. Those among the training rows (%d) teach their coarse class only; those among the test rows (%d) are left out of all scores."
              .formatted(column, left + untold, fine.size(), untold, left));
    }
    return test;
  }

  private static CoarseLabels coarse(
      LabelColumns columns, @Nullable Path hierarchy, @Nullable FineTargets fine, LabelledRows rows)
      throws IOException {
    if (hierarchy != null) {
      if (!(fine instanceof FineTargets.Classes classes)) {
        throw new IllegalArgumentException(
            "hierarchy %s needs a fine column to group; name it as labels: {fine: COLUMN, hierarchy: FILE}"
                .formatted(hierarchy));
      }
      LabelHierarchy groups = HierarchyFile.read(hierarchy);
      try {
        return groups.coarsen(classes);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(hierarchy + ": " + e.getMessage(), e);
      }
    }
    if (columns.coarse() != null) {
      FineTargets.Classes classes = rows.classes(columns.coarse());
      return new CoarseLabels(classes.labels(), classes.names());
    }
    CoarseLabels ofFine = fine == null ? null : fine.coarse();
    if (ofFine == null) {
      throw new IllegalArgumentException(
          "no coarse label is named; give labels a coarse column, bins, a hierarchy or shares");
    }
    return ofFine;
  }

  private static SplitRows checked(String name, SplitRows parts) throws DatasetFormatException {
    if (parts.train().length == 0 || parts.test().length == 0) {
      throw new DatasetFormatException(
          "%s has %d training rows and %d test rows; both need at least one"
              .formatted(name, parts.train().length, parts.test().length));
    }
    return parts;
  }

  private static void refuseEmptyClass(String name, CoarseLabels coarse, int[] train)
      throws DatasetFormatException {
    int[] counts = new int[coarse.classes()];
    for (int row : train) {
      counts[coarse.labels()[row]]++;
    }
    Problems problems = new Problems(name);
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 0) {
        problems.add(
            "coarse class \"%s\" is empty: none of the %d training rows has it"
                .formatted(coarse.names().get(c), train.length));
      }
    }
    problems.refuse("Leave it out, or split the rows otherwise.");
    if (counts.length < 2) {
      throw new DatasetFormatException(
          "%s: all rows have the one coarse class \"%s\"; there is nothing to learn from fewer than two"
              .formatted(name, coarse.names().get(0)));
    }
  }

  private static void refuseTwoCoarse(
      CoarseLabels coarse, FineTargets.Classes fine, LabelledRows rows)
      throws DatasetFormatException {
    int[] first = new int[fine.names().size()];
    Arrays.fill(first, -1);
    for (int row = 0; row < fine.size(); row++) {
      int f = fine.labels()[row];
      if (f == FineTargets.Classes.UNKNOWN) {
        continue;
      }
      if (first[f] < 0) {
        first[f] = row;
      } else if (coarse.labels()[first[f]] != coarse.labels()[row]) {
        throw new DatasetFormatException(
            ("%s: fine class \"%s\" has coarse class \"%s\" here but \"%s\" at %s; each fine class needs one"
                    + " coarse class (and a name of its own)")
                .formatted(
                    rows.place(row),
                    fine.names().get(f),
                    coarse.names().get(coarse.labels()[row]),
                    coarse.names().get(coarse.labels()[first[f]]),
                    rows.place(first[f])));
      }
    }
  }

  /** What the columns of the labels hold. */
  public List<ColumnProfile> profiles(LabelColumns columns) {
    List<ColumnProfile> profiles = new ArrayList<>();
    Bins bins = columns.bins();
    String classes = listed(coarse.names());
    if (bins != null) {
      profiles.add(
          new ColumnProfile(
              bins.column(),
              ColumnProfile.Kind.NUMBER,
              0,
              classes,
              "coarse label, in bins",
              false));
    } else if (columns.coarse() != null) {
      profiles.add(
          new ColumnProfile(
              columns.coarse(), ColumnProfile.Kind.CATEGORY, 0, classes, "coarse label", false));
    }
    FineTargets targets = fine;
    if (columns.fine() != null && targets != null) {
      int missing = targets.size() - targets.known().length;
      boolean areClasses = targets.numbers().isEmpty();
      for (String column : columns.fine().columns()) {
        profiles.add(
            new ColumnProfile(
                column,
                areClasses ? ColumnProfile.Kind.CATEGORY : ColumnProfile.Kind.NUMBER,
                missing,
                areClasses ? listed(targets.names()) : "",
                targets.isMixture() ? "fine target, a share" : "fine target",
                false));
      }
    }
    return profiles;
  }

  private static String listed(List<String> names) {
    String first = String.join(", ", names.stream().limit(4).map(CsvTable::shortened).toList());
    return names.size() > 4 ? "%s, ... (%d)".formatted(first, names.size()) : first;
  }

  /** The data set, with row limits and the validation part, from inputs of all rows. */
  public DataSplit over(
      String name, RowEncoder encoder, Inputs inputs, List<String> ids, RowOptions options) {
    Dataset all = new Dataset(name, inputs, coarse, fine, ids);
    return options.apply(
        new DataSplit(
                all.select(train),
                validation.length == 0 ? null : all.select(validation),
                all.select(test),
                encoder)
            .noted(notes));
  }

  /** The data set from inputs that hold training and test rows apart, in consecutive order. */
  public DataSplit over(
      String name, RowEncoder encoder, Inputs trainInputs, Inputs testInputs, RowOptions options) {
    return options.apply(
        new DataSplit(
                part(name, trainInputs, train, 0),
                null,
                part(name, testInputs, test, trainInputs.size()),
                encoder)
            .noted(notes));
  }

  private Dataset part(String name, Inputs inputs, int[] rows, int first) {
    Inputs chosen =
        rows.length == inputs.size()
            ? inputs
            : inputs.select(Arrays.stream(rows).map(row -> row - first).toArray());
    return Dataset.numbered(
        name, chosen, coarse.select(rows), fine == null ? null : fine.select(rows));
  }
}
