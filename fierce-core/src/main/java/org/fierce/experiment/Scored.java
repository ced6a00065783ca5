package org.fierce.experiment;

import java.io.IOException;
import java.nio.file.Files;
import org.fierce.data.Inputs;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.LabelCurve;
import org.fierce.run.LabelCurveFile;
import org.fierce.run.RunFolder;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * What evaluators found in embeddings, with the embeddings themselves for the report.
 *
 * @param train of the training rows, or null where there is nothing to show
 * @param test of the test rows, or null likewise
 * @param learning whether the coarse classes were learnt, or null where nothing was trained on them
 */
record Scored(
    Findings findings,
    @Nullable Inputs train,
    @Nullable Inputs test,
    @Nullable CoarseLearning learning) {
  /** For embeddings of a network that was not trained here. */
  Scored(Findings findings, @Nullable Inputs train, @Nullable Inputs test) {
    this(findings, train, test, null);
  }

  /** The same, with the judgement whether training learnt. */
  Scored with(@Nullable CoarseLearning judged) {
    return new Scored(findings, train, test, judged);
  }

  /** Writes the curve of labels; where there is none, one of before is taken away. */
  void writeLabelCurve(RunFolder folder) throws IOException {
    LabelCurve curve = findings.labelCurve();
    if (curve == null) {
      Files.deleteIfExists(folder.labelCurve());
    } else {
      LabelCurveFile.write(folder.labelCurve(), curve);
    }
  }

  static Scored notShown(Findings findings) {
    return new Scored(findings, null, null);
  }
}
