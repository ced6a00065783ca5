package org.fierce.report;

import java.util.List;

/**
 * A test row and the training rows nearest to it.
 *
 * @param row the test row
 * @param nearest first
 */
record Neighbours(int row, List<Neighbour> nearest) {
  /**
   * A training row.
   *
   * @param fine its fine class, number or shares as text; empty where unknown
   */
  record Neighbour(int row, double cosine, String coarse, String fine) {}
}
