package org.fierce.data.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** File and line of each row, in runs of rows whose lines follow each other. */
final class RowPlaces {
  private final List<Path> files = new ArrayList<>();
  private int[] firstOfFile = new int[2];
  private int[] first = new int[4];
  private long[] line = new long[4];
  private int runs;
  private int rows;

  /** Says that the next rows are of a file. */
  void begin(Path file) {
    if (files.size() == firstOfFile.length) {
      firstOfFile = Arrays.copyOf(firstOfFile, 2 * files.size());
    }
    firstOfFile[files.size()] = rows;
    files.add(file);
  }

  /** Adds a row. */
  void add(long at) {
    boolean isNext = runs > 0 && at == line[runs - 1] + (rows - first[runs - 1]);
    if (!isNext) {
      if (runs == first.length) {
        first = Arrays.copyOf(first, 2 * runs);
        line = Arrays.copyOf(line, 2 * runs);
      }
      first[runs] = rows;
      line[runs++] = at;
    }
    rows++;
  }

  /** Adds all rows of others behind these. */
  void addAll(RowPlaces others) {
    for (int row = 0; row < others.rows; row++) {
      if (row == 0 || !others.file(row).equals(others.file(row - 1))) {
        begin(others.file(row));
      }
      add(others.line(row));
    }
  }

  List<Path> files() {
    return files;
  }

  Path file(int row) {
    int file = 0;
    while (file + 1 < files.size() && firstOfFile[file + 1] <= row) {
      file++;
    }
    return files.get(file);
  }

  long line(int row) {
    int found = Arrays.binarySearch(first, 0, runs, row);
    int run = found >= 0 ? found : -found - 2;
    return line[run] + (row - first[run]);
  }
}
