package org.fierce.evaluate.labelling;

/** Answers the same test rows again and again, each time from other labelled training rows. */
interface LabelHead extends AutoCloseable {
  /**
   * Fits on labelled rows and answers.
   *
   * @param labelled training rows, class by class in the order of {@link LabelTask#pools}
   * @return error of each test row
   */
  double[] errors(int[][] labelled);

  @Override
  default void close() {}
}
