package org.fierce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.fierce.cli.TextTable.Cell;
import org.fierce.data.ColumnProfile;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.csv.CsvTable;
import org.fierce.labels.FineTargets;
import org.fierce.report.VisibleText;
import org.jspecify.annotations.Nullable;

/** What is in a data set, as text. */
final class DataText {
  private static final int FEW_ROWS = 8;
  private static final int NAMES_SHOWN = 12;

  private DataText() {}

  static String of(DataSplit split, Terminal terminal) {
    return of(split, terminal, false);
  }

  /**
   * What is in a data set.
   *
   * @param all whether all columns of a table are shown, however many there are
   */
  static String of(DataSplit split, Terminal terminal, boolean all) {
    Dataset train = split.train();
    Dataset validation = split.validation();
    StringBuilder text = new StringBuilder();
    text.append(answer(split, terminal)).append('\n');
    line(text, "data", train.name());
    String held = validation == null ? "" : validation.size() + " validation, ";
    line(text, "rows", "%d training, %s%d test".formatted(train.size(), held, split.test().size()));
    line(text, "input", train.shape() + " a row");
    line(text, "coarse", train.coarse().classes() + " classes");
    line(text, "fine", fine(train.fine()));
    Dataset novel = split.novel();
    if (novel != null) {
      line(
          text,
          "novel",
          "%d rows of %d classes that no training row has, for few-shot accuracy"
              .formatted(novel.size(), novel.coarse().classes()));
    }
    if (!split.columns().isEmpty()) {
      text.append('\n').append(ColumnTable.of(split.columns(), terminal, all));
    }
    text.append('\n').append(classes(split, terminal));
    List<String> problems = problems(split);
    if (!problems.isEmpty()) {
      text.append('\n').append(terminal.bold("Worth a look")).append('\n');
      problems.forEach(
          problem -> text.append("  ").append(terminal.paragraph(VisibleText.of(problem))));
    }
    return text.toString();
  }

  /** What a user wants to know first: that it can be trained on, and what is made of it. */
  private static String answer(DataSplit split, Terminal terminal) {
    Dataset validation = split.validation();
    int rows =
        split.train().size() + split.test().size() + (validation == null ? 0 : validation.size());
    String made = "";
    if (!split.columns().isEmpty()) {
      int used = split.encoder().columnNames().size();
      int features = split.train().shape().values();
      made =
          ", of which %d of %d columns make %d features"
              .formatted(used, split.columns().size(), features);
    }
    String text =
        "%s can be trained on: %d rows%s."
            .formatted(VisibleText.of(split.train().name()), rows, made);
    List<String> leftOut =
        split.columns().stream()
            .filter(ColumnProfile::isLeftOut)
            .map(column -> VisibleText.of(column.name()))
            .toList();
    String without =
        leftOut.isEmpty() ? "" : " Left out: %s.".formatted(CsvTable.shortened(leftOut));
    return String.join("\n", TextTable.wrap(text + without, terminal.width())) + "\n";
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(String.format(Locale.ROOT, "%-8s%s%n", key, VisibleText.of(value)));
  }

  private static String fine(@Nullable FineTargets fine) {
    return fine == null ? "not given; there will be no scores of fine detail" : fine.describe();
  }

  /** One line for each coarse class: its rows, and the fine classes in it. */
  private static String classes(DataSplit split, Terminal terminal) {
    Dataset train = split.train();
    boolean named = train.fine() instanceof FineTargets.Classes;
    TextTable table =
        new TextTable(named ? List.of("training", "test", "fine") : List.of("training", "test"));
    int[] training = counts(train);
    int[] test = counts(split.test());
    for (int c = 0; c < train.coarse().classes(); c++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(new Cell(Integer.toString(training[c]), "", false));
      cells.add(new Cell(Integer.toString(test[c]), "", false));
      if (train.fine() instanceof FineTargets.Classes fine) {
        cells.add(fineOf(train, fine, c));
      }
      table.row(train.coarse().names().get(c), cells, false);
    }
    return table.render(terminal);
  }

  private static Cell fineOf(Dataset train, FineTargets.Classes fine, int coarse) {
    Set<String> names = new TreeSet<>();
    for (int row = 0; row < train.size(); row++) {
      if (train.coarse().labels()[row] == coarse && fine.isKnown(row)) {
        names.add(fine.names().get(fine.labels()[row]));
      }
    }
    String shown = String.join(", ", names.stream().limit(NAMES_SHOWN).toList());
    return new Cell(
        Integer.toString(names.size()), shown + (names.size() > NAMES_SHOWN ? ", …" : ""), false);
  }

  private static int[] counts(Dataset rows) {
    int[] counts = new int[rows.coarse().classes()];
    for (int label : rows.coarse().labels()) {
      counts[label]++;
    }
    return counts;
  }

  private static List<String> problems(DataSplit split) {
    List<String> problems = new ArrayList<>(split.notes());
    int[] training = counts(split.train());
    int[] test = counts(split.test());
    for (int c = 0; c < training.length; c++) {
      String name = split.train().coarse().names().get(c);
      if (training[c] < FEW_ROWS) {
        problems.add("coarse class %s has only %d training rows".formatted(name, training[c]));
      }
      if (test[c] == 0) {
        problems.add("coarse class %s has no test row".formatted(name));
      }
    }
    int constant = constantColumns(split.train());
    if (constant > 0) {
      problems.add(
          "%d of %d columns never change in the training rows"
              .formatted(constant, split.train().shape().values()));
    }
    int repeated = repeated(split.train().ids());
    if (repeated > 0) {
      problems.add("%d training rows share their identifier with another".formatted(repeated));
    }
    return problems;
  }

  private static int constantColumns(Dataset rows) {
    if (!rows.shape().isVector() || rows.size() == 0) {
      return 0;
    }
    int width = rows.shape().values();
    float[] first = new float[width];
    float[] other = new float[width];
    rows.inputs().read(0, first, 0);
    boolean[] changes = new boolean[width];
    int constant = width;
    for (int row = 1; row < rows.size() && constant > 0; row++) {
      rows.inputs().read(row, other, 0);
      for (int i = 0; i < width; i++) {
        if (!changes[i] && other[i] != first[i]) {
          changes[i] = true;
          constant--;
        }
      }
    }
    return constant;
  }

  /** How many of some identifiers equal one before them, told by 64 bits of each. */
  private static int repeated(List<String> ids) {
    long[] hashes = new long[ids.size()];
    for (int row = 0; row < hashes.length; row++) {
      String id = ids.get(row);
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < id.length(); i++) {
        hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
      }
      hashes[row] = hash;
    }
    Arrays.sort(hashes);
    int repeated = 0;
    for (int i = 1; i < hashes.length; i++) {
      repeated += hashes[i] == hashes[i - 1] ? 1 : 0;
    }
    return repeated;
  }
}
