package org.fierce.report;

import java.util.List;

/**
 * Test rows laid out in a plane.
 *
 * @param rows test row of each point
 * @param layouts ways of laying them out, the linear one first
 */
record EmbeddingMap(int[] rows, List<Layout> layouts) {
  /**
   * One way.
   *
   * @param name as {@code pca}
   * @param explained share of the variance along both axes; empty where unknown
   */
  record Layout(String name, double[] x, double[] y, double[] explained) {
    /** The name for people. */
    String words() {
      return switch (name) {
        case "pca" -> "PCA";
        case "umap" -> "UMAP";
        case "tsne" -> "t-SNE";
        default -> name;
      };
    }
  }
}
