package org.fierce.data.csv;

import java.util.ArrayList;
import java.util.List;
import org.fierce.files.DatasetFormatException;

/** What is wrong with a file, collected so that all of it can be corrected at once. */
public final class Problems {
  private static final int SHOWN = 20;

  private final String name;
  private final List<String> shown = new ArrayList<>();
  private int count;

  /**
   * No problems yet.
   *
   * @param name of the file
   */
  public Problems(String name) {
    this.name = name;
  }

  /** Adds one: what is wrong with the named file, beginning with the place. */
  public void add(String problem) {
    if (shown.size() < SHOWN) {
      shown.add(problem);
    }
    count++;
  }

  /** Counts more, of which nothing is said but their number. */
  void addUnnamed(int more) {
    count += more;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Does nothing where there are none.
   *
   * @param remedy a sentence
   * @throws DatasetFormatException with the first 20 and the number of the others
   */
  public void refuse(String remedy) throws DatasetFormatException {
    if (count == 1) {
      throw new DatasetFormatException("%s, %s. %s".formatted(name, shown.get(0), remedy).strip());
    }
    if (count > 1) {
      String others = count > shown.size() ? "\n  and %d more".formatted(count - shown.size()) : "";
      throw new DatasetFormatException(
          "%s has %d problems:\n  %s%s\n%s"
              .formatted(name, count, String.join("\n  ", shown), others, remedy)
              .strip());
    }
  }
}
