package org.fierce.data.csv;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a data set, collected so that all of it can be corrected at once. A problem is
 * one of the whole, which is refused for it, or one of a row, which can be left out for it.
 *
 * <p>A source makes one, gives it to each step that looks at rows, takes the rows without a problem
 * ({@link #good}) into the next step, and asks at the end whether to go on ({@link #settle}).
 */
public final class Problems {
  /** What a note says of rows that were left out, behind their number. */
  public static final String LEFT_OUT = "rows cannot be used and were left out";

  private static final int SHOWN = 20;
  private static final int EXAMPLES = 3;
  private static final String HINT = "To go on without such rows: --skip-bad.";

  private static final Pattern PLACE =
      Pattern.compile("(?:line|row) (\\d{1,18})(?: (of [^:]*?)(?:: | has ))?");

  private final String name;
  private final List<String> all = new ArrayList<>();
  private final List<String> ofRows = new ArrayList<>();
  private final Set<String> remedies = new LinkedHashSet<>();
  private final BitSet bad = new BitSet();
  private int leftOut;
  private boolean isTold;

  /**
   * No problems yet.
   *
   * @param name of the file
   */
  public Problems(String name) {
    this.name = name;
  }

  /** Adds one of the whole: what is wrong with the named file, beginning with the place. */
  public void add(String problem) {
    all.add(problem);
  }

  /**
   * Adds one of a row: what is wrong, beginning with the place.
   *
   * @param row its number among the rows that the next {@link #good} chooses from
   */
  public void addRow(int row, String problem) {
    all.add(problem);
    ofRows.add(problem);
    bad.set(row);
  }

  /** Adds one of a row that could not be read, so that it has no number. */
  public void addUnread(String problem) {
    all.add(problem);
    ofRows.add(problem);
    leftOut++;
  }

  /** Adds what to do about problems, a sentence; it is said where there are any. */
  public void remedy(String sentence) {
    remedies.add(sentence);
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether something is wrong with a row. */
  public boolean isBad(int row) {
    return bad.get(row);
  }

  /**
   * The rows without a problem, in their order. The others are left out from here on, and rows
   * count anew.
   *
   * @param size number of rows so far
   */
  public int[] good(int size) {
    int[] good = new int[size - bad.cardinality()];
    int count = 0;
    for (int row = bad.nextClearBit(0); row < size; row = bad.nextClearBit(row + 1)) {
      good[count++] = row;
    }
    leftOut += bad.cardinality();
    bad.clear();
    return good;
  }

  /**
   * Decides whether to go on without the bad rows.
   *
   * @param badRows what becomes of them; null to refuse them
   * @param size number of rows, of which those with a problem are not yet left out
   * @return notes on what was left out; none where nothing was
   * @throws DatasetFormatException if there are problems, other than of rows to be skipped; or no
   *     row is left
   */
  public List<String> settle(@Nullable BadRows badRows, int size) throws DatasetFormatException {
    int rows = size - bad.cardinality();
    leftOut += bad.cardinality();
    bad.clear();
    boolean canSkip = ofRows.size() == all.size() && rows > 0;
    if (badRows != BadRows.SKIP || !canSkip) {
      String said = String.join(" ", remedies);
      refuse(canSkip ? (said + " " + HINT).strip() : said);
    }
    return all.isEmpty() ? List.of() : List.of(note(rows));
  }

  private String note(int rows) {
    List<String> ofRows = sorted(this.ofRows);
    int examples = Math.min(EXAMPLES, ofRows.size());
    String others =
        ofRows.size() > examples ? "; and %d more".formatted(ofRows.size() - examples) : "";
    return "%d of %d %s: %s%s."
        .formatted(
            leftOut,
            rows + leftOut,
            LEFT_OUT,
            String.join("; ", ofRows.subList(0, examples)),
            others);
  }

  /**
   * Does nothing where there are none.
   *
   * @throws DatasetFormatException with the first 20 and the number of the others
   */
  public void refuse() throws DatasetFormatException {
    refuse(String.join(" ", remedies));
  }

  /**
   * Does nothing where there are none.
   *
   * @param remedy a sentence
   * @throws DatasetFormatException with the first 20 and the number of the others
   */
  public void refuse(String remedy) throws DatasetFormatException {
    if (!all.isEmpty()) {
      isTold = true;
      throw refusal(remedy);
    }
  }

  /**
   * A failure that ended the reading, behind the problems found before, which may be its reason.
   *
   * @return the failure itself where there are none, or where it tells them
   */
  public DatasetFormatException before(DatasetFormatException failure) {
    if (all.isEmpty() || isTold) {
      return failure;
    }
    String first = refusal(String.join(" ", remedies)).getMessage();
    return new DatasetFormatException(first + "\n" + failure.getMessage(), all);
  }

  /** Problems in the order of their rows, those of the whole first. */
  private static List<String> sorted(List<String> problems) {
    return problems.stream()
        .sorted(Comparator.comparing(Problems::fileOf).thenComparingLong(Problems::lineOf))
        .toList();
  }

  private static String fileOf(String problem) {
    Matcher place = PLACE.matcher(problem);
    return place.lookingAt() && place.group(2) != null ? place.group(2) : "";
  }

  private static long lineOf(String problem) {
    Matcher place = PLACE.matcher(problem);
    return place.lookingAt() ? Long.parseLong(place.group(1)) : 0;
  }

  private DatasetFormatException refusal(String remedy) {
    List<String> all = sorted(this.all);
    if (all.size() == 1) {
      return new DatasetFormatException("%s, %s. %s".formatted(name, all.get(0), remedy).strip());
    }
    List<String> shown = all.subList(0, Math.min(SHOWN, all.size()));
    String others =
        all.size() > shown.size() ? "\n  and %d more".formatted(all.size() - shown.size()) : "";
    return new DatasetFormatException(
        "%s has %d problems:\n  %s%s\n%s"
            .formatted(name, all.size(), String.join("\n  ", shown), others, remedy)
            .strip(),
        all);
  }
}
