package org.fierce.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fierce.data.EncodedRow;
import org.fierce.model.FineHead;
import org.fierce.model.FineQuestion;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.fierce.report.VisibleText;

/**
 * What a model answers besides the coarse class.
 *
 * @param fine whether a fine class
 * @param number whether a number
 * @param shares names of the shares; empty where it tells none
 * @param nearest how many training rows most like a row; 0 for none
 */
record AnswerParts(boolean fine, boolean number, List<String> shares, int nearest) {
  static AnswerParts of(Predictor predictor, int nearest) {
    Set<FineQuestion> questions = EnumSet.noneOf(FineQuestion.class);
    predictor.model().heads().stream().map(FineHead.Facts::question).forEach(questions::add);
    List<String> shares = List.of();
    if (questions.contains(FineQuestion.SHARES)) {
      // The head tells its parts with any answer.
      float[] nothing = new float[predictor.model().description().row().shape().values()];
      Prediction any = predictor.answer(List.of(new EncodedRow(nothing, List.of()))).get(0);
      shares = new ArrayList<>(any.shares().keySet());
    }
    return new AnswerParts(
        questions.contains(FineQuestion.FINE),
        questions.contains(FineQuestion.NUMBER),
        shares,
        nearest);
  }

  /** The shares' names for a terminal. */
  List<String> shareHeadings() {
    return shares.stream().map(VisibleText::of).toList();
  }
}
