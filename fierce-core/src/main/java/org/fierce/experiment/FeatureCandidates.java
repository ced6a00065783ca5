package org.fierce.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.fierce.backbone.Backbone;
import org.fierce.config.MethodConfig;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.RowKind;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.files.Json;
import org.fierce.run.Answer;

/**
 * What the fine heads of a model file may read: the trained network by the method's readout, its
 * last layer, an untrained network read alike, the raw row. Those that cost no training are worth
 * as much as any other where they answer as well.
 */
final class FeatureCandidates implements AutoCloseable {
  static final String TRAINED_LAYERS = "trained-layers";
  static final String LAST_LAYER = "last-layer";
  static final String UNTRAINED_LAYERS = "untrained-layers";
  static final String RAW_INPUT = "raw-input";

  private final TrainingPipeline pipeline;
  private final Backbone trained;
  private final Backbone untrained;
  private final Readout ofUntrained;
  private final String own;
  private final List<Candidate> all = new ArrayList<>();

  /**
   * One of them.
   *
   * @param name in files, as {@code raw-input}
   * @param words for people, as {@code raw columns}
   * @param spec what a model file says of it: an object with {@code kind}
   * @param isTrained whether training made it
   */
  record Candidate(String name, String words, JsonNode spec, Readout readout, boolean isTrained) {}

  private FeatureCandidates(TrainingPipeline pipeline, MethodConfig method, Backbone trained) {
    this.pipeline = pipeline;
    this.trained = trained;
    own = nameOf(method.readout());
    untrained = pipeline.backbone(method);
    untrained.train(false);
    ofUntrained = pipeline.readout(method.readout(), untrained);
  }

  /**
   * Those of a trained network, in the order in which equal ones are preferred: what costs least
   * first.
   *
   * @param readout the method's, fitted on the network
   */
  static FeatureCandidates of(
      TrainingPipeline pipeline, MethodConfig method, Backbone trained, Readout readout) {
    FeatureCandidates candidates = new FeatureCandidates(pipeline, method, trained);
    RowKind kind = pipeline.split().encoder().rowKind();
    ReadoutSpec spec = method.readout();
    boolean isLast = spec instanceof ReadoutSpec.LastLayer;
    candidates.add(RAW_INPUT, raw(kind), kind("raw"), Readout.RAW_ROW, false);
    candidates.add(
        LAST_LAYER,
        "the network's last layer",
        Json.ofRecord(new ReadoutSpec.LastLayer()),
        Readout.LAST_LAYER,
        true);
    if (!isLast) {
      candidates.add(TRAINED_LAYERS, "the network's layers", Json.ofRecord(spec), readout, true);
    }
    candidates.add(
        UNTRAINED_LAYERS,
        "an untrained network",
        Json.MAPPER.createObjectNode().put("kind", "untrained").set("of", Json.ofRecord(spec)),
        Readout.ofOther(candidates.untrained, candidates.ofUntrained),
        false);
    return candidates;
  }

  private static JsonNode kind(String kind) {
    return Json.MAPPER.createObjectNode().put("kind", kind);
  }

  private void add(String name, String words, JsonNode spec, Readout readout, boolean isTrained) {
    all.add(new Candidate(name, words, spec, readout, isTrained));
  }

  /** What a raw row is for people, as {@code raw pixels}. */
  static String raw(RowKind kind) {
    return switch (kind) {
      case CELLS -> "the raw columns";
      case TEXT -> "the raw words";
      case PICTURE -> "the raw pixels";
      case NUMBERS -> "the raw vectors";
    };
  }

  /** The name of what a readout makes of a trained network. */
  static String nameOf(ReadoutSpec spec) {
    return spec instanceof ReadoutSpec.LastLayer ? LAST_LAYER : TRAINED_LAYERS;
  }

  /** All of them, the simplest first. */
  List<Candidate> all() {
    return List.copyOf(all);
  }

  /** The method's own. */
  Candidate own() {
    return named(own);
  }

  /**
   * The one of a name, as {@link Answer.ChosenFeatures#chosen}.
   *
   * @throws IllegalArgumentException if there is none
   */
  Candidate named(String name) {
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no features are called %s; there are %s"
                        .formatted(name, all.stream().map(Candidate::name).toList())));
  }

  /** Features and logits of rows, as a model file gives them. */
  Embeddings embed(Candidate candidate, Inputs rows) {
    return pipeline.embed(trained, candidate.readout(), rows);
  }

  /** Features of rows alone, by no more networks than they need. */
  FloatMatrix features(Candidate candidate, Inputs rows) {
    Embeddings embedded =
        switch (candidate.name()) {
          case RAW_INPUT -> pipeline.raw(rows);
          case UNTRAINED_LAYERS -> pipeline.embed(untrained, ofUntrained, rows);
          default -> embed(candidate, rows);
        };
    return embedded.featureMatrix();
  }

  @Override
  public void close() {
    untrained.close();
  }
}
