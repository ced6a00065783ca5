package org.fierce.tune;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.data.DataRoot;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.JsonFile;
import org.fierce.run.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of a tuning, and which one was chosen, as {@code tune.json} holds them.
 *
 * @param setting what was asked for
 * @param baseline label of the cross-entropy that the budget is counted from
 * @param least coarse accuracy on held-out rows that a candidate must reach
 * @param by what was chosen by
 * @param candidates in the order of the configuration
 * @param chosen label of the chosen one
 * @param reason sentences that say why
 * @param remarks sentences that say what does not apply or is to be taken with care
 */
public record TuningReport(
    Setting setting,
    String baseline,
    double least,
    Criterion by,
    List<Candidate> candidates,
    String chosen,
    List<String> reason,
    List<String> remarks) {
  public static final String FILE = "tune.json";

  /** The configuration with the chosen method. */
  public static final String TUNED = "tuned.yaml";

  /** Key of the probe's reading of granularity, shown beside the vote's. */
  public static final String PROBE = "granularityProbe";

  /**
   * What was asked for.
   *
   * @param budget coarse accuracy that may be given up
   * @param heldOut share of the training rows held out
   * @param groups coarse classes merged for granularity; empty where it does not apply
   */
  public record Setting(
      List<Long> seeds, double budget, double heldOut, List<List<String>> groups) {}

  /**
   * A candidate.
   *
   * @param scores on held-out training rows, over seeds, by {@link Criterion#key}; and {@link
   *     #PROBE}
   * @param withinBudget whether its coarse accuracy is high enough to be chosen
   */
  @JsonPropertyOrder({"name", "withinBudget", "scores"})
  public record Candidate(String name, Map<String, SeedScore> scores, boolean withinBudget) {
    /** Mean over seeds; NaN where there is none. */
    public double mean(String key) {
      SeedScore score = scores.get(key);
      return score == null ? Double.NaN : score.mean();
    }
  }

  /**
   * Chooses.
   *
   * @param apart the candidates trained on the coarse labels
   * @param merged the candidates trained on groups of them, or null where that does not apply
   */
  static TuningReport choose(
      String baseline,
      ComparisonReport apart,
      @Nullable ComparisonReport merged,
      Setting setting,
      Criterion by,
      List<String> notApplicable) {
    double reference =
        apart.methods().stream()
            .filter(method -> method.name().equals(baseline))
            .findFirst()
            .orElseThrow()
            .mean(Criterion.COARSE.key());
    // Rounding must not put out what lies on the line.
    double least = reference - setting.budget();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < apart.methods().size(); i++) {
      Summary method = apart.methods().get(i);
      Map<String, SeedScore> scores = new LinkedHashMap<>();
      put(scores, Criterion.COARSE.key(), method, Criterion.COARSE.key());
      if (merged != null) {
        Summary grouped = merged.methods().get(i);
        put(scores, Criterion.GRANULARITY.key(), grouped, "knnAccuracyWithinTrue");
        put(scores, PROBE, grouped, "probeAccuracyWithinTrue");
      }
      put(scores, Criterion.VIEWS.key(), method, Criterion.VIEWS.key());
      candidates.add(
          new Candidate(
              method.name(), scores, method.mean(Criterion.COARSE.key()) >= least - 1e-9));
    }
    List<Candidate> ranked =
        candidates.stream()
            .filter(Candidate::withinBudget)
            .sorted(
                Comparator.comparingDouble((Candidate each) -> -each.mean(by.key()))
                    .thenComparingDouble(each -> -each.mean(Criterion.COARSE.key())))
            .toList();
    Candidate chosen = ranked.get(0);
    List<String> remarks = new ArrayList<>(notApplicable);
    if (by == Criterion.COARSE) {
      remarks.add(
          "Coarse accuracy says nothing of fine detail: nothing was at hand that does. More coarse classes, an augmentation, or fine labels of a few rows would help.");
    }
    if (setting.seeds().size() == 1) {
      remarks.add("One seed: small differences may be chance; --seeds 3 tells more.");
    }
    return new TuningReport(
        setting,
        baseline,
        least,
        by,
        candidates,
        chosen.name(),
        reason(baseline, reference, setting, by, candidates, ranked),
        remarks);
  }

  private static void put(Map<String, SeedScore> scores, String key, Summary from, String name) {
    SeedScore score = from.scores().get(name);
    if (score != null) {
      scores.put(key, score);
    }
  }

  private static List<String> reason(
      String baseline,
      double reference,
      Setting setting,
      Criterion by,
      List<Candidate> candidates,
      List<Candidate> ranked) {
    Candidate chosen = ranked.get(0);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%d of %d candidates are within the budget: coarse accuracy on held-out training rows at least %s, %s below %s of %s."
            .formatted(
                ranked.size(),
                candidates.size(),
                number(reference - setting.budget()),
                number(setting.budget()),
                number(reference),
                baseline));
    String than =
        chosen.name().equals(baseline)
            ? ""
            : " (%s: %s)"
                .formatted(
                    baseline,
                    number(
                        candidates.stream()
                            .filter(each -> each.name().equals(baseline))
                            .findFirst()
                            .orElseThrow()
                            .mean(by.key())));
    sentences.add(
        "Of these %s has the largest %s, %s%s."
            .formatted(chosen.name(), by.words(), number(chosen.mean(by.key())), than));
    if (ranked.size() > 1) {
      Candidate next = ranked.get(1);
      sentences.add("Next is %s with %s.".formatted(next.name(), number(next.mean(by.key()))));
    }
    return sentences;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** The keys that some candidate has, in the order of a table. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (String key :
        List.of(
            Criterion.COARSE.key(), Criterion.GRANULARITY.key(), PROBE, Criterion.VIEWS.key())) {
      if (candidates.stream().anyMatch(each -> each.scores().containsKey(key))) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** The file. */
  private record Content(
      List<Long> seeds,
      double budget,
      double heldOut,
      List<List<String>> groups,
      String baseline,
      double leastCoarseAccuracy,
      String by,
      String chosen,
      List<String> reason,
      List<String> remarks,
      List<Candidate> candidates,
      List<String> dataFolders) {}

  void write(Path file, DataRoot root) throws IOException {
    JsonFile.write(
        file,
        new Content(
            setting.seeds(),
            setting.budget(),
            setting.heldOut(),
            setting.groups(),
            baseline,
            least,
            by.key(),
            chosen,
            reason,
            remarks,
            candidates,
            Provenance.folders(root)));
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static TuningReport read(Path file) throws IOException {
    Content content = JsonFile.read(file, Content.class);
    return new TuningReport(
        new Setting(content.seeds(), content.budget(), content.heldOut(), content.groups()),
        content.baseline(),
        content.leastCoarseAccuracy(),
        criterion(content.by(), file),
        content.candidates(),
        content.chosen(),
        content.reason(),
        content.remarks());
  }

  private static Criterion criterion(String key, Path file) throws IOException {
    for (Criterion criterion : Criterion.values()) {
      if (criterion.key().equals(key)) {
        return criterion;
      }
    }
    throw new DatasetFormatException(
        "%s was chosen by '%s', which this version does not know".formatted(file, key));
  }
}
