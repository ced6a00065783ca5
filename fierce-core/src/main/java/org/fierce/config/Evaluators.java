package org.fierce.config;

import java.util.List;
import org.fierce.evaluate.CoarseAccuracy;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.FeatureGeometry;
import org.fierce.evaluate.OrderAssign;
import org.fierce.evaluate.Predictions;
import org.fierce.evaluate.RawPrediction;
import org.fierce.evaluate.cluster.Clustering;
import org.fierce.evaluate.detail.DetailLeft;
import org.fierce.evaluate.detail.ViewAgreement;
import org.fierce.evaluate.fewshot.EpisodeClassifier;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.evaluate.labelling.LabelsNeeded;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.evaluate.neighbour.Retrieval;
import org.fierce.evaluate.probe.AuthorsProbe;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The evaluators of Fierce, and how few-shot episodes are answered. */
public final class Evaluators implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(Evaluator.class, "coarse", CoarseAccuracy.class),
        new Kind<>(Evaluator.class, "predictions", Predictions.class),
        new Kind<>(Evaluator.class, "knn", NearestNeighbours.class),
        new Kind<>(Evaluator.class, "probe", LinearProbe.class),
        new Kind<>(Evaluator.class, "authors-probe", AuthorsProbe.class),
        new Kind<>(Evaluator.class, "raw-prediction", RawPrediction.class),
        new Kind<>(Evaluator.class, "order-assign", OrderAssign.class),
        new Kind<>(Evaluator.class, "few-shot", FewShot.class),
        new Kind<>(Evaluator.class, "retrieval", Retrieval.class),
        new Kind<>(Evaluator.class, "clustering", Clustering.class),
        new Kind<>(Evaluator.class, "geometry", FeatureGeometry.class),
        new Kind<>(Evaluator.class, "detail-left", DetailLeft.class),
        new Kind<>(Evaluator.class, "view-agreement", ViewAgreement.class),
        new Kind<>(Evaluator.class, "labels-needed", LabelsNeeded.class),
        new Kind<>(EpisodeClassifier.class, "nearest-mean", EpisodeClassifier.NearestMean.class),
        new Kind<>(EpisodeClassifier.class, "cosine", EpisodeClassifier.Cosine.class),
        new Kind<>(
            EpisodeClassifier.class,
            "logistic-regression",
            EpisodeClassifier.LogisticRegression.class),
        new Kind<>(EpisodeClassifier.class, "refined", EpisodeClassifier.Refined.class));
  }
}
