package org.fierce.data.split;

import java.util.Map;
import java.util.function.IntFunction;
import org.fierce.data.csv.LabelledRows;
import org.fierce.data.csv.NumberColumn;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;

/** Label columns that a binary format has of its own, all of them classes. */
public record OwnLabels(
    String source, int size, Map<String, FineTargets.Classes> columns, IntFunction<String> places)
    implements LabelledRows {
  @Override
  public FineTargets.Classes classes(String column) throws DatasetFormatException {
    FineTargets.Classes classes = columns.get(column);
    if (classes == null) {
      throw new DatasetFormatException(
          "%s has no label \"%s\"; it has %s"
              .formatted(source, column, String.join(" and ", columns.keySet())));
    }
    return classes;
  }

  @Override
  public NumberColumn numbers(String column) throws DatasetFormatException {
    FineTargets.Classes classes = classes(column);
    throw new DatasetFormatException(
        "%s: label \"%s\" is one of %d classes, not a number"
            .formatted(source, column, classes.names().size()));
  }

  @Override
  public String text(int row, String column) throws DatasetFormatException {
    FineTargets.Classes classes = classes(column);
    return classes.names().get(classes.labels()[row]);
  }

  @Override
  public boolean mayHoldNumbers() {
    return false;
  }

  @Override
  public String place(int row) {
    return places.apply(row);
  }
}
