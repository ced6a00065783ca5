package org.fierce.experiment;

import org.fierce.data.Inputs;
import org.fierce.evaluate.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What was found in embeddings, and the embeddings, for whoever shows them.
 *
 * @param train of the training rows, or null where there is nothing to show
 * @param test of the test rows, or null likewise
 */
record Scored(Findings findings, @Nullable Inputs train, @Nullable Inputs test) {
  static Scored notShown(Findings findings) {
    return new Scored(findings, null, null);
  }
}
