package org.fierce.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.fierce.cli.TextTable.Cell;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.labels.FineTargets;
import org.fierce.report.VisibleText;
import org.jspecify.annotations.Nullable;

/** What is in a data set, as text. */
final class DataText {
  private static final int FEW_ROWS = 8;
  private static final int NAMES_SHOWN = 12;

  private DataText() {}

  static String of(DataSplit split, Terminal terminal) {
    Dataset train = split.train();
    Dataset validation = split.validation();
    StringBuilder text = new StringBuilder();
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
    text.append('\n').append(classes(split, terminal));
    List<String> problems = problems(split);
    if (!problems.isEmpty()) {
      text.append('\n').append(terminal.bold("Worth a look")).append('\n');
      problems.forEach(problem -> text.append("  ").append(VisibleText.of(problem)).append('\n'));
    }
    return text.toString();
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
    Set<String> ids = new HashSet<>(split.train().ids());
    if (ids.size() < split.train().size()) {
      problems.add(
          "%d training rows share their identifier with another"
              .formatted(split.train().size() - ids.size()));
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
    for (int row = 1; row < rows.size(); row++) {
      rows.inputs().read(row, other, 0);
      for (int i = 0; i < width; i++) {
        changes[i] |= other[i] != first[i];
      }
    }
    int constant = 0;
    for (boolean change : changes) {
      constant += change ? 0 : 1;
    }
    return constant;
  }
}
