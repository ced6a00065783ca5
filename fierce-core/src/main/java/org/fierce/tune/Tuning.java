package org.fierce.tune;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.compare.Comparison;
import org.fierce.compare.ComparisonReport;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.config.SeedList;
import org.fierce.config.YamlReader;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.SuperCoarse;
import org.fierce.experiment.TrainedRun;
import org.fierce.files.FolderLock;
import org.fierce.files.Json;
import org.fierce.labels.CoarseClasses;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.LabelHierarchy;
import org.fierce.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * Picks a method from coarse labels alone. A part of the training rows is held out; the candidates
 * are compared on it twice, each time as an ordinary {@link Comparison}: trained on the coarse
 * labels ({@code coarse/}: what they cost in coarse accuracy, how well two views agree), and
 * trained on groups of them ({@code groups/}: how well the coarse labels are recovered inside a
 * group). Test rows and fine targets are read by the source that holds them and let go at once.
 *
 * <p>Beside the two comparisons the folder holds {@code config.yaml} (the configuration with the
 * candidates as methods), {@code tune.json} and {@code tuned.yaml} (with the chosen one, then the
 * cross-entropy).
 */
public final class Tuning {
  private final ExperimentConfig candidates;
  private final DataRoot root;
  private final Options options;
  private final List<Long> seeds;
  private final Path folder;
  private final CoarseClasses coarse;

  /**
   * How to choose.
   *
   * @param budget how much coarse accuracy below cross-entropy a candidate may be, in [0, 1)
   * @param heldOut share of the training rows held out, above 0 and below 1
   * @param merge which coarse classes to merge, or null to find out
   * @param by what to choose by, or null for the first of granularity, views, coarse accuracy that
   *     applies
   */
  public record Options(
      double budget, double heldOut, @Nullable LabelHierarchy merge, @Nullable Criterion by) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      if (!(budget >= 0 && budget < 1)) {
        throw new IllegalArgumentException(
            "budget is %s; it must be at least 0 and below 1, as 0.01 for one point"
                .formatted(budget));
      }
      if (!(heldOut > 0 && heldOut < 1)) {
        throw new IllegalArgumentException(
            "held-out is %s; it must be above 0 and below 1".formatted(heldOut));
      }
    }

    /** One point of coarse accuracy, a fifth held out, the first criterion that applies. */
    public static Options standard() {
      return new Options(0.01, 0.2, null, null);
    }
  }

  private Tuning(
      ExperimentConfig candidates,
      DataRoot root,
      Options options,
      List<Long> seeds,
      Path folder,
      CoarseClasses coarse) {
    this.candidates = candidates;
    this.root = root;
    this.options = options;
    this.seeds = List.copyOf(seeds);
    this.folder = folder;
    this.coarse = coarse;
  }

  /**
   * Reads the data and sees what applies; nothing is written yet.
   *
   * @param config whose methods are the candidates, if there are several; else the built-in grid
   *     and its one method
   * @param seeds at least one
   * @param folder to write
   * @throws IllegalArgumentException if the criterion asked for does not apply
   */
  public static Tuning open(
      ExperimentConfig config, DataRoot root, Options options, List<Long> seeds, Path folder)
      throws IOException {
    List<Long> checked = new SeedList(seeds).seeds();
    DataSplit split = Experiment.open(config, root, checked.get(0));
    Tuning tuning =
        new Tuning(
            Candidates.of(config), root, options, checked, folder, split.train().coarse().among());
    if (options.by() != null && !tuning.applicable().contains(options.by())) {
      throw new IllegalArgumentException(
          "%s cannot be chosen by: %s"
              .formatted(options.by().words(), tuning.missing(options.by())));
    }
    return tuning;
  }

  /** What can be chosen by here, in order of preference. */
  private List<Criterion> applicable() {
    List<Criterion> criteria = new ArrayList<>();
    if (SuperCoarse.applies(coarse.size())) {
      criteria.add(Criterion.GRANULARITY);
    }
    if (hasViews()) {
      criteria.add(Criterion.VIEWS);
    }
    criteria.add(Criterion.COARSE);
    return criteria;
  }

  private boolean hasViews() {
    return !candidates.augmentation().steps().isEmpty();
  }

  private String missing(Criterion criterion) {
    return criterion == Criterion.VIEWS
        ? "without augmentation there are no two views of a row"
        : "%d coarse classes cannot be merged further and still be told apart"
            .formatted(coarse.size());
  }

  /** Number of runs: candidates times seeds times comparisons. */
  public int runs() {
    int comparisons = applicable().contains(Criterion.GRANULARITY) ? 2 : 1;
    return comparisons * seeds.size() * candidates.methods().size();
  }

  /**
   * Runs what is missing and chooses.
   *
   * @param mayContinue whether the folder may hold this tuning already
   * @param jobs runs side by side, at least 1
   * @throws ConfigurationException if the folder holds something else, or this although it was not
   *     welcome
   */
  public TuningReport run(boolean mayContinue, int jobs, Comparison.Listener listener)
      throws IOException, InterruptedException {
    try (FolderLock held = hold(mayContinue)) {
      return run(held, jobs, listener);
    }
  }

  /**
   * Takes the folder for this tuning.
   *
   * @throws ConfigurationException if the folder holds something else, or this although it was not
   *     welcome
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   */
  public FolderLock hold(boolean mayContinue) throws IOException {
    // Before the lock too, so that nothing is written to a folder of something else.
    check(mayContinue);
    FolderLock lock = FolderLock.hold(folder);
    try {
      check(mayContinue);
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * As {@link #run(boolean, int, Comparison.Listener)}, in the folder taken before.
   *
   * @param held from {@link #hold}
   */
  public TuningReport run(FolderLock held, int jobs, Comparison.Listener listener)
      throws IOException, InterruptedException {
    Json.writeText(folder.resolve(RunFolder.CONFIG), candidates.yaml());
    ComparisonReport apart =
        compare("coarse", List.of(), hasViews() ? "[coarse, view-agreement]" : "[coarse]")
            .run(jobs, listener);
    List<List<String>> groups = applicable().contains(Criterion.GRANULARITY) ? groups() : List.of();
    ComparisonReport merged =
        groups.isEmpty()
            ? null
            : compare("groups", groups, "[coarse, knn, {kind: probe, penalties: [0.001]}]")
                .run(jobs, listener);
    List<String> remarks = new ArrayList<>();
    for (Criterion criterion : Criterion.values()) {
      if (!applicable().contains(criterion)) {
        remarks.add("%s does not apply: %s.".formatted(criterion.heading(), missing(criterion)));
      }
    }
    TuningReport report =
        TuningReport.choose(
            Candidates.baseline(candidates).label(),
            apart,
            merged,
            new TuningReport.Setting(seeds, options.budget(), options.heldOut(), groups),
            options.by() == null ? applicable().get(0) : options.by(),
            remarks);
    report.write(folder.resolve(TuningReport.FILE), root);
    Json.writeText(folder.resolve(TuningReport.TUNED), tuned(report.chosen()).yaml());
    return report;
  }

  private void check(boolean mayContinue) throws IOException {
    RunFolder.refuseFile(folder);
    Path yaml = folder.resolve(RunFolder.CONFIG);
    if (!RunFolder.isEmptyOrJustBegun(folder)) {
      if (!Files.exists(yaml) || !Files.isDirectory(folder.resolve("coarse"))) {
        throw new ConfigurationException(
            "%s holds something else than this tuning; choose another --out or remove the folder"
                .formatted(folder));
      }
      List<String> differences = ConfigReader.differences(yaml, candidates.yaml());
      if (!differences.isEmpty()) {
        throw new ConfigurationException(
            "%s holds something else than this tuning (%s); choose another --out or remove the folder"
                .formatted(folder, ConfigReader.inWords(differences)));
      }
      if (!mayContinue) {
        throw new ConfigurationException(
            "%s already holds this tuning; add --resume to go on with it, or choose another --out"
                .formatted(folder));
      }
    }
  }

  /** The candidates on a held-out part of the training rows. */
  private Comparison compare(String name, List<List<String>> groups, String evaluation)
      throws IOException {
    ObjectNode tree = Candidates.tree(candidates);
    ObjectNode heldOut = ConfigReader.YAML.createObjectNode().put("source", "held-out");
    heldOut.set("of", tree.get("data"));
    heldOut.put("fraction", options.heldOut());
    heldOut.set("groups", ConfigReader.YAML.valueToTree(groups));
    tree.set("data", heldOut);
    tree.set("evaluation", YamlReader.read("the evaluation of the tuning", evaluation));
    tree.putArray("rivals");
    return new Comparison(Candidates.parse(tree), root, seeds, folder.resolve(name));
  }

  private List<List<String>> groups() throws IOException {
    if (options.merge() != null) {
      return SuperCoarse.of(options.merge());
    }
    if (coarse.edges() != null) {
      return SuperCoarse.neighbours(coarse.names());
    }
    long seed = seeds.get(0);
    Path run =
        folder.resolve(
            Path.of(
                "coarse", "runs", Candidates.baseline(candidates).label(), Long.toString(seed)));
    try (TrainedRun trained = TrainedRun.open(run)) {
      DataSplit split = Experiment.open(trained.config(), root, seed);
      CoarseLabels labels = split.train().coarse();
      return SuperCoarse.nearest(trained.embed(split.train().inputs()).featureMatrix(), labels);
    }
  }

  /** The configuration with the chosen method first, then the cross-entropy it was held against. */
  private ExperimentConfig tuned(String chosen) {
    ArrayNode methods = ConfigReader.YAML.createArrayNode();
    ArrayNode all = (ArrayNode) Candidates.tree(candidates).get("methods");
    MethodConfig first = candidates.method(chosen);
    methods.add(all.get(candidates.methods().indexOf(first)));
    MethodConfig baseline = Candidates.baseline(candidates);
    if (!baseline.equals(first)) {
      methods.add(all.get(candidates.methods().indexOf(baseline)));
    }
    return Candidates.withMethods(candidates, methods);
  }
}
