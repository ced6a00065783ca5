package org.fierce.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.RowColumns;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.labels.CoarseClasses;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * What was run, on what, and how it ended, as {@code run.json} holds it; written when the run
 * begins and again when it ends. What a newer version added is kept.
 */
public final class RunRecord {
  public static final String FILE = "run.json";

  private static final String WEIGHTS_OF = "weightsOf";

  private static final String FEATURES = "features";

  private final ObjectNode tree;

  private RunRecord(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * The record of a run that begins: what was asked, this machine, and the input files with their
   * digests.
   *
   * @param coarse classes of the data
   */
  public static RunRecord begin(
      ExperimentConfig config, Contender contender, long seed, DataRoot root, CoarseClasses coarse)
      throws IOException {
    ObjectNode tree = JsonFile.begun().put("method", contender.label()).put("seed", seed);
    if (contender.needsTrainedMethod()) {
      tree.put("madeFrom", config.firstCrossEntropy().orElseThrow().label());
    }
    describe(tree, config, root);
    Provenance.folders(root).forEach(tree.putArray("dataFolders")::add);
    if (contender instanceof Contender.Method) {
      tree.put("command", RepeatCommand.train(seed));
    }
    settings(tree, config, coarse);
    tree.put("device", config.training().device().name().toLowerCase(Locale.ROOT));
    return started(tree);
  }

  /**
   * The record of an evaluation of embeddings that begins.
   *
   * @param matrix name of the embeddings
   * @param coarse classes of the data
   * @param command line of shell that repeats it
   */
  public static RunRecord ofEmbeddings(
      String matrix,
      ExperimentConfig config,
      long seed,
      DataRoot root,
      CoarseClasses coarse,
      String command)
      throws IOException {
    ObjectNode tree = JsonFile.begun().put("method", matrix).put("seed", seed);
    describe(tree, config, root);
    settings(tree.put("command", command), config, coarse);
    return started(tree);
  }

  private static void describe(ObjectNode tree, ExperimentConfig config, DataRoot root)
      throws IOException {
    Provenance.describeMachine(tree);
    Provenance.describeInputs(config.data(), root, tree.putArray("inputs"));
  }

  private static void settings(ObjectNode tree, ExperimentConfig config, CoarseClasses coarse) {
    tree.set("coarse", Json.ofRecord(coarse));
    RowColumns columns = config.data().rowColumns();
    if (!columns.equals(RowColumns.NONE)) {
      tree.set("rowColumns", Json.ofRecord(columns));
    }
    tree.put("threads", config.training().threads());
  }

  private static RunRecord started(ObjectNode tree) {
    tree.put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return new RunRecord(tree.put("finished", false));
  }

  /** Adds wall-clock seconds, and others that make up a part of them or were counted besides. */
  public RunRecord with(String key, double seconds) {
    tree.put(key, seconds);
    return this;
  }

  /** Adds whether the coarse classes were learnt; nothing where nobody knows. */
  public RunRecord with(@Nullable CoarseLearning learning) {
    LearningFile.put(tree, learning);
    return this;
  }

  /** Adds what features the model file of the run uses, and why; nothing where it has none. */
  public RunRecord with(Answer.@Nullable ChosenFeatures features) {
    if (features != null) {
      tree.putObject(FEATURES)
          .put("chosen", features.chosen())
          .put("why", features.why())
          .put("criterion", features.criterion());
    }
    return this;
  }

  /** Name of the features that the model file of the run uses; null where none were chosen. */
  public @Nullable String features() {
    return tree.path(FEATURES).path("chosen").textValue();
  }

  /** Adds whose trained network the run reads out, of the same seed; it trains none of its own. */
  public RunRecord withWeightsOf(String method) {
    tree.put(WEIGHTS_OF, method);
    return this;
  }

  /** The method whose trained network the run reads out; null where it trained one itself. */
  public @Nullable String weightsOf() {
    return tree.path(WEIGHTS_OF).textValue();
  }

  /** Says that the run came to its end. */
  public RunRecord finish() {
    tree.put("finished", true);
    return this;
  }

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file, with the key that does not fit
   */
  public static RunRecord read(Path file) throws IOException {
    ObjectNode tree = JsonFile.read(file);
    check(file, tree, "method", JsonNode::isTextual, "a text");
    check(file, tree, "madeFrom", JsonNode::isTextual, "a text");
    check(file, tree, WEIGHTS_OF, JsonNode::isTextual, "a text");
    check(file, tree, "command", JsonNode::isTextual, "a text");
    check(file, tree, "seed", JsonNode::isIntegralNumber, "a whole number");
    check(file, tree, "finished", JsonNode::isBoolean, "true or false");
    check(file, tree, "seconds", JsonNode::isNumber, "a number");
    check(file, tree, "cpuSeconds", JsonNode::isNumber, "a number");
    check(file, tree, "coarseLearning", JsonNode::isObject, "an object");
    check(
        file,
        tree,
        "dataFolders",
        each -> each.isArray() && each.valueStream().allMatch(JsonNode::isTextual),
        "a list of folders");
    if (tree.has("coarse")) {
      Json.toRecord(file + ": coarse", tree.get("coarse"), CoarseClasses.class);
    }
    return new RunRecord(tree);
  }

  private static void check(
      Path file, ObjectNode tree, String key, Predicate<JsonNode> fits, String expected)
      throws DatasetFormatException {
    JsonNode value = tree.get(key);
    if (value != null && !fits.test(value)) {
      throw new DatasetFormatException(
          "%s: %s is %s, expected %s; copy it back, or remove its folder and run again"
              .formatted(file, key, value, expected));
    }
  }

  public void write(Path file) throws IOException {
    Json.write(file, tree);
  }

  /** Name of the method, rival or matrix; null where the file has none. */
  public @Nullable String method() {
    return tree.path("method").textValue();
  }

  /** The seed; null where the file has none. */
  public @Nullable Long seed() {
    return tree.has("seed") ? Long.valueOf(tree.get("seed").asLong()) : null;
  }

  /** The method whose trained network a rival was made from; null for others. */
  public @Nullable String madeFrom() {
    return tree.path("madeFrom").textValue();
  }

  /** A line of shell that repeats the run; null where there is none. */
  public @Nullable String command() {
    return tree.path("command").textValue();
  }

  /** The folders in which data was looked for. */
  public List<Path> dataFolders() {
    return tree.path("dataFolders").valueStream().map(each -> Path.of(each.asText())).toList();
  }

  /**
   * The first input file, or folder of pictures, whose content is not that of the run; null where
   * all are, or the record names other files than the data have now.
   *
   * @throws IOException if one cannot be read
   */
  public @Nullable String changedInput(DataSource data, DataRoot root) throws IOException {
    ArrayNode now = Json.MAPPER.createArrayNode();
    Provenance.describeInputs(data, root, now);
    JsonNode then = tree.path("inputs");
    for (int i = 0; i < now.size() && now.size() == then.size(); i++) {
      if (!now.get(i).path("sha256").equals(then.get(i).path("sha256"))) {
        return now.get(i).path("file").asText();
      }
    }
    return null;
  }

  /** Whether the run came to its end. */
  public boolean isFinished() {
    return tree.path("finished").asBoolean();
  }

  /** Whether the record says that the run did not come to its end. */
  public boolean isUnfinished() {
    return tree.has("finished") && !isFinished();
  }

  /** Wall-clock seconds; NaN where they are not known. */
  public double seconds() {
    return Json.number(tree, "seconds");
  }

  /** Seconds of processor time; 0 where they are not known. */
  public double cpuSeconds() {
    return tree.path("cpuSeconds").asDouble();
  }

  /** The coarse classes of the data; null in a record of a version that did not write them. */
  public @Nullable CoarseClasses coarse() {
    try {
      return tree.has("coarse")
          ? Json.toRecord("coarse", tree.get("coarse"), CoarseClasses.class)
          : null;
    } catch (DatasetFormatException e) {
      throw new IllegalStateException("was checked when it was read", e);
    }
  }

  /** Whether training learnt the coarse classes; null where the record does not say. */
  public @Nullable CoarseLearning learning() {
    return LearningFile.read(tree);
  }

  /**
   * What a model file says of the run that trained it: all but what the model itself says, and the
   * names of input files without their folders, which are nobody else's business.
   */
  public ObjectNode provenance() {
    ObjectNode provenance = tree.deepCopy();
    provenance.remove(
        List.of("formatVersion", "fierce", "method", "seed", "coarse", "dataFolders", "finished"));
    for (JsonNode input : provenance.path("inputs")) {
      Path file = Path.of(input.path("file").asText());
      ((ObjectNode) input).put("file", String.valueOf(file.getFileName()));
    }
    return provenance;
  }

  /** All of it for people: nested objects and lists as {@code inputs 1 file -> ...}. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    flatten("", tree, facts);
    facts.remove("formatVersion");
    return facts;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> facts) {
    if (!node.isContainerNode()) {
      facts.put(prefix, node.asText());
    } else if (node.isArray() && node.valueStream().noneMatch(JsonNode::isContainerNode)) {
      facts.put(prefix, String.join(", ", node.valueStream().map(JsonNode::asText).toList()));
    } else if (node.isArray()) {
      int number = 1;
      for (JsonNode element : node) {
        flatten(prefix + " " + number++, element, facts);
      }
    } else {
      node.properties()
          .forEach(
              entry -> flatten((prefix + " " + entry.getKey()).strip(), entry.getValue(), facts));
    }
  }
}
