package org.fierce.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fierce.config.Contender;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.DetailMeasure;
import org.fierce.files.Json;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * What is left of fine detail in each coarse class, as {@code detail-left.json} holds it: the
 * measures, beside them those of what saw no label (the same rows in the untrained network and as
 * they are), and a verdict.
 *
 * @param classes those that have test rows, in the order of the data
 * @param missing what could not be had, in sentences
 * @param learning whether training learnt the coarse classes, or null where nobody knows
 */
public record DetailReport(
    List<Entry> classes, List<String> missing, @Nullable CoarseLearning learning) {
  /** Values a row of input that is whitened: to whiten more takes minutes. */
  public static final int WIDEST_INPUT = 2048;

  public static final String FILE = "detail-left.json";

  /**
   * One coarse class.
   *
   * @param detail what was measured
   * @param references what was measured of references, by their name; may be empty
   * @param hasNotLearnt whether training did not learn the coarse classes: such a network is as it
   *     was before, and nothing can be said of what training keeps
   */
  public record Entry(
      ClassDetail detail, Map<String, ClassDetail> references, boolean hasNotLearnt) {
    /** Copies the references. */
    public Entry {
      references = Collections.unmodifiableMap(new TreeMap<>(references));
    }

    /**
     * {@link DetailVerdict#MEASURE} as a share of the untrained network's, 0 where views agree on
     * nothing; NaN where it cannot be told.
     */
    public double share() {
      return DetailVerdict.share(detail, references);
    }

    /** The verdict. */
    public DetailVerdict verdict() {
      DetailVerdict verdict = DetailVerdict.of(share());
      return hasNotLearnt && verdict == DetailVerdict.KEPT ? DetailVerdict.UNKNOWN : verdict;
    }
  }

  /** Copies the lists. */
  public DetailReport {
    classes = List.copyOf(classes);
    missing = List.copyOf(missing);
  }

  /**
   * Puts the references beside the classes.
   *
   * @param references by name, each with the same classes in the same order
   */
  public static DetailReport of(
      List<ClassDetail> classes, Map<String, List<ClassDetail>> references) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      Map<String, ClassDetail> own = new LinkedHashMap<>();
      for (Map.Entry<String, List<ClassDetail>> reference : references.entrySet()) {
        own.put(reference.getKey(), reference.getValue().get(i));
      }
      entries.add(new Entry(classes.get(i), own, false));
    }
    return new DetailReport(entries, missing(entries), null);
  }

  /** The same, with the judgement whether training learnt. */
  public DetailReport with(@Nullable CoarseLearning judged) {
    return new DetailReport(notLearnt(classes, judged), missing, judged);
  }

  private static List<Entry> notLearnt(List<Entry> entries, @Nullable CoarseLearning learning) {
    boolean hasNotLearnt = learning != null && learning.isNoBetterThanChance();
    return entries.stream()
        .map(entry -> new Entry(entry.detail(), entry.references(), hasNotLearnt))
        .toList();
  }

  private static List<String> missing(List<Entry> entries) {
    List<String> missing = new ArrayList<>();
    boolean hasViews =
        entries.stream()
            .anyMatch(
                e -> e.detail().values().keySet().stream().anyMatch(DetailMeasure::needsViews));
    if (!hasViews) {
      missing.add(
          "No augmented views of the rows, so nothing that needs them, the verdict among it: a run needs an augmentation; embeddings made elsewhere need --view twice.");
    }
    if (entries.stream().allMatch(entry -> entry.references().isEmpty())) {
      missing.add(
          "No references: the network and the input that the embeddings were made from are not at hand.");
    }
    boolean hasRawInput =
        entries.stream()
            .anyMatch(e -> e.references().containsKey(Contender.Rival.RAW_INPUT.label()));
    if (!hasRawInput && entries.stream().anyMatch(entry -> !entry.references().isEmpty())) {
      missing.add(
          "No raw input to set beside: it has more than %d values a row, too many to whiten as the features are."
              .formatted(WIDEST_INPUT));
    }
    for (Entry entry : entries) {
      if (entry.detail().used() < 2) {
        missing.add("%s has a single row.".formatted(entry.detail().coarse()));
      }
    }
    return missing;
  }

  /** The classes by rising share of what is left; those of which it is not known at the end. */
  public List<Entry> worstFirst() {
    return classes.stream().sorted(Comparator.comparingDouble(Entry::share)).toList();
  }

  /**
   * How many classes have each verdict, and what it goes by, in two sentences; before them the
   * warning where training did not learn.
   */
  public String summary() {
    List<String> parts = new ArrayList<>();
    for (DetailVerdict verdict : DetailVerdict.values()) {
      long count = classes.stream().filter(entry -> entry.verdict() == verdict).count();
      if (count > 0) {
        parts.add("%s in %d".formatted(verdict.key(), count));
      }
    }
    String summary =
        ("Detail of %d coarse classes: %s. Share left: LiDAR rank over that of the untrained"
                + " network; kept from %s, lost below %s.")
            .formatted(
                classes.size(),
                String.join(", ", parts),
                DetailVerdict.KEPT_FROM,
                DetailVerdict.LOST_BELOW);
    return learning != null && learning.isNoBetterThanChance()
        ? learning.warning() + "\n" + summary
        : summary;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is no such file
   */
  public static DetailReport read(Path file) throws IOException {
    JsonNode root = JsonFile.read(file);
    List<Entry> entries = new ArrayList<>();
    for (JsonNode one : root.path("classes")) {
      Map<String, ClassDetail> references = new LinkedHashMap<>();
      one.path("references")
          .properties()
          .forEach(entry -> references.put(entry.getKey(), detail(one, entry.getValue())));
      entries.add(new Entry(detail(one, one.path("measures")), references, false));
    }
    return new DetailReport(
            entries, root.path("missing").valueStream().map(JsonNode::asText).toList(), null)
        .with(LearningFile.read(root));
  }

  private static ClassDetail detail(JsonNode one, JsonNode measures) {
    Map<DetailMeasure, Double> values = new EnumMap<>(DetailMeasure.class);
    for (DetailMeasure measure : DetailMeasure.values()) {
      values.put(measure, Json.number(measures, measure.key()));
    }
    return new ClassDetail(
        one.path("coarse").asText(),
        one.path("rows").asInt(),
        one.path("used").asInt(),
        one.path("candidates").asInt(),
        values);
  }

  /** The file's content. */
  public String toJson() throws IOException {
    return Json.MAPPER.writeValueAsString(tree()) + "\n";
  }

  public void write(Path file) throws IOException {
    Json.write(file, tree());
  }

  private JsonNode tree() {
    ObjectNode root = JsonFile.begun();
    var list = root.putArray("classes");
    for (Entry entry : classes) {
      ClassDetail detail = entry.detail();
      ObjectNode one =
          list.addObject()
              .put("coarse", detail.coarse())
              .put("rows", detail.rows())
              .put("used", detail.used())
              .put("candidates", detail.candidates());
      put(one.putObject("measures"), detail);
      ObjectNode references = one.putObject("references");
      entry.references().forEach((name, values) -> put(references.putObject(name), values));
      one.set("share", Json.number(entry.share()));
      one.put("verdict", entry.verdict().key());
    }
    missing.forEach(root.putArray("missing")::add);
    LearningFile.put(root, learning);
    return root;
  }

  private static void put(ObjectNode node, ClassDetail detail) {
    detail.values().forEach((measure, value) -> node.put(measure.key(), value));
  }
}
