package org.fierce.evaluate.labelling;

import org.fierce.data.Inputs;

/** What is to be answered from few labels: one kind of fine target. */
interface LabelTask {
  /** Key of the score, without the number of labels. */
  String key();

  /** Of what a label is counted, as {@code fine class}. */
  String classes();

  /** Training rows of each class that gets labels. */
  int[][] pools();

  /** Test rows that can be scored. */
  int[] asked();

  /** Why other test rows are not, in words; empty where all are. */
  String leftOut();

  /** Labelled rows that a head can be fitted on at most. */
  int mostLabelled();

  /** A head on features, or on anything else that stands for the rows. */
  LabelHead head(Inputs reference, Inputs query, int[] asked);

  /** The best answer that knows only the coarse class. */
  LabelHead coarseAlone(int[] asked);

  /**
   * How spread the targets of some test rows are, where the score is relative to it; else 1.
   *
   * @param counts how often each asked row is in the sample
   */
  double spread(int[] asked, int[] counts);

  /** The score of a mean error. */
  double score(double error, double spread);

  /**
   * How far an interval reaches at least from its value, because all rows may be answered alike by
   * chance; above 0 for scores that are shares, from 0 to 1.
   */
  double leastHalfWidth(int rows);
}
