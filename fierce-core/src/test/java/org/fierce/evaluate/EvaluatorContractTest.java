package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Score;
import org.junit.jupiter.api.Test;

/** That evaluators which break a promise fail the contract. */
class EvaluatorContractTest {
  private static EvaluatorContract of(Evaluator evaluator) {
    return new EvaluatorContract() {
      @Override
      protected Evaluator evaluator() {
        return evaluator;
      }
    };
  }

  @Test
  void onePlainScorePasses() {
    EvaluatorContract contract =
        of(
            evaluation ->
                Findings.of(
                    Score.bare(
                        "rows",
                        evaluation.query().features().size(),
                        evaluation.query().features().size())));

    assertThatCode(contract::theOrderOfTheTestRowsDoesNotMatter).doesNotThrowAnyException();
    assertThatCode(contract::thereAreScoresForTheKindsItAppliesToAndForNoOther)
        .doesNotThrowAnyException();
  }

  @Test
  void lookingAtTheFirstRowIsFound() {
    EvaluatorContract contract =
        of(
            evaluation ->
                Findings.of(
                    Score.bare("first", evaluation.query().featureMatrix().values()[0], 1)));

    assertThatThrownBy(contract::theOrderOfTheTestRowsDoesNotMatter)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("first");
  }

  @Test
  void answeringFromTheTestTargetIsFound() {
    EvaluatorContract contract =
        of(
            new FineEvaluator<FineTargets.Classes>() {
              @Override
              public Class<FineTargets.Classes> target() {
                return FineTargets.Classes.class;
              }

              @Override
              public Findings evaluate(
                  Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes query) {
                return new Findings(
                    List.of(Score.bare("cheat", 1, query.size())),
                    List.of(new ExampleColumn.Classes("cheat", query.labels(), query.names())));
              }
            });

    assertThatThrownBy(contract::whatIsSaidOfATestRowDoesNotDependOnItsFineTarget)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cheat");
  }

  @Test
  void secretlyNeedingFineTargetsIsFound() {
    EvaluatorContract contract =
        of(
            new Evaluator() {
              @Override
              public Findings evaluate(Evaluation evaluation) {
                boolean isClasses = evaluation.queryFine() instanceof FineTargets.Classes;
                return Findings.of(Score.bare("peek", isClasses ? 1 : 0, 1));
              }

              @Override
              public boolean needsFineTargets() {
                return false;
              }
            });

    assertThatThrownBy(contract::fineTargetsAreNotLookedAtWhereTheyAreNotNeeded)
        .isInstanceOf(AssertionError.class);
    assertThat(contract.evaluator().needsFineTargets()).isFalse();
  }
}
