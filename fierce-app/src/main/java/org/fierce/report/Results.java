package org.fierce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.PairedDifference;
import org.fierce.files.TextFile;
import org.fierce.run.Answer;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.EpochScores;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.Scores;
import org.fierce.stats.Measure;
import org.fierce.stats.Score;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochMetrics;
import org.fierce.train.MetricsLog;
import org.jspecify.annotations.Nullable;

/**
 * What a run folder or a comparison folder says, as far as reports and tables show it.
 *
 * @param title what was run
 * @param comparison whether several methods or seeds stand beside each other
 * @param answer what the folder says first; null where it holds no answer.json
 * @param verdicts sentences that say what came out, for people to read
 * @param warnings what makes the scores doubtful, as training that learnt nothing
 * @param notes other remarks on how the scores came about
 * @param seeds how many the numbers are means over; 0 for a single run
 * @param primary key of the score that matters most, or null where the file names none
 * @param methods the methods first, then the rivals
 * @param curves what was written each epoch
 * @param epochScores scores of the frozen network over the epochs, under the keys of scores; empty
 *     where nobody asked for them
 * @param facts where the numbers come from: version, data, machine
 * @param configuration text of config.yaml, empty where there is none
 * @param command a line of shell that repeats all of it, or null
 */
public record Results(
    String title,
    boolean comparison,
    @Nullable Answer answer,
    List<String> verdicts,
    List<String> warnings,
    List<String> notes,
    int seeds,
    @Nullable String primary,
    List<Method> methods,
    List<Curve> curves,
    List<Curve> epochScores,
    Map<String, String> facts,
    String configuration,
    @Nullable String command) {

  /**
   * A number and its interval; ends are NaN where there is none.
   *
   * @param value the number, or the mean over seeds
   * @param low lower end
   * @param high upper end
   * @param note what a reader must know of the number, as why it is not defined; null for nothing
   */
  public record Estimate(double value, double low, double high, @Nullable String note) {
    /** Without a note. */
    public Estimate(double value, double low, double high) {
      this(value, low, high, null);
    }

    static Estimate of(SeedScore score) {
      return new Estimate(score.mean(), score.low(), score.high());
    }

    static Estimate of(Score score) {
      return new Estimate(score.value(), score.low(), score.high(), score.note());
    }

    /** A difference; its interval speaks of other training seeds. */
    public static Estimate overSeeds(PairedDifference difference) {
      return new Estimate(difference.mean(), difference.low(), difference.high());
    }

    /**
     * A difference; its interval speaks of other test rows under the same trained networks. Without
     * one where the file has none.
     */
    public static Estimate overRows(PairedDifference difference) {
      PairedDifference.OverExamples rows = difference.examples();
      return rows == null
          ? new Estimate(difference.mean(), Double.NaN, Double.NaN)
          : new Estimate(difference.mean(), rows.low(), rows.high());
    }

    /** Whether both ends are numbers. */
    public boolean hasInterval() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /**
   * One line of the table.
   *
   * @param name as in the file
   * @param isRival whether it is a rival that costs no training of a method, as {@code raw-input}
   * @param scores by key
   * @param differences by key; empty for the first method
   * @param hasNotLearnt whether training did not learn the coarse classes, with one seed or more
   */
  public record Method(
      String name,
      boolean isRival,
      Map<String, Estimate> scores,
      Map<String, PairedDifference> differences,
      boolean hasNotLearnt) {
    /** For a method whose training is not known to have failed. */
    public Method(
        String name,
        boolean isRival,
        Map<String, Estimate> scores,
        Map<String, PairedDifference> differences) {
      this(name, isRival, scores, differences, false);
    }

    /** Stands after the name of a method whose training did not learn. */
    public static final String NOT_LEARNT_MARK = "\u2020";

    /** The name, with the mark where training did not learn. */
    public String markedName() {
      return hasNotLearnt ? name + " " + NOT_LEARNT_MARK : name;
    }
  }

  /**
   * One quantity of one run over its epochs.
   *
   * @param method whose run
   * @param seed of the run
   * @param quantity name in metrics.jsonl, as {@code lossNats}, or key of a score
   * @param epochs ascending
   * @param values as many as epochs, finite
   */
  public record Curve(
      String method, String seed, String quantity, double[] epochs, double[] values) {
    /** What training measured each epoch; nothing where a run left no metrics. */
    static List<Curve> ofMetrics(RunFolder run, String method) throws IOException {
      Map<String, Map<Integer, Double>> points = new LinkedHashMap<>();
      for (EpochMetrics epoch : new MetricsLog(run.metrics()).read()) {
        add(points, epoch.epoch(), epoch.numbers());
      }
      return of(run, method, points);
    }

    /** Scores over the epochs; nothing where a run left none. */
    static List<Curve> ofScores(RunFolder run, String method) throws IOException {
      Map<String, Map<Integer, Double>> points = new LinkedHashMap<>();
      for (EpochScores.Entry epoch : new EpochScores(run.epochScores()).read()) {
        add(points, epoch.epoch(), epoch.scores());
      }
      return of(run, method, points);
    }

    private static void add(
        Map<String, Map<Integer, Double>> points, int epoch, Map<String, Double> values) {
      values.forEach(
          (quantity, value) -> {
            if (Double.isFinite(value)) {
              points.computeIfAbsent(quantity, any -> new TreeMap<>()).put(epoch, value);
            }
          });
    }

    private static List<Curve> of(
        RunFolder run, String method, Map<String, Map<Integer, Double>> points) {
      List<Curve> curves = new ArrayList<>();
      points.forEach(
          (quantity, at) ->
              curves.add(
                  new Curve(
                      method,
                      name(run.path()),
                      quantity,
                      at.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                      at.values().stream().mapToDouble(Double::doubleValue).toArray())));
      return curves;
    }
  }

  /**
   * What a folder says.
   *
   * @throws IllegalArgumentException if it holds neither a comparison nor a run
   * @throws IOException if a file cannot be read or is not what it should be
   */
  public static Results read(Path folder) throws IOException {
    if (Files.exists(folder.resolve(ComparisonReport.FILE))) {
      return ofComparison(new ComparisonFolder(folder));
    }
    RunFolder run = new RunFolder(folder);
    if (Files.exists(run.scores()) || Files.exists(run.record())) {
      return ofRun(run);
    }
    throw new IllegalArgumentException(
        "%s is not a folder that fierce train or fierce compare wrote: it holds neither comparison.json nor run.json."
            .formatted(folder));
  }

  private static Results ofComparison(ComparisonFolder folder) throws IOException {
    ComparisonReport report = ComparisonReport.read(folder.path().resolve(ComparisonReport.FILE));
    List<Method> methods = new ArrayList<>();
    report.methods().forEach(method -> methods.add(method(method)));
    methods.sort(Comparator.comparing(Method::isRival));
    List<Curve> curves = new ArrayList<>();
    List<Curve> epochScores = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    addNotLearnt(warnings, report);
    Map<String, String> facts = new LinkedHashMap<>();
    for (Method method : methods) {
      List<RunFolder> runs = folder.runs(method.name());
      TermFaults.addTo(warnings, method.name(), runs);
      for (RunFolder run : runs) {
        if (!method.isRival()) {
          curves.addAll(Curve.ofMetrics(run, method.name()));
          epochScores.addAll(Curve.ofScores(run, method.name()));
        }
        if (facts.isEmpty() && Files.exists(run.record())) {
          facts.putAll(RunRecord.read(run.record()).facts());
          facts.remove("seed");
        }
      }
    }
    // For people the words for the primary score stand in the place of its key.
    UnaryOperator<String> inWords =
        sentence ->
            report
                .primary()
                .map(key -> sentence.replace(key, Measure.of(key).words()))
                .orElse(sentence);
    return new Results(
        name(folder.path()),
        true,
        answer(folder.path()),
        report.verdict().stream().map(inWords).toList(),
        warnings,
        report.notes(),
        report.seeds().size(),
        report.primary().orElse(null),
        methods,
        curves,
        epochScores,
        facts,
        configuration(folder.path()),
        report.command());
  }

  private static Method method(ComparisonReport.Summary summary) {
    Map<String, Estimate> scores = new LinkedHashMap<>();
    summary.scores().forEach((key, score) -> scores.put(key, Estimate.of(score)));
    return new Method(
        summary.name(),
        summary.isRival(),
        scores,
        summary.pairedDifference(),
        !summary.notLearnt().isEmpty());
  }

  private static Results ofRun(RunFolder folder) throws IOException {
    RunRecord record = Files.exists(folder.record()) ? RunRecord.read(folder.record()) : null;
    String method = record == null ? null : record.method();
    String name = method == null ? name(folder.path()) : method;
    Long seed = record == null ? null : record.seed();
    Scores scores =
        Files.exists(folder.scores())
            ? Scores.read(folder.scores())
            : Scores.of(List.of(), List.of());
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    scores.byKey().forEach((key, score) -> estimates.put(key, Estimate.of(score)));
    CoarseLearning learning = record == null ? null : record.learning();
    boolean hasNotLearnt = learning != null && learning.isNoBetterThanChance();
    List<String> warnings = new ArrayList<>();
    if (learning != null && hasNotLearnt) {
      warnings.add(learning.warning());
    }
    TermFaults.addTo(warnings, name, List.of(folder));
    return new Results(
        method == null || seed == null ? name : "%s, seed %d".formatted(name, seed),
        false,
        answer(folder.path()),
        List.of(),
        warnings,
        scores.notes(),
        0,
        null,
        List.of(new Method(name, false, estimates, Map.of(), hasNotLearnt)),
        Curve.ofMetrics(folder, name),
        Curve.ofScores(folder, name),
        record == null ? Map.of() : record.facts(),
        configuration(folder.path()),
        record == null ? null : record.command());
  }

  /** What the intervals in brackets mean, as {@code mean over 5 seeds; in brackets ...}. */
  public String intervals() {
    return intervals("in brackets");
  }

  /**
   * What the intervals mean.
   *
   * @param place where they stand, as {@code in brackets}
   */
  public String intervals(String place) {
    return switch (seeds) {
      case 0 -> "one run; %s the 95 %% interval over the test examples".formatted(place);
      case 1 -> "one seed, so no intervals of what other seeds would give";
      default ->
          "mean over %d seeds; %s the 95 %% interval of what other training seeds would give"
              .formatted(seeds, place);
    };
  }

  /** The footnote to methods whose training did not learn. */
  private static void addNotLearnt(List<String> warnings, ComparisonReport report) {
    List<String> notLearnt = new ArrayList<>();
    int seeds = report.seeds().size();
    for (ComparisonReport.Summary method : report.methods()) {
      int times = method.notLearnt().size();
      if (times > 0) {
        notLearnt.add(
            seeds == 1
                ? method.name()
                : "%s (%d of %d seeds)".formatted(method.name(), times, seeds));
      }
    }
    if (!notLearnt.isEmpty()) {
      warnings.add(
          "%s Training did not learn the coarse classes: %s. Coarse accuracy is no better there than answering the commonest class every time, so its other scores say nothing of what training keeps."
              .formatted(Method.NOT_LEARNT_MARK, String.join(", ", notLearnt)));
    }
  }

  private static @Nullable Answer answer(Path folder) throws IOException {
    Path file = folder.resolve(Answer.FILE);
    return Files.exists(file) ? Answer.read(file) : null;
  }

  /** The text of a folder's configuration, empty where there is none. */
  static String configuration(Path folder) throws IOException {
    Path file = folder.resolve(RunFolder.CONFIG);
    return Files.exists(file) ? TextFile.read(file) : "";
  }

  static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }

  /** All score keys that any method has: the primary one first, then in the order of the names. */
  public List<String> keys() {
    Set<String> found = new LinkedHashSet<>();
    methods.forEach(method -> found.addAll(method.scores().keySet()));
    return Measure.ordered(found, primary);
  }
}
