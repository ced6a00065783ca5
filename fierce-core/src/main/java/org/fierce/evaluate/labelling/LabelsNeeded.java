package org.fierce.evaluate.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.FineEvaluator;
import org.fierce.evaluate.LabelCurve;
import org.fierce.evaluate.LabelCurve.Difference;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;
import org.fierce.stats.Score;
import org.jspecify.annotations.Nullable;

/**
 * How many fine labels a class are needed. Heads are fitted on so many labelled rows a class, drawn
 * {@code draws} times from the training rows whose fine target is known, and answer the test rows:
 *
 * <ul>
 *   <li>{@code labelsAccuracyWithinTrue-N}, classes: the nearest mean of N rows of each fine class,
 *       among those of the true coarse class; rows are centred and of length 1;
 *   <li>{@code labelsR2-N}, numbers: ridge regression on N rows of each coarse class, its penalty
 *       chosen by leaving one out; at most 1;
 *   <li>{@code labelsMeanSquaredError-N}, shares: the same for all shares at once, put on the
 *       simplex; summed over the components, 0 to 2.
 * </ul>
 *
 * <p>The curve sets beside it the same of the normalised input, where it is at hand, and the best
 * answer that knows only the true coarse class: the commonest fine class of the training rows, or
 * the mean of the labelled rows. It ends where fewer than two thirds of the classes have so many
 * rows. The interval {@code bootstrap-draws-and-examples} speaks of the chance in which rows get
 * the labels and in the test rows.
 *
 * @param labels numbers of labels a class N, rising, at least 1
 * @param draws how often rows are drawn to be labelled, at least 2
 * @param rows test rows that are answered at most, at least 2; of more so many are drawn
 */
public record LabelsNeeded(List<Integer> labels, int draws, int rows) implements Evaluator {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of range or the labels do not rise
   */
  public LabelsNeeded {
    labels = List.copyOf(labels);
    if (labels.isEmpty() || labels.get(0) < 1) {
      throw new IllegalArgumentException(
          "labels is %s, must hold at least one number, each at least 1".formatted(labels));
    }
    for (int i = 1; i < labels.size(); i++) {
      if (labels.get(i) <= labels.get(i - 1)) {
        throw new IllegalArgumentException(
            "labels has %d after %d, must rise".formatted(labels.get(i), labels.get(i - 1)));
      }
    }
    if (draws < 2 || rows < 2) {
      throw new IllegalArgumentException(
          "draws is %d and rows is %d, each must be at least 2".formatted(draws, rows));
    }
  }

  /** 1, 2, 5, 10, 20 and 50 labels, 10 draws, 5000 test rows. */
  public static LabelsNeeded standard() {
    return new LabelsNeeded(List.of(1, 2, 5, 10, 20, 50), 10, 5000);
  }

  @Override
  public boolean appliesTo(FineTargets fine) {
    return kinds().stream().anyMatch(kind -> kind.appliesTo(fine));
  }

  @Override
  public Set<String> exclusiveKeys() {
    Set<String> keys = new LinkedHashSet<>();
    for (String key : List.of("labelsAccuracyWithinTrue", "labelsR2", "labelsMeanSquaredError")) {
      labels.forEach(n -> keys.add(key + "-" + n));
    }
    return keys;
  }

  @Override
  public Findings evaluate(Evaluation evaluation) {
    Findings findings = Findings.NONE;
    for (Evaluator kind : kinds()) {
      findings = findings.and(kind.evaluate(evaluation));
    }
    return findings;
  }

  private List<Evaluator> kinds() {
    return List.of(new OfClasses(this), new OfScalars(this), new OfShares(this));
  }

  private record OfClasses(LabelsNeeded options) implements FineEvaluator<FineTargets.Classes> {
    @Override
    public Class<FineTargets.Classes> target() {
      return FineTargets.Classes.class;
    }

    @Override
    public Findings evaluate(
        Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes query) {
      return options.findings(evaluation, new ClassTask(evaluation, reference, query));
    }
  }

  private record OfScalars(LabelsNeeded options) implements FineEvaluator<FineTargets.Scalars> {
    @Override
    public Class<FineTargets.Scalars> target() {
      return FineTargets.Scalars.class;
    }

    @Override
    public Findings evaluate(
        Evaluation evaluation, FineTargets.Scalars reference, FineTargets.Scalars query) {
      return options.findings(
          evaluation, AmountTask.of(evaluation, reference.values(), query.values(), 1, false));
    }
  }

  private record OfShares(LabelsNeeded options) implements FineEvaluator<FineTargets.Shares> {
    @Override
    public Class<FineTargets.Shares> target() {
      return FineTargets.Shares.class;
    }

    @Override
    public Findings evaluate(
        Evaluation evaluation, FineTargets.Shares reference, FineTargets.Shares query) {
      return options.findings(
          evaluation,
          AmountTask.of(
              evaluation,
              wide(reference.values()),
              wide(query.values()),
              query.components(),
              true));
    }

    private static double[] wide(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }

  private Findings findings(Evaluation evaluation, LabelTask task) {
    String firstKey = task.key() + "-" + labels.get(0);
    int[] possible = task.asked();
    if (possible.length == 0) {
      return Findings.of(
          Score.undefined(firstKey, 0, "no coarse class with test rows has two fine classes"));
    }
    int[] asked = some(possible, evaluation.seed());
    LabelDraws drawing = LabelDraws.of(task, labels, evaluation.seed());
    if (drawing.labels().isEmpty()) {
      return Findings.of(
          Score.undefined(firstKey, asked.length, String.join(" ", drawing.notes())));
    }
    Map<String, Map<Integer, CrossedBootstrap.Sampled>> lines = new LinkedHashMap<>();
    try (CrossedBootstrap bootstrap = new CrossedBootstrap(task, draws, asked, evaluation.seed())) {
      int[][][] drawn = new int[draws][][];
      Arrays.setAll(drawn, drawing::drawn);
      try (LabelHead head =
          task.head(evaluation.reference().features(), evaluation.query().features(), asked)) {
        lines.put(LabelCurve.FEATURES, line(head, drawing.labels(), drawn, bootstrap));
      }
      Evaluation.RawInput input = evaluation.input();
      if (input != null) {
        try (LabelHead head = task.head(input.reference(), input.query(), asked)) {
          lines.put(LabelCurve.RAW_INPUT, line(head, drawing.labels(), drawn, bootstrap));
        }
      }
      try (LabelHead head = task.coarseAlone(asked)) {
        lines.put(LabelCurve.COARSE_CLASS, line(head, drawing.labels(), drawn, bootstrap));
      }
      return findings(
          task, drawing, lines, bootstrap, notes(task, drawing, possible, asked, input));
    }
  }

  /** So many of the rows, rising. */
  private int[] some(int[] possible, long seed) {
    if (possible.length <= rows) {
      return possible;
    }
    int[] order = possible.clone();
    Streams.shuffle(order, rows, Streams.generator(seed, "labels-needed-rows"));
    int[] some = Arrays.copyOf(order, rows);
    Arrays.sort(some);
    return some;
  }

  private static Map<Integer, CrossedBootstrap.Sampled> line(
      LabelHead head, List<Integer> labels, int[][][] drawn, CrossedBootstrap bootstrap) {
    Map<Integer, CrossedBootstrap.Sampled> line = new LinkedHashMap<>();
    for (int n : labels) {
      double[][] errors = new double[drawn.length][];
      Arrays.setAll(errors, draw -> head.errors(LabelDraws.first(drawn[draw], n)));
      line.put(n, bootstrap.sample(errors));
    }
    return line;
  }

  private List<String> notes(
      LabelTask task,
      LabelDraws drawing,
      int[] possible,
      int[] asked,
      Evaluation.@Nullable RawInput input) {
    List<String> notes = new ArrayList<>(drawing.notes());
    if (!task.leftOut().isEmpty()) {
      notes.add(task.leftOut() + ".");
    }
    if (asked.length < possible.length) {
      notes.add(
          "Of %2$d test rows %1$d were drawn to be answered."
              .formatted(asked.length, possible.length));
    }
    if (input == null) {
      notes.add("No raw input beside: what the embeddings were made from is not at hand.");
    }
    return notes;
  }

  private Findings findings(
      LabelTask task,
      LabelDraws drawing,
      Map<String, Map<Integer, CrossedBootstrap.Sampled>> lines,
      CrossedBootstrap bootstrap,
      List<String> notes) {
    List<Score> scores = new ArrayList<>();
    List<LabelCurve.Line> drawnLines = new ArrayList<>();
    lines.forEach(
        (name, line) -> {
          List<LabelCurve.Point> points = new ArrayList<>();
          line.forEach(
              (n, sampled) -> {
                Score score = bootstrap.score(task.key() + "-" + n, sampled);
                points.add(new LabelCurve.Point(n, score.value(), score.low(), score.high()));
                if (name.equals(LabelCurve.FEATURES)) {
                  scores.add(score.orUndefined("the targets of the test rows are all equal"));
                }
              });
          drawnLines.add(new LabelCurve.Line(name, points));
        });
    if (scores.stream().anyMatch(score -> !score.isDefined())) {
      return Findings.of(scores);
    }
    LabelCurve curve =
        new LabelCurve(
            task.key(),
            task.classes(),
            draws,
            scores.get(0).n(),
            drawnLines,
            differences(lines, drawing.labels(), bootstrap),
            notes);
    return new Findings(scores, List.of(), List.of(), curve);
  }

  /**
   * From each number of labels to the next, from the coarse class to the features, and between
   * features and input at the number they are set side by side, the other at as many and more.
   */
  private static List<Difference> differences(
      Map<String, Map<Integer, CrossedBootstrap.Sampled>> lines,
      List<Integer> labels,
      CrossedBootstrap bootstrap) {
    Differences differences = new Differences(lines, bootstrap, new ArrayList<>());
    for (int i = 1; i < labels.size(); i++) {
      for (String line : lines.keySet()) {
        differences.add(line, labels.get(i), line, labels.get(i - 1));
      }
    }
    for (int n : labels) {
      differences.add(LabelCurve.FEATURES, n, LabelCurve.COARSE_CLASS, n);
    }
    int common = LabelCurve.common(labels);
    if (lines.containsKey(LabelCurve.RAW_INPUT)) {
      for (int n : labels) {
        if (n >= common) {
          differences.add(LabelCurve.FEATURES, common, LabelCurve.RAW_INPUT, n);
          differences.add(LabelCurve.RAW_INPUT, common, LabelCurve.FEATURES, n);
        }
      }
    }
    return differences.found();
  }

  private record Differences(
      Map<String, Map<Integer, CrossedBootstrap.Sampled>> lines,
      CrossedBootstrap bootstrap,
      List<Difference> found) {
    void add(String line, int n, String from, int fromLabels) {
      Score score = bootstrap.difference("difference", of(line, n).less(of(from, fromLabels)));
      found.add(
          new Difference(line, n, from, fromLabels, score.value(), score.low(), score.high()));
    }

    private CrossedBootstrap.Sampled of(String line, int n) {
      return Objects.requireNonNull(Objects.requireNonNull(lines.get(line)).get(n));
    }
  }
}
