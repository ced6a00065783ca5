package org.fierce.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.config.ConfigDocument;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.YamlReader;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Normalisation;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.MatrixPath;
import org.fierce.embed.Embeddings;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluator;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.labels.FineTargets;
import org.fierce.run.DetailReport;
import org.fierce.run.Examples;
import org.fierce.run.Illustration;
import org.fierce.run.RepeatCommand;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.Scores;
import org.jspecify.annotations.Nullable;

/**
 * Scores embeddings made elsewhere: a matrix with a table of its labels, by the evaluators of a
 * run. No network is built and nothing is trained but probes. The matrix stays mapped from its
 * file; only evaluators that need all rows at once read it into memory, and refuse what does not
 * fit.
 */
public final class EmbeddingEvaluation {
  private static final YAMLMapper YAML = ConfigReader.YAML;

  /**
   * What to score.
   *
   * @param embeddings matrix, in a file of any kind that {@link MatrixFile} reads
   * @param labels CSV file with a row for each row of the matrix
   * @param testEmbeddings matrix of the test rows, or null to draw them from {@code embeddings}
   * @param testLabels CSV file of the test rows, where there is such a matrix
   * @param testFraction share of the rows drawn for the test, by coarse class; null means a fifth
   * @param coarse column or rule for bins as in {@code labels.coarse} of a configuration; null
   *     means the column coarse, or the largest share where {@code fine} names shares
   * @param fine YAML as in {@code labels.fine} of a configuration: a column, {@code {classes: a}},
   *     {@code {number: a}} or {@code {shares: [a, b]}}
   * @param evaluators YAML of the items of {@code evaluation} of a configuration, with commas
   *     between; null means those of the schema that need no logits
   * @param threads of the tensor engine; null means one
   */
  public record Request(
      Path embeddings,
      Path labels,
      @Nullable Path testEmbeddings,
      @Nullable Path testLabels,
      @Nullable Double testFraction,
      @Nullable String coarse,
      String fine,
      @Nullable String evaluators,
      @Nullable Integer threads) {
    private static final double A_FIFTH = 0.2;

    /**
     * Checks that there is one way to the test rows.
     *
     * @throws IllegalArgumentException if a test matrix comes without labels, labels without it, or
     *     both with a fraction
     */
    public Request {
      if ((testEmbeddings == null) != (testLabels == null)) {
        throw new IllegalArgumentException(
            "test embeddings (%s) and test labels (%s) go together; give both or neither"
                .formatted(
                    testEmbeddings == null ? "none" : testEmbeddings,
                    testLabels == null ? "none" : testLabels));
      }
      if (testEmbeddings != null && testFraction != null) {
        throw new IllegalArgumentException(
            "a test fraction of %s is given beside the test embeddings %s; leave one out"
                .formatted(testFraction, testEmbeddings));
      }
    }

    private List<Path> files() {
      return Arrays.asList(embeddings, labels, testEmbeddings, testLabels).stream()
          .filter(Objects::nonNull)
          .toList();
    }

    private ObjectNode toConfiguration() {
      ObjectNode root = YAML.createObjectNode().put("formatVersion", 1);
      ObjectNode data =
          root.putObject("data")
              .put("source", "npy")
              .put("train", absolute(embeddings))
              .put("trainLabels", absolute(labels));
      if (testEmbeddings != null && testLabels != null) {
        data.put("test", absolute(testEmbeddings)).put("testLabels", absolute(testLabels));
      } else {
        data.putObject("split")
            .put("fraction", testFraction == null ? A_FIFTH : testFraction)
            .put("seed", 0);
      }
      if (threads != null) {
        root.putObject("training").put("threads", threads);
      }
      ObjectNode columns = data.putObject("labels");
      JsonNode target =
          fine.strip().startsWith("{") ? yaml("fine", fine, fine) : TextNode.valueOf(fine);
      if (coarse != null || !target.has("shares")) {
        columns.put("coarse", coarse == null ? "coarse" : coarse);
      }
      if (target.isObject()) {
        columns.set("fine", target);
      } else {
        columns.put("fine", fine);
      }
      return root;
    }

    /** The words of the command that does the same. */
    private List<String> words(long seed) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  "evaluate", "--embeddings", absolute(embeddings), "--labels", absolute(labels)));
      if (testEmbeddings != null && testLabels != null) {
        words.addAll(
            List.of(
                "--test-embeddings",
                absolute(testEmbeddings),
                "--test-labels",
                absolute(testLabels)));
      }
      if (testFraction != null) {
        words.addAll(List.of("--test-fraction", testFraction.toString()));
      }
      if (coarse != null) {
        words.addAll(List.of("--coarse", coarse));
      }
      words.addAll(List.of("--fine", fine));
      if (evaluators != null) {
        words.addAll(List.of("--evaluation", evaluators));
      }
      if (threads != null) {
        words.addAll(List.of("--threads", threads.toString()));
      }
      words.addAll(List.of("--seed", Long.toString(seed)));
      return words;
    }

    private static String absolute(Path path) {
      return path.toAbsolutePath().normalize().toString();
    }
  }

  private final Request request;
  private final long seed;
  private final ExperimentConfig config;
  private final DataRoot root = new DataRoot(List.of(Path.of("")));
  private final DataSplit split;
  private final List<String> notes = new ArrayList<>();

  private EmbeddingEvaluation(Request request, long seed) throws IOException {
    for (Path file : request.files()) {
      if (!Files.exists(MatrixPath.of(file).file())) {
        throw new NoSuchFileException(file.toString());
      }
    }
    this.request = request;
    this.seed = seed;
    ObjectNode document = request.toConfiguration();
    JsonNode named = named(request.evaluators());
    if (named != null) {
      document.set("evaluation", named);
    }
    ExperimentConfig whole =
        new ConfigReader(List.of(), false)
            .parse(
                "the configuration made for " + request.embeddings(),
                YAML.writeValueAsString(document));
    split = Experiment.open(whole, root, seed);
    notes.add(describe());
    notes.addAll(split.notes());
    config = withEvaluators(whole, fitting(whole.evaluation(), named));
  }

  /**
   * Opens matrix and labels and checks that everything fits together.
   *
   * @param seed of the split, the episodes and the bootstrap draws
   * @throws IllegalArgumentException if an evaluator or option cannot be used with these data
   * @throws DatasetFormatException if a file is malformed, rows differ in number, a value is no
   *     finite number, or a column is missing
   * @throws NoSuchFileException if a file is not there
   */
  public static EmbeddingEvaluation open(Request request, long seed) throws IOException {
    return new EmbeddingEvaluation(request, seed);
  }

  /** The same without anything drawn. */
  public Scores run(RunFolder folder) throws IOException {
    return run(folder, Illustration.NONE);
  }

  /**
   * Computes the scores and writes {@code scores.json}, {@code examples.csv}, {@code config.yaml}
   * and {@code run.json}. If the folder holds the same evaluation, it is done again.
   *
   * @param illustration what is drawn for the report beside
   * @throws ConfigurationException if the folder holds something else
   * @throws org.fierce.files.FolderInUseException if another process or run writes to it
   */
  public Scores run(RunFolder folder, Illustration illustration) throws IOException {
    String name = request.embeddings().getFileName().toString();
    String yaml = configuration();
    try (RunFolder.Held held = folder.hold(yaml, name, seed, true)) {
      Json.writeText(folder.config(), yaml);
      return run(folder, name, illustration);
    }
  }

  private Scores run(RunFolder folder, String name, Illustration illustration) throws IOException {
    long startNanos = System.nanoTime();
    RunRecord record =
        RunRecord.ofEmbeddings(
            name,
            config,
            seed,
            root,
            split.train().coarse().among(),
            RepeatCommand.of(request.words(seed)));
    record.write(folder.record());
    Scores scores;
    try (Engine.Lease lease = Engine.threads(config.training().threads())) {
      TrainingPipeline pipeline =
          new TrainingPipeline(
              config, split, split.train(), Normalisation.identity(split.train().shape()), seed);
      Scored scored =
          pipeline.score(
              new Embeddings(split.train().inputs(), null),
              new Embeddings(split.test().inputs(), null));
      Examples.of(split.test(), scored.findings().examples()).write(folder.examples());
      scores = Scores.of(scored.findings().scores(), notes);
      scores.write(folder.scores());
      if (!scored.findings().classes().isEmpty()) {
        DetailReport.of(scored.findings().classes(), Map.of()).write(folder.detailLeft());
      }
      scored.writeLabelCurve(folder);
      record.with("seconds", (System.nanoTime() - startNanos) / 1e9);
      Illustrator.draw(illustration, split, seed, folder, scored);
    }
    record.finish().write(folder.record());
    return scores;
  }

  /** The evaluators that the request names, or null. */
  private static @Nullable JsonNode named(@Nullable String evaluators) {
    if (evaluators == null) {
      return null;
    }
    ArrayNode items = YAML.createArrayNode();
    for (JsonNode item : yaml("evaluation", "[" + evaluators + "]", evaluators)) {
      items.add(item.isTextual() ? ConfigReader.expanded(item, "kind") : item);
    }
    if (items.isEmpty()) {
      throw new ConfigurationException("evaluation names no evaluator; name one, as knn");
    }
    return items;
  }

  private static JsonNode yaml(String option, String text, String given) {
    return YamlReader.read("--%s \"%s\"".formatted(option, given), text);
  }

  private List<Evaluator> fitting(List<Evaluator> evaluators, @Nullable JsonNode named) {
    FineTargets fine = Objects.requireNonNull(split.test().fine());
    List<Evaluator> fitting = new ArrayList<>();
    for (int i = 0; i < evaluators.size(); i++) {
      Evaluator evaluator = evaluators.get(i);
      String missing =
          evaluator.needsLogits()
              ? "the logits of a classifier"
              : evaluator.copies() > 0
                  ? "%d augmented copies of each test row".formatted(evaluator.copies())
                  : null;
      if (missing != null) {
        if (named != null) {
          throw new ConfigurationException(
              "evaluator %s needs %s, which embeddings come without; leave it out"
                  .formatted(named.get(i).path("kind").asText(), missing));
        }
      } else {
        evaluator.check(split.test().coarse(), fine);
        fitting.add(evaluator);
        String note = evaluator.note(fine);
        if (note != null) {
          notes.add(note);
        }
      }
    }
    return fitting;
  }

  /** What is scored, in a sentence. */
  private String describe() {
    return "%d rows to fit on and look up in, %d test rows, %s each; %d coarse classes; fine target: %s."
        .formatted(
            split.train().size(),
            split.test().size(),
            split.train().shape(),
            split.test().coarse().classes(),
            Objects.requireNonNull(split.test().fine()).describe());
  }

  private static ExperimentConfig withEvaluators(
      ExperimentConfig config, List<Evaluator> evaluators) {
    return new ExperimentConfig(
        config.data(),
        config.augmentation(),
        config.backbone(),
        config.methods(),
        config.training(),
        evaluators,
        config.scoreEvery(),
        config.rivals(),
        config.seeds(),
        config.quick(),
        config.yaml());
  }

  /** What of a configuration has a meaning here. */
  private String configuration() throws JsonProcessingException {
    ObjectNode whole = ConfigDocument.parse("the configuration", config.yaml()).root();
    return YAML.writeValueAsString(whole.retain("formatVersion", "data", "evaluation"));
  }
}
