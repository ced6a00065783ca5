package org.fierce.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.data.DataSource;
import org.fierce.data.batch.Augmentation;
import org.fierce.embed.ReadoutSpec;
import org.fierce.evaluate.Evaluator;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.TextFile;
import org.fierce.loss.LossSpec;
import org.fierce.train.TrainingSpec;

/**
 * Reads configurations: YAML, then the {@code quick} preset and {@code --set} overrides, then short
 * forms written out, defaults, the schema's check, and at last the records.
 */
public final class ConfigReader {
  /** Writes; what people wrote is read by {@link YamlReader}. */
  public static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().stringQuotingChecker(new YamlScalar.Quoting()).build())
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private final List<String> overrides;
  private final boolean isQuick;
  private final boolean isForComparison;

  /**
   * A reader of configurations.
   *
   * @param overrides assignments {@code key=value} with dotted keys, as {@code training.epochs=3}
   * @param isQuick whether the {@code quick} section of a configuration applies; of one that has
   *     none, fewer epochs, rows and seeds, which {@link ExperimentConfig#quick} tells
   */
  public ConfigReader(List<String> overrides, boolean isQuick) {
    this(overrides, isQuick, false);
  }

  private ConfigReader(List<String> overrides, boolean isQuick, boolean isForComparison) {
    this.overrides = List.copyOf(overrides);
    this.isQuick = isQuick;
    this.isForComparison = isForComparison;
  }

  /**
   * The same where several methods are to be compared: a configuration that names no method has
   * those of {@link ComparisonDefaults}, and their rivals.
   */
  public ConfigReader forComparison() {
    return new ConfigReader(overrides, isQuick, true);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it is not text in UTF-8, or says something that cannot be
   *     used
   * @throws IOException if it cannot be read
   */
  public ExperimentConfig read(Path file) throws IOException {
    return parse(file.toString(), text(file));
  }

  /** The text of a configuration; in another encoding than UTF-8 it is refused. */
  static String text(Path file) throws IOException {
    try {
      return TextFile.read(file);
    } catch (DatasetFormatException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The JSON Schema of configurations, with every kind at hand, for editors. */
  public static String schema() {
    return ConfigSchema.shared().tree().toPrettyString();
  }

  /** The method of a configuration that names none. */
  public static MethodConfig standardMethod() {
    return new ConfigReader(List.of(), false)
        .parse("the smallest configuration", "{formatVersion: 1, data: {source: scene}}")
        .methods()
        .get(0);
  }

  /**
   * Reads a configuration that comes with Fierce.
   *
   * @param beside a class in whose module the resource is; a name without a slash is of its package
   */
  public ExperimentConfig bundled(Class<?> beside, String resource) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
      return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a text; {@code name} is what messages call it. */
  public ExperimentConfig parse(String name, String text) {
    ConfigDocument document = ConfigDocument.parse(name, text);
    ObjectNode root = document.root();
    JsonNode quick = root.remove("quick");
    if (isForComparison) {
      ComparisonDefaults.add(root);
    }
    String told = "";
    if (isQuick && quick instanceof ObjectNode assignments) {
      applyQuick(document, assignments);
    } else if (isQuick) {
      told = QuickDefaults.apply(document, isForComparison);
    }
    for (String override : overrides) {
      document.set(override, "--set " + override);
    }
    ConfigSchema schema = ConfigSchema.shared();
    schema.fillDefaults(root);
    schema.check(document);
    return bind(document, told);
  }

  private static void applyQuick(ConfigDocument document, ObjectNode assignments) {
    for (Map.Entry<String, JsonNode> entry : assignments.properties()) {
      document.set(
          entry.getKey(),
          entry.getValue(),
          document.placeOf(
              JsonPointer.empty().appendProperty("quick").appendProperty(entry.getKey())));
    }
  }

  /** A bare name written out as a map, as {@code cosine} as {@code {kind: cosine}}. */
  public static ObjectNode expanded(JsonNode name, String discriminator) {
    return JsonNodeFactory.instance.objectNode().set(discriminator, name);
  }

  private static ExperimentConfig bind(ConfigDocument document, String quick) {
    ObjectNode root = document.root();
    Binding binding = new Binding(document);
    List<MethodConfig> methods = new ArrayList<>();
    for (int i = 0; i < root.get("methods").size(); i++) {
      methods.add(binding.method(JsonPointer.compile("/methods/" + i)));
    }
    try {
      return new ExperimentConfig(
          binding.at("/data", DataSource.class),
          binding.at("/augmentation", Augmentation.class),
          binding.at("/backbone", BackboneSpec.class),
          methods,
          binding.at("/training", TrainingSpec.class),
          binding.list(
              root.get("evaluation").isArray() ? "/evaluation" : "/evaluation/evaluators",
              Evaluator.class),
          root.get("evaluation").path("every").asInt(),
          binding.list("/rivals", Contender.Rival.class),
          root.get("seeds").asInt(),
          quick,
          YAML.writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was parsed can be written", e);
    } catch (ConfigurationException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          document.placeOf(JsonPointer.empty()) + ": " + e.getMessage(), e);
    }
  }

  /** Binds parts of the tree to records; a refusal by a record names the place of the part. */
  private record Binding(ConfigDocument document) {
    <T> T at(String pointer, Class<T> type) {
      return bind(document.root().at(pointer), JsonPointer.compile(pointer), type);
    }

    <T> List<T> list(String pointer, Class<T> type) {
      List<T> items = new ArrayList<>();
      JsonNode list = document.root().at(pointer);
      for (int i = 0; i < list.size(); i++) {
        items.add(at(pointer + "/" + i, type));
      }
      return items;
    }

    MethodConfig method(JsonPointer pointer) {
      ObjectNode node = ((ObjectNode) document.root().at(pointer)).deepCopy();
      String label = node.path("label").asText(node.path("name").asText());
      Head head =
          node.has("head")
              ? bind(node.get("head"), pointer.appendProperty("head"), Head.class)
              : null;
      Integer epochs = node.has("epochs") ? node.get("epochs").asInt() : null;
      ReadoutSpec readout =
          bind(node.get("readout"), pointer.appendProperty("readout"), ReadoutSpec.class);
      node.remove(List.of("label", "head", "readout", "epochs"));
      LossSpec loss = bind(node, pointer, LossSpec.class);
      try {
        return new MethodConfig(label, head, loss, readout, epochs);
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(document.placeOf(pointer) + ": " + e.getMessage(), e);
      }
    }

    private <T> T bind(JsonNode node, JsonPointer pointer, Class<T> type) {
      try {
        return ConfigSchema.shared().bind(node, type);
      } catch (IllegalArgumentException e) {
        throw refusal(pointer, e);
      }
    }

    private ConfigurationException refusal(JsonPointer pointer, IllegalArgumentException e) {
      JsonPointer at = pointer;
      String message = String.valueOf(e.getMessage());
      if (e.getCause() instanceof JsonMappingException mapping) {
        for (JsonMappingException.Reference step : mapping.getPath()) {
          at =
              step.getFieldName() == null
                  ? at.appendIndex(step.getIndex())
                  : at.appendProperty(step.getFieldName());
        }
        Throwable cause = mapping.getCause();
        message =
            cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : mapping.getOriginalMessage();
      }
      return new ConfigurationException(document.placeOf(at) + ": " + message, e);
    }
  }

  /** The configuration of one run of a comparison: one method, one seed. */
  public static String forOneRun(ExperimentConfig config, Contender contender) {
    try {
      ObjectNode root = ConfigDocument.parse("the configuration", config.yaml()).root();
      root.remove("seeds");
      root.remove("rivals");
      root.putArray("rivals");
      root.put("seeds", 1);
      ArrayNode all = (ArrayNode) root.get("methods");
      ArrayNode kept = YAML.createArrayNode();
      kept.add(all.get(config.methods().indexOf(contender.methodOf(config))));
      root.set("methods", kept);
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration that was written can be read", e);
    }
  }

  /**
   * What a configuration that Fierce wrote to a folder says otherwise than one of now, as {@code
   * training.epochs is 3 there, 4 now}; the number of seeds, which a comparison may raise later,
   * does not count, nor how a value is written, nor an option that was not there yet where it now
   * has its default.
   *
   * @param file what the folder holds
   * @param now the whole configuration of now
   * @throws ConfigurationException if the file is no configuration
   * @throws IOException if it cannot be read
   */
  public static List<String> differences(Path file, String now) throws IOException {
    String text = text(file);
    return text.equals(now)
        ? List.of()
        : Former.read(file, text, now).differences(ExperimentConfig::isSame, List.of());
  }

  /**
   * The same of the run of a contender of a comparison: other methods than the one whose network it
   * is made with do not count.
   *
   * @param contender label of a method or rival
   */
  public static List<String> differences(Path file, String now, String contender)
      throws IOException {
    String text = text(file);
    Optional<Contender.Rival> rival = Contender.Rival.of(contender);
    if (text.equals(now) || rival.isEmpty()) {
      return differences(file, now);
    }
    Former former = Former.read(file, text, now);
    return former.differences(
        (there, ours) -> there.essentialOf(rival.get()).equals(ours.essentialOf(rival.get())),
        List.of());
  }

  /**
   * What the configuration that a comparison's folder holds says otherwise than one of now, other
   * methods, rivals and seeds aside: those may be added and left out. A method of the same label,
   * and a rival made with another network, do count.
   *
   * @throws ConfigurationException if the file is no configuration
   * @throws IOException if it cannot be read
   */
  public static List<String> comparisonDifferences(Path file, String now) throws IOException {
    String text = text(file);
    if (text.equals(now)) {
      return List.of();
    }
    Former former = Former.read(file, text, now);
    List<String> differences =
        new ArrayList<>(
            former.differences(ExperimentConfig::asksTheSame, List.of("methods", "rivals")));
    differences.addAll(former.changedMethods());
    for (Contender.Rival rival : former.now().rivals()) {
      ExperimentConfig there = former.there();
      if (differences.isEmpty()
          && there.rivals().contains(rival)
          && !there.essentialOf(rival).equals(former.now().essentialOf(rival))) {
        differences.add(
            "%s is made with the network of method %s there, of %s now"
                .formatted(
                    rival.label(),
                    rival.methodOf(there).label(),
                    rival.methodOf(former.now()).label()));
      }
    }
    return differences;
  }

  /**
   * A configuration of a folder beside one of now.
   *
   * @param there the folder's
   * @param now the other
   * @param thereTree the folder's as a tree, every default filled in
   * @param nowTree the other as a tree
   */
  private record Former(
      ExperimentConfig there, ExperimentConfig now, ObjectNode thereTree, ObjectNode nowTree) {
    static Former read(Path file, String text, String now) {
      ConfigReader reader = new ConfigReader(List.of(), false);
      ExperimentConfig ours = reader.parse("the configuration", now);
      ConfigDocument theirs = ConfigDocument.parse(file.toString(), text);
      ObjectNode tree = ConfigDocument.parse("the configuration", ours.yaml()).root();
      ConfigSchema.shared().fillDefaults(theirs.root(), tree);
      ConfigSchema.shared().check(theirs);
      return new Former(bind(theirs, ""), ours, theirs.root(), tree);
    }

    List<String> differences(
        BiPredicate<ExperimentConfig, ExperimentConfig> isSame, List<String> without) {
      return isSame.test(there, now)
          ? List.of()
          : Differences.of(
              thereTree.deepCopy().remove(without), nowTree.deepCopy().remove(without));
    }

    /** What methods of the same label say otherwise. */
    List<String> changedMethods() {
      List<String> changed = new ArrayList<>();
      for (MethodConfig method : now.methods()) {
        int former =
            there.methods().stream().map(MethodConfig::label).toList().indexOf(method.label());
        if (former >= 0 && !there.methods().get(former).equals(method)) {
          JsonNode before = thereTree.get("methods").get(former);
          JsonNode after = nowTree.get("methods").get(now.methods().indexOf(method));
          Differences.ofPart(method.label(), before, after).forEach(changed::add);
        }
      }
      return changed;
    }
  }

  /** The first few of {@link #differences}, for a message. */
  public static String inWords(List<String> differences) {
    int shown = Math.min(differences.size(), 3);
    String text = String.join("; ", differences.subList(0, shown));
    return shown == differences.size()
        ? text
        : "%s; and %d more".formatted(text, differences.size() - shown);
  }
}
