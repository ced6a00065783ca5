package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.cluster.Clustering;
import org.fierce.evaluate.detail.DetailLeft;
import org.fierce.evaluate.fewshot.EpisodeClassifier;
import org.fierce.evaluate.fewshot.FewShot;
import org.fierce.evaluate.neighbour.NearestNeighbours;
import org.fierce.evaluate.neighbour.Retrieval;
import org.fierce.evaluate.probe.AuthorsProbe;
import org.fierce.evaluate.probe.LinearProbe;
import org.fierce.kinds.Kinds;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final FloatMatrix TWO = Sample.matrix(1, 1, 2);
  private static final CoarseLabels COARSE = Sample.coarse(2, 0, 1);
  private static final FineTargets FINE = Sample.fine(2, 0, 1);

  private static void refused(
      FloatMatrix query, CoarseLabels coarse, FineTargets fine, String... message) {
    assertThatThrownBy(() -> Sample.evaluation(TWO, COARSE, FINE, query, null, coarse, fine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void sidesThatDoNotFitAreRefused() {
    refused(Sample.matrix(2, 1, 2, 3, 4), COARSE, FINE, "1 wide", "2");
    refused(TWO, Sample.coarse(2, 0), FINE, "2 rows", "1 coarse");
    refused(TWO, Sample.coarse(3, 0, 1), FINE, "class2");
    refused(TWO, COARSE, Sample.fine(3, 0, 1), "class2");
    refused(TWO, COARSE, Sample.scalars(1, 2), "Classes", "Scalars");
    refused(new FloatMatrix(0, 1, new float[0]), Sample.coarse(2), Sample.fine(2), "0 rows");
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWithTheirRow() {
    refused(Sample.matrix(1, 1, Float.NaN), COARSE, FINE, "query feature 0 of row 1 is NaN");
    assertThatThrownBy(
            () ->
                Sample.evaluation(
                    TWO,
                    COARSE,
                    FINE,
                    TWO,
                    Sample.matrix(2, 1, 2, 3, Float.POSITIVE_INFINITY),
                    COARSE,
                    FINE))
        .hasMessageContaining("query logit 1 of row 1 is Infinity");
  }

  @Test
  void featuresAreLookedAtOnce() {
    int[] reads = new int[1];
    Inputs counted =
        new Inputs() {
          @Override
          public InputShape shape() {
            return TWO.shape();
          }

          @Override
          public int size() {
            return TWO.size();
          }

          @Override
          public void read(int row, float[] target, int offset) {
            reads[0]++;
            TWO.read(row, target, offset);
          }
        };
    Embeddings embeddings = new Embeddings(counted, null);
    Evaluation evaluation =
        new Evaluation(embeddings, COARSE, FINE, embeddings, COARSE, FINE, 1)
            .withAugmented(view -> TWO)
            .withValidation(new ValidationLogits(Sample.matrix(2, 1, 2, 3, 4), COARSE));

    // Two rows, as reference and as query.
    assertThat(reads[0]).isEqualTo(4);
    assertThat(evaluation.augmented()).isNotNull();
    assertThat(evaluation.validation()).isNotNull();
    assertThatThrownBy(
            () ->
                evaluation.withValidation(
                    new ValidationLogits(Sample.matrix(2, 1, Float.NaN, 3, 4), COARSE)))
        .hasMessage("validation logit 1 of row 0 is NaN");
  }

  @Test
  void evaluatorsAreReadFromTheirKind() throws JsonProcessingException {
    assertThat(read("{'kind':'coarse'}")).isEqualTo(new CoarseAccuracy());
    assertThat(read("{'kind':'predictions'}")).isEqualTo(new Predictions());
    assertThat(read("{'kind':'knn','neighbours':20,'temperature':0.07,'recallAt':[]}"))
        .isEqualTo(NearestNeighbours.standard());
    assertThat(
            read(
                "{'kind':'probe','penalties':[1,0.1,0.01,1e-3,1e-4,1e-5,1e-6],"
                    + "'heldOut':0.2,'iterations':1000}"))
        .isEqualTo(LinearProbe.standard());
    assertThat(read("{'kind':'detail-left','rows':500,'candidates':50}"))
        .isEqualTo(DetailLeft.standard());
    assertThat(read("{'kind':'authors-probe'}")).isEqualTo(new AuthorsProbe());
    assertThat(read("{'kind':'raw-prediction'}")).isEqualTo(new RawPrediction());
    assertThat(read("{'kind':'order-assign'}")).isEqualTo(new OrderAssign());
    assertThat(
            read(
                "{'kind':'few-shot','ways':[5,0],'shots':[1,5],'queries':15,'episodes':1000,"
                    + "'centre':true,'normalise':true,'classifiers':[{'kind':'nearest-mean'}],"
                    + "'copies':0,'sampling':'with-replacement'}"))
        .isEqualTo(FewShot.standard());
    assertThat(
            read(
                "{'kind':'few-shot','ways':[5],'shots':[1],'queries':4,'episodes':9,"
                    + "'centre':false,'normalise':false,'classifiers':[{'kind':'cosine'},"
                    + "{'kind':'logistic-regression','penalty':1,'iterations':1000},"
                    + "{'kind':'refined','iterations':10}],"
                    + "'copies':5,'sampling':'without-replacement'}"))
        .isEqualTo(
            new FewShot(List.of(5), List.of(1), 4, 9, false, false)
                .withClassifiers(
                    new EpisodeClassifier.Cosine(),
                    EpisodeClassifier.LogisticRegression.standard(),
                    EpisodeClassifier.Refined.standard())
                .withCopies(5)
                .withSampling(FewShot.Sampling.WITHOUT_REPLACEMENT));
    assertThat(read("{'kind':'retrieval','recallAt':[1,5,10]}")).isEqualTo(Retrieval.standard());
    assertThat(read("{'kind':'clustering','restarts':10,'iterations':300}"))
        .isEqualTo(Clustering.standard());
    assertThat(read("{'kind':'geometry'}")).isEqualTo(new FeatureGeometry());
  }

  @Test
  void anEvaluatorIsWrittenAsItIsRead() throws JsonProcessingException {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    for (Evaluator evaluator :
        List.of(
            NearestNeighbours.standard(),
            FewShot.standard()
                .withClassifiers(
                    new EpisodeClassifier.NearestMean(),
                    EpisodeClassifier.LogisticRegression.standard()),
            new OrderAssign())) {
      String json = mapper.writerFor(Evaluator.class).writeValueAsString(evaluator);
      assertThat(mapper.readValue(json, Evaluator.class)).isEqualTo(evaluator);
    }
  }

  private static Evaluator read(String json) throws JsonProcessingException {
    return Kinds.all()
        .register(new ObjectMapper())
        .readValue(json.replace('\'', '"'), Evaluator.class);
  }
}
