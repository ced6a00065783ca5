package org.fierce.illustrate;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.fierce.data.Inputs;

/**
 * The training rows that some test rows are most alike to, for people to look at; exact.
 *
 * @param row of the test row looked up
 * @param neighbours the training rows of largest cosine, the nearest first, of equal ones the lower
 *     row first
 */
public record Lookup(int row, List<Neighbour> neighbours) {
  /**
   * A training row found.
   *
   * @param row its number
   * @param cosine of its embedding with that of the test row, in [-1, 1]; 0 where one is zero
   */
  public record Neighbour(int row, double cosine) implements Comparable<Neighbour> {
    /** The nearer comes first. */
    @Override
    public int compareTo(Neighbour other) {
      int byCosine = Double.compare(other.cosine, cosine);
      return byCosine != 0 ? byCosine : Integer.compare(row, other.row);
    }
  }

  /**
   * Looks up the neighbours of some test rows.
   *
   * @param train embeddings of the training rows, read once each
   * @param test embeddings of the test rows, as wide
   * @param most neighbours, at least 1
   */
  public static List<Lookup> of(Inputs train, Inputs test, int[] queries, int most) {
    int width = train.shape().values();
    float[][] sought = new float[queries.length][width];
    double[] lengths = new double[queries.length];
    List<PriorityQueue<Neighbour>> nearest = new ArrayList<>();
    for (int i = 0; i < queries.length; i++) {
      test.read(queries[i], sought[i], 0);
      lengths[i] = Cosines.length(sought[i]);
      // The furthest of those kept is on top.
      nearest.add(new PriorityQueue<>((a, b) -> b.compareTo(a)));
    }
    float[] values = new float[width];
    for (int row = 0; row < train.size(); row++) {
      train.read(row, values, 0);
      double length = Cosines.length(values);
      for (int i = 0; i < queries.length; i++) {
        double ofBoth = length * lengths[i];
        double cosine = ofBoth > 0 ? Cosines.product(values, sought[i]) / ofBoth : 0;
        nearest.get(i).add(new Neighbour(row, Math.max(-1, Math.min(1, cosine))));
        if (nearest.get(i).size() > most) {
          nearest.get(i).remove();
        }
      }
    }
    List<Lookup> found = new ArrayList<>();
    for (int i = 0; i < queries.length; i++) {
      found.add(new Lookup(queries[i], nearest.get(i).stream().sorted().toList()));
    }
    return found;
  }
}
