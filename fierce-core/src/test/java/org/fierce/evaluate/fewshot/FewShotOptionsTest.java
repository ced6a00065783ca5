package org.fierce.evaluate.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Sample;
import org.fierce.evaluate.fewshot.FewShot.Sampling;
import org.fierce.stats.Score;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classifiers, augmented copies, sampling and the predicted coarse class. */
class FewShotOptionsTest {
  private static final EpisodeClassifier[] ALL = {
    new EpisodeClassifier.NearestMean(),
    new EpisodeClassifier.Cosine(),
    EpisodeClassifier.LogisticRegression.standard(),
    EpisodeClassifier.Refined.standard()
  };

  private static Engine.Lease threads;

  // Many threads for small matrices wait for one another most of the time.
  @BeforeAll
  static void oneThread() {
    threads = Engine.threads(1);
  }

  @AfterAll
  static void asBefore() {
    threads.close();
  }

  private static FewShot options(int ways, int shots, int queries, int episodes) {
    return new FewShot(List.of(ways), List.of(shots), queries, episodes, true, false);
  }

  /** Eight fine classes in two coarse ones, each with rows about its own axis. */
  private static Evaluation clusters(int rowsPerClass, float size) {
    int rows = 8 * rowsPerClass;
    int[] fine = IntStream.range(0, rows).map(i -> i % 8).toArray();
    FloatMatrix features = Sample.gaussian(rows, 8, 3);
    for (int i = 0; i < rows; i++) {
      features.values()[i * 8 + fine[i]] += size;
    }
    // The first 6 of 8 rows are predicted rightly.
    FloatMatrix logits = new FloatMatrix(rows, 2, new float[2 * rows]);
    for (int i = 0; i < rows; i++) {
      boolean isRight = i / 8 % 8 < 6;
      logits.values()[2 * i + (isRight ? fine[i] / 4 : 1 - fine[i] / 4)] = 1;
    }
    int[] coarse = Arrays.stream(fine).map(f -> f / 4).toArray();
    return Sample.same(features, logits, Sample.coarse(2, coarse), Sample.fine(8, fine));
  }

  @Test
  void eachClassifierHasKeysOfItsOwn() {
    List<Score> scores =
        options(5, 1, 15, 20)
            .withClassifiers(ALL)
            .withSampling(Sampling.WITHOUT_REPLACEMENT)
            .evaluate(clusters(64, 1000))
            .scores();
    assertThat(Sample.keys(scores))
        .containsExactly(
            "fewShotDisjointAccuracy-5-1",
            "fewShotCosineDisjointAccuracy-5-1",
            "fewShotLogisticDisjointAccuracy-5-1",
            "fewShotRefinedDisjointAccuracy-5-1",
            "fewShotDisjointAccuracyWithinTrue-1",
            "fewShotCosineDisjointAccuracyWithinTrue-1",
            "fewShotLogisticDisjointAccuracyWithinTrue-1",
            "fewShotRefinedDisjointAccuracyWithinTrue-1",
            "fewShotDisjointAccuracyWithinPredicted-1",
            "fewShotCosineDisjointAccuracyWithinPredicted-1",
            "fewShotLogisticDisjointAccuracyWithinPredicted-1",
            "fewShotRefinedDisjointAccuracyWithinPredicted-1");
    assertThat(scores)
        .filteredOn(score -> !score.key().contains("Predicted"))
        .allMatch(score -> score.value() == 1);
  }

  @Test
  void theDefaultsAreTheNearestMeanWithReplacement() {
    Evaluation evaluation = clusters(40, 1);
    FewShot usual = new FewShot(List.of(5, 0), List.of(1, 5), 15, 20, true, true);
    List<Score> alone = usual.evaluate(evaluation).scores();
    List<Score> beside = usual.withClassifiers(ALL).evaluate(evaluation).scores();
    assertThat(beside).containsAll(alone);
    assertThat(Sample.keys(alone)).contains("fewShotAccuracy-5-1", "fewShotAccuracy-all-5");
  }

  @Test
  void rowsOfAnotherPredictedClassAreWrong() {
    // Classes are told apart without fail, so what is left is the share of right coarse classes.
    List<Score> scores =
        options(0, 1, 63, 5).withClassifiers(ALL).evaluate(clusters(64, 1000)).scores();
    for (String word : List.of("", "Cosine", "Logistic", "Refined")) {
      assertThat(Sample.score(scores, "fewShot" + word + "AccuracyWithinPredicted-1").value())
          // 48 of 64 rows a class; the support row is not asked.
          .isCloseTo(0.75, within(0.01));
      assertThat(Sample.score(scores, "fewShot" + word + "AccuracyWithinTrue-1").value())
          .isEqualTo(1);
    }
  }

  @Test
  void noRowComesInTwoEpisodesAndAllAreUsed() {
    // Four classes of 25 rows: 5 episodes of 1 + 4 rows each, in all-way episodes.
    int[][] classes =
        IntStream.range(0, 4)
            .mapToObj(c -> IntStream.range(25 * c, 25 * c + 25).toArray())
            .toArray(int[][]::new);
    EpisodeSampler sampler = new EpisodeSampler(new int[][][] {classes}, 0, 1, 4, 1, "test");
    EpisodeSampler.Source source = sampler.withoutReplacement();
    List<Integer> drawn = new ArrayList<>();
    int episodes = 0;
    for (int[][] episode = source.next(); episode != null; episode = source.next()) {
      episodes++;
      for (int[] rows : episode) {
        assertThat(rows).hasSize(5);
        assertThat(Arrays.stream(rows).map(row -> row / 25).distinct().toArray()).hasSize(1);
        Arrays.stream(rows).forEach(drawn::add);
      }
    }
    assertThat(episodes).isEqualTo(5);
    assertThat(drawn).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void aSmallClassGivesAllItsRowsOnce() {
    int[][] classes = {{0, 1, 2}, {3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
    EpisodeSampler.Source source =
        new EpisodeSampler(new int[][][] {classes}, 2, 1, 4, 1, "test").withoutReplacement();
    int[][] only = source.next();
    assertThat(only).isNotNull();
    assertThat(Arrays.stream(only).mapToInt(rows -> rows.length).toArray())
        .containsExactlyInAnyOrder(3, 5);
    assertThat(source.next()).isNull();
  }

  @Test
  void scopesAreDrawnUntilNoneIsLeft() {
    int[][][] scopes = {{{0, 1}, {2, 3}}, {{4, 5, 6, 7}, {8, 9, 10, 11}}};
    EpisodeSampler.Source source =
        new EpisodeSampler(scopes, 2, 1, 1, 1, "test").withoutReplacement();
    int episodes = 0;
    while (source.next() != null) {
      episodes++;
    }
    // One of the first scope, two of the second.
    assertThat(episodes).isEqualTo(3);
  }

  @Test
  void fewerEpisodesThanAskedAreTold() {
    Evaluation evaluation = clusters(20, 1);
    Score few =
        options(0, 1, 4, 1000)
            .withSampling(Sampling.WITHOUT_REPLACEMENT)
            .evaluate(evaluation)
            .scores()
            .get(0);
    assertThat(few.n()).isEqualTo(4);
    assertThat(few.note()).isEqualTo("4 of 1000 episodes: then too few test rows were left");
    assertThat(few.interval()).isEqualTo("t-episodes");
    Score enough =
        options(0, 1, 4, 3)
            .withSampling(Sampling.WITHOUT_REPLACEMENT)
            .evaluate(evaluation)
            .scores()
            .get(0);
    assertThat(enough.n()).isEqualTo(3);
    assertThat(enough.note()).isNull();
  }

  @Test
  void aSingleEpisodeHasNoInterval() {
    Score score =
        options(0, 1, 19, 10)
            .withSampling(Sampling.WITHOUT_REPLACEMENT)
            .evaluate(clusters(20, 1))
            .scores()
            .get(0);
    assertThat(score.n()).isEqualTo(1);
    assertThat(score.interval()).isEqualTo("none");
    assertThat(score.low()).isNaN();
  }

  @Test
  void copiesStandInThePlaceOfTheirRows() {
    // Rows at 0 and 10; the copies lie at the other class, so that every answer is wrong.
    FloatMatrix features = Sample.matrix(1, 0, 0, 0, 10, 10, 10);
    FloatMatrix swapped = Sample.matrix(1, 10, 10, 10, 0, 0, 0);
    List<Integer> asked = new ArrayList<>();
    Evaluation evaluation =
        Sample.same(features, null, Sample.coarse(1, new int[6]), Sample.fine(2, 0, 0, 0, 1, 1, 1))
            .withAugmented(
                view -> {
                  asked.add(view);
                  return swapped;
                });
    List<Score> scores =
        options(2, 1, 1, 50).withClassifiers(ALL).withCopies(3).evaluate(evaluation).scores();
    assertThat(scores)
        .filteredOn(score -> !score.key().contains("Refined"))
        .allMatch(score -> score.value() == 0);
    assertThat(scores).allMatch(score -> score.key().endsWith("-copies3"));
    // Made once each, whatever the number of episodes.
    assertThat(asked).containsExactly(0, 1, 2);
  }

  @Test
  void theMeanIsOverAllCopies() {
    // Class 0 at 0 with copies at 0 and 8: mean 4; class 1 at 10 with copies at 10: a row at 6.9
    // goes to class 0 (as to the row 0 alone it would not: border 5).
    FloatMatrix features = Sample.matrix(1, 6.9f, 6.9f, 10, 10);
    Evaluation evaluation =
        Sample.same(features, null, Sample.coarse(1, new int[4]), Sample.fine(2, 0, 0, 1, 1))
            .withAugmented(
                view ->
                    view == 0 ? Sample.matrix(1, 0, 0, 10, 10) : Sample.matrix(1, 8, 8, 10, 10));
    assertThat(options(2, 1, 1, 20).withCopies(2).evaluate(evaluation).scores().get(0).value())
        .isEqualTo(1);
    assertThat(options(2, 1, 1, 20).withCopies(1).evaluate(evaluation).scores().get(0).value())
        .isEqualTo(0.5);
  }

  @Test
  void copiesThatCannotBeMadeAreRefused() {
    Evaluation plain = clusters(20, 1);
    FewShot copies = options(2, 1, 1, 2).withCopies(5);
    assertThatThrownBy(() -> copies.evaluate(plain).scores())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 5 augmented copies")
        .hasMessageContaining("set copies to 0");
    assertThatThrownBy(
            () ->
                copies.evaluate(plain.withAugmented(view -> Sample.matrix(2, 1, 2, 3, 4))).scores())
        .hasMessageContaining("2 rows of 2 features, the test rows are 160 of 8");
  }

  @Test
  void scoresOfOneKeyAreRefused() {
    assertThatThrownBy(
            () ->
                options(5, 1, 1, 1)
                    .withClassifiers(
                        new EpisodeClassifier.Refined(1), new EpisodeClassifier.Refined(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[Refined, Refined]");
    assertThatThrownBy(() -> new FewShot(List.of(5, 5), List.of(1), 1, 1, true, true))
        .hasMessageContaining("ways [5, 5]");
    assertThatThrownBy(() -> options(5, 1, 1, 1).withClassifiers())
        .hasMessageContaining("classifiers is []");
    assertThatThrownBy(() -> options(5, 1, 1, 1).withCopies(-1))
        .hasMessageContaining("copies is -1");
  }

  @Test
  void theKeysToldAreTheKeysGiven() {
    FewShot options =
        new FewShot(List.of(5, 0), List.of(1, 5), 3, 5, true, true).withClassifiers(ALL);
    assertThat(options.exclusiveKeys())
        .containsExactlyInAnyOrderElementsOf(
            Sample.keys(options.evaluate(clusters(20, 1)).scores()));
  }
}
