package org.fierce.evaluate;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * Scores frozen embeddings. Implementations are records of their options, told apart in a
 * configuration by {@code kind}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CoarseAccuracy.class, name = "coarse"),
  @JsonSubTypes.Type(value = Predictions.class, name = "predictions"),
  @JsonSubTypes.Type(value = NearestNeighbours.class, name = "knn"),
  @JsonSubTypes.Type(value = LinearProbe.class, name = "probe"),
  @JsonSubTypes.Type(value = AuthorsProbe.class, name = "authors-probe"),
  @JsonSubTypes.Type(value = RawPrediction.class, name = "raw-prediction"),
  @JsonSubTypes.Type(value = OrderAssign.class, name = "order-assign"),
  @JsonSubTypes.Type(value = FewShot.class, name = "few-shot"),
  @JsonSubTypes.Type(value = Retrieval.class, name = "retrieval"),
  @JsonSubTypes.Type(value = Clustering.class, name = "clustering"),
  @JsonSubTypes.Type(value = FeatureGeometry.class, name = "geometry"),
  @JsonSubTypes.Type(value = DetailLeft.class, name = "detail-left"),
  @JsonSubTypes.Type(value = CoarseMean.class, name = "coarse-mean"),
  @JsonSubTypes.Type(value = ViewAgreement.class, name = "view-agreement"),
})
public sealed interface Evaluator
    permits CoarseAccuracy,
        Predictions,
        NearestNeighbours,
        LinearProbe,
        AuthorsProbe,
        RawPrediction,
        OrderAssign,
        FewShot,
        Retrieval,
        Clustering,
        FeatureGeometry,
        DetailLeft,
        CoarseMean,
        ViewAgreement {
  /**
   * The scores; none where this evaluator does not apply to the kind of fine target.
   *
   * @throws IllegalArgumentException if an option does not fit the data, as more ways than classes
   */
  List<Score> evaluate(Evaluation evaluation);

  /**
   * The scores of {@link #evaluate}, and what is said of each test row where the scores are made of
   * that.
   */
  default Findings examine(Evaluation evaluation) {
    return Findings.of(evaluate(evaluation));
  }

  /**
   * Refuses options that cannot fit the test rows, before anything is trained.
   *
   * @throws IllegalArgumentException naming the option and the number it does not fit
   */
  default void check(CoarseLabels queryCoarse, FineTargets queryFine) {}

  /**
   * The score keys that no other evaluator of the same configuration may give as well; where an
   * evaluator has none of its own to tell, it gives none here.
   */
  default Set<String> exclusiveKeys() {
    return Set.of();
  }

  /** Whether the scores need fine targets; others can be had without. */
  default boolean needsFineTargets() {
    return true;
  }

  /** Whether there is no score at all without coarse logits. */
  default boolean needsLogits() {
    return false;
  }
}
