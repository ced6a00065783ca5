package org.fierce.embed;

import java.util.List;
import org.fierce.data.FloatMatrix;

/**
 * The features of every layer of a frozen network for every row of a data set.
 *
 * @param earlier [rows, width] of each layer before the features, first to last
 * @param last features and logits
 */
public record LayerEmbeddings(List<FloatMatrix> earlier, Embeddings last) {
  /** Keeps the list as it is now. */
  public LayerEmbeddings {
    earlier = List.copyOf(earlier);
  }
}
