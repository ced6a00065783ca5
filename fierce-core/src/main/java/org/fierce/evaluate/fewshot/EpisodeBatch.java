package org.fierce.evaluate.fewshot;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Episodes of equal size, answered together. Made by {@link FewShot} and read by its classifiers;
 * it belongs to the call it is handed to.
 */
final class EpisodeBatch {
  /** Embeddings of the labelled rows, [episodes, ways, rows of a class, width]. */
  final Tensor supports;

  /** Embeddings of the rows to answer, [episodes, asked, width]. */
  final Tensor asks;

  /** 1 for an asked row that a transductive classifier may look at, else 0; null for all. */
  final @Nullable Tensor isSeen;

  /** Labelled rows of a class, their augmented copies not counted. */
  final int shots;

  private int unconverged;

  public EpisodeBatch(Tensor supports, Tensor asks, @Nullable Tensor isSeen, int shots) {
    this.supports = supports;
    this.asks = asks;
    this.isSeen = isSeen;
    this.shots = shots;
  }

  int episodes() {
    return (int) supports.size(0);
  }

  int ways() {
    return (int) supports.size(1);
  }

  int asked() {
    return (int) asks.size(1);
  }

  /** Mean of the labelled rows of each class, [episodes, ways, width]. */
  Tensor means() {
    return supports.mean(2);
  }

  /** The nearest mean of each asked row, first of equal ones, [episodes, asked]. */
  Tensor nearest(Tensor means) {
    // |q - m|^2 is least where <q, m> - |m|^2 / 2 is largest.
    Tensor half = means.mul(means).sum(2).mul_(new Scalar(0.5)).unsqueeze(1);
    Tensor products =
        torch.baddbmm(half, asks, means.transpose(1, 2), new Scalar(-1.0), new Scalar(1.0));
    return torch.argmax(products, new LongOptional(2), false);
  }

  /** Counts an episode whose fit did not converge. */
  void countUnconverged() {
    unconverged++;
  }

  int unconverged() {
    return unconverged;
  }

  /** Copies decisions [episodes, asked] out, row by row. */
  int[] read(Tensor decisions) {
    long[] wide = new long[episodes() * asked()];
    decisions.contiguous().data_ptr_long().get(wide);
    int[] narrow = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (int) wide[i];
    }
    return narrow;
  }
}
