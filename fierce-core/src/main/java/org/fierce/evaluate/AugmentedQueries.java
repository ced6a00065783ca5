package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/** Makes embeddings of the test rows again, from augmented inputs. */
@FunctionalInterface
public interface AugmentedQueries {
  /**
   * Features of all test rows, each seen through an augmentation of its own; computed at each call.
   * The same number gives the same features.
   *
   * @param view number of the augmentation, from 0
   * @return [test rows, feature width], finite
   */
  FloatMatrix features(int view);
}
