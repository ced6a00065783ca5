package org.fierce.data.encode;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.ColumnProfile.Kind;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.DateColumn;
import org.fierce.data.csv.DateForm;
import org.fierce.data.csv.NumberColumn;
import org.fierce.data.csv.NumberForm;
import org.jspecify.annotations.Nullable;

/** A column of a table that features are made of, with its values in all rows. */
abstract class ReadColumn {
  private static final int EXAMPLES = 4;

  private final String name;
  private @Nullable TableColumn learnt;

  ReadColumn(String name) {
    this.name = name;
  }

  final String name() {
    return name;
  }

  /** What was learnt of the column. */
  final TableColumn learnt() {
    if (learnt == null) {
      throw new IllegalStateException("nothing was learnt of column " + name);
    }
    return learnt;
  }

  abstract Kind kind();

  /** Range or examples of the values. */
  abstract String holds();

  /** Whether a row has no value. */
  abstract boolean isMissing(int row);

  /** Leaves the rows out that are not named. */
  abstract void keep(int[] rows);

  /** Learns from training rows, at least one of which has a value. */
  abstract TableColumn learn(int[] train);

  /** The features of all rows, once they were learnt. */
  abstract TableInputs.Piece features();

  /** The category of a row that no training row has; null where there is none such. */
  @Nullable String unseen(int row) {
    return null;
  }

  /** Learns and remembers it. */
  final void learnFrom(int[] train) {
    learnt = learn(train);
  }

  /** Number of the given rows without a value. */
  final int missing(int[] rows) {
    return (int) Arrays.stream(rows).filter(this::isMissing).count();
  }

  private static double[] kept(double[] values, int[] rows) {
    double[] kept = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      kept[i] = values[rows[i]];
    }
    return kept;
  }

  private static @Nullable BitSet missingRows(int rows, boolean isWanted, IntPredicate isMissing) {
    if (!isWanted) {
      return null;
    }
    BitSet missing = new BitSet();
    for (int row = 0; row < rows; row++) {
      missing.set(row, isMissing.test(row));
    }
    return missing;
  }

  /** Mean and offset of some numbers. */
  private record Centre(double mean, double offset) {
    static Centre of(double[] values, int[] rows) {
      double sum = 0;
      int present = 0;
      ColumnOffsets.Moments moments = new ColumnOffsets.Moments(1);
      for (int row : rows) {
        if (!Double.isNaN(values[row])) {
          sum += values[row];
          present++;
        }
        moments.add(0, values[row]);
      }
      return new Centre(sum / present, moments.offset(0));
    }
  }

  /** Numbers. */
  static final class OfNumbers extends ReadColumn {
    private final NumberForm form;
    private double[] values;

    OfNumbers(String name, NumberColumn read) {
      super(name);
      this.form = read.form();
      this.values = read.values();
    }

    @Override
    Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    String holds() {
      return range(values);
    }

    /** The least and the largest of some numbers. */
    static String range(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        least = value < least ? value : least;
        most = value > most ? value : most;
      }
      return "%s to %s".formatted(number(least), number(most));
    }

    private static String number(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : String.format(Locale.ROOT, "%.4g", value);
    }

    @Override
    boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }

    @Override
    void keep(int[] rows) {
      values = kept(values, rows);
    }

    @Override
    TableColumn learn(int[] train) {
      Centre centre = Centre.of(values, train);
      return TableColumn.Numbers.of(
          name(), centre.mean(), centre.offset(), missing(train) > 0, form);
    }

    @Override
    TableInputs.Piece features() {
      TableColumn.Numbers column = (TableColumn.Numbers) learnt();
      float[] features = new float[values.length];
      float[] one = new float[2];
      for (int row = 0; row < values.length; row++) {
        column.write(values[row], one, 0);
        features[row] = one[0];
      }
      BitSet missing = missingRows(values.length, column.hasIndicator(), this::isMissing);
      values = new double[0];
      return new Numbers(List.of(features), missing);
    }
  }

  /** Numbers of rows, and where a value is missing. */
  private record Numbers(List<float[]> columns, @Nullable BitSet missing)
      implements TableInputs.Piece {
    @Override
    public void write(int row, float[] target, int at) {
      for (int i = 0; i < columns.size(); i++) {
        target[at + i] = columns.get(i)[row];
      }
      if (missing != null && missing.get(row)) {
        target[at + columns.size()] = 1;
      }
    }

    @Override
    public int width() {
      return columns.size() + (missing == null ? 0 : 1);
    }
  }

  /** Categories. */
  static final class OfCategories extends ReadColumn {
    private final List<String> texts;
    private int[] codes;

    /**
     * Categories.
     *
     * @param coded texts by number, the empty one for all that stand for a missing value
     */
    OfCategories(String name, CsvTable.Coded coded) {
      super(name);
      this.texts = coded.texts();
      this.codes = coded.codes();
    }

    @Override
    Kind kind() {
      return Kind.CATEGORY;
    }

    @Override
    String holds() {
      List<String> known = texts.stream().filter(text -> !text.isEmpty()).toList();
      String first =
          String.join(", ", known.stream().limit(EXAMPLES).map(CsvTable::shortened).toList());
      return known.size() > EXAMPLES ? "%s, ... (%d)".formatted(first, known.size()) : first;
    }

    @Override
    boolean isMissing(int row) {
      return texts.get(codes[row]).isEmpty();
    }

    @Override
    void keep(int[] rows) {
      codes = Arrays.stream(rows).map(row -> codes[row]).toArray();
    }

    /** The texts of some rows, each once, the empty one among them where one has none. */
    Set<String> seen(int[] rows) {
      boolean[] isSeen = new boolean[texts.size()];
      for (int row : rows) {
        isSeen[codes[row]] = true;
      }
      Set<String> seen = new LinkedHashSet<>();
      for (int code = 0; code < isSeen.length; code++) {
        if (isSeen[code]) {
          seen.add(texts.get(code));
        }
      }
      return seen;
    }

    @Override
    TableColumn learn(int[] train) {
      return new TableColumn.OfCategories(name(), CsvTable.sorted(seen(train)));
    }

    private char[] placeOfCode() {
      List<String> categories = ((TableColumn.OfCategories) learnt()).categories();
      char[] places = new char[texts.size()];
      for (int code = 0; code < places.length; code++) {
        int place = categories.indexOf(texts.get(code));
        places[code] = place < 0 ? Places.NONE : (char) place;
      }
      return places;
    }

    @Override
    @Nullable String unseen(int row) {
      String text = texts.get(codes[row]);
      return ((TableColumn.OfCategories) learnt()).isKnown(text) ? null : text;
    }

    @Override
    TableInputs.Piece features() {
      char[] ofCode = placeOfCode();
      char[] places = new char[codes.length];
      for (int row = 0; row < places.length; row++) {
        places[row] = ofCode[codes[row]];
      }
      return new Places(places, learnt().width());
    }
  }

  /** Which feature of a row is 1. */
  private record Places(char[] places, int width) implements TableInputs.Piece {
    private static final char NONE = 0xffff;

    @Override
    public void write(int row, float[] target, int at) {
      if (places[row] != NONE) {
        target[at + places[row]] = 1;
      }
    }
  }

  /** Dates. */
  static final class OfDates extends ReadColumn {
    private final DateForm form;
    private double[] days;

    OfDates(String name, DateForm form, DateColumn read) {
      super(name);
      this.form = form;
      this.days = read.days();
    }

    @Override
    Kind kind() {
      return Kind.DATE;
    }

    @Override
    String holds() {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double day : days) {
        least = day < least ? day : least;
        most = day > most ? day : most;
      }
      return "%s to %s"
          .formatted(
              LocalDate.ofEpochDay((long) Math.floor(least)),
              LocalDate.ofEpochDay((long) Math.floor(most)));
    }

    @Override
    boolean isMissing(int row) {
      return Double.isNaN(days[row]);
    }

    @Override
    void keep(int[] rows) {
      days = kept(days, rows);
    }

    @Override
    TableColumn learn(int[] train) {
      double first = Double.POSITIVE_INFINITY;
      for (int row : train) {
        first = days[row] < first ? days[row] : first;
      }
      double origin = Math.floor(first);
      List<TableColumn.OfDates.Part> parts = new ArrayList<>();
      for (TableColumn.OfDates.DatePart part : TableColumn.OfDates.DatePart.values()) {
        double sum = 0;
        int present = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int row : train) {
          if (!isMissing(row)) {
            double value = part.of(days[row], origin);
            sum += value;
            present++;
            least = Math.min(least, value);
            most = Math.max(most, value);
          }
        }
        if (least < most || part == TableColumn.OfDates.DatePart.DAYS) {
          parts.add(new TableColumn.OfDates.Part(part, sum / present));
        }
      }
      return new TableColumn.OfDates(
          name(), form, LocalDate.ofEpochDay((long) origin).toString(), parts, missing(train) > 0);
    }

    @Override
    TableInputs.Piece features() {
      TableColumn.OfDates column = (TableColumn.OfDates) learnt();
      int width = column.parts().size();
      List<float[]> features = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        features.add(new float[days.length]);
      }
      float[] one = new float[width + 1];
      for (int row = 0; row < days.length; row++) {
        column.write(days[row], one, 0);
        for (int i = 0; i < width; i++) {
          features.get(i)[row] = one[i];
        }
      }
      BitSet missing = missingRows(days.length, column.hasIndicator(), this::isMissing);
      return new Numbers(features, missing);
    }
  }
}
