package org.fierce.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fierce.evaluate.ExampleColumn;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.Examples.Kind;

/**
 * The cells of a column of {@code examples.csv} as they are read: numbers, or places of classes.
 */
final class ExampleCells {
  /** Numbers are written with a point or an exponent, so a class named 7 is none. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?|-?Infinity");

  private final String name;
  private final Kind kind;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private int[] labels;
  private double[] values;
  private int size;

  private ExampleCells(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
    labels = new int[kind == Kind.CLASSES || kind == Kind.EITHER ? 1024 : 0];
    values = new double[kind == Kind.NUMBERS ? 1024 : 0];
  }

  static ExampleCells of(String name, Kind kind) {
    return new ExampleCells(name, kind);
  }

  /**
   * Adds the cell of the next row.
   *
   * @throws DatasetFormatException if it is no number where one is expected
   */
  void add(String cell, Path file) throws DatasetFormatException {
    switch (kind) {
      case SKIPPED -> {}
      case NUMBERS -> {
        double value = number(cell, file);
        values = size < values.length ? values : Arrays.copyOf(values, 2 * size);
        values[size++] = value;
      }
      default -> {
        labels = size < labels.length ? labels : Arrays.copyOf(labels, 2 * size);
        labels[size++] = cell.isEmpty() ? -1 : place(cell);
      }
    }
  }

  private double number(String cell, Path file) throws DatasetFormatException {
    try {
      return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new DatasetFormatException(
          "%s, row %d: %s is '%s', expected a number".formatted(file, size, name, cell), e);
    }
  }

  private int place(String cell) {
    Integer known = places.get(cell);
    if (known != null) {
      return known;
    }
    places.put(cell, names.size());
    names.add(cell);
    return names.size() - 1;
  }

  /** The column of all cells. */
  ExampleColumn column() {
    if (kind == Kind.NUMBERS) {
      return new ExampleColumn.Numbers(name, Arrays.copyOf(values, size));
    }
    if (kind == Kind.EITHER && names.stream().allMatch(cell -> NUMBER.matcher(cell).matches())) {
      double[] numbers = names.stream().mapToDouble(Double::parseDouble).toArray();
      double[] all = new double[size];
      Arrays.setAll(all, row -> labels[row] < 0 ? Double.NaN : numbers[labels[row]]);
      return new ExampleColumn.Numbers(name, all);
    }
    return new ExampleColumn.Classes(name, Arrays.copyOf(labels, size), List.copyOf(names));
  }
}
