package org.fierce.labels;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The coarse classes of a data set: classes without an order, or the bins of a number with their
 * edges.
 *
 * @param names distinct, at least one, in index order
 * @param edges of the bins, from the lowest; null where the classes are no bins of a number
 */
public record CoarseClasses(List<String> names, @Nullable BinEdges edges) {
  /**
   * Checks how many there are.
   *
   * @throws IllegalArgumentException if there is none, or they are not as many as the edges make
   *     bins
   */
  public CoarseClasses {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there is no coarse class; expected at least one");
    }
    if (edges != null && edges.bins() != names.size()) {
      throw new IllegalArgumentException(
          "%d names do not fit %d bins".formatted(names.size(), edges.bins()));
    }
  }

  /** Classes without an order. */
  public static CoarseClasses named(List<String> names) {
    return new CoarseClasses(names, null);
  }

  /** The bins between edges, named as {@link BinEdges#names} says. */
  public static CoarseClasses bins(BinEdges edges) {
    return new CoarseClasses(edges.names(), edges);
  }

  /** Number of classes. */
  public int size() {
    return names.size();
  }

  /**
   * The classes that come about where some of these are joined; bins stay bins where neighbours are
   * joined in their order.
   *
   * @param joined names of the new classes
   * @param groupOf index of the new class that each of these goes into
   */
  public CoarseClasses grouped(List<String> joined, int[] groupOf) {
    boolean isInOrder =
        groupOf[0] == 0
            && IntStream.range(1, groupOf.length)
                .allMatch(c -> groupOf[c] == groupOf[c - 1] || groupOf[c] == groupOf[c - 1] + 1);
    if (edges == null || !isInOrder || joined.size() < 2) {
      return named(joined);
    }
    double[] interior = edges.interior();
    double[] kept =
        IntStream.range(1, groupOf.length)
            .filter(c -> groupOf[c] != groupOf[c - 1])
            .mapToDouble(c -> interior[c - 1])
            .toArray();
    return new CoarseClasses(joined, new BinEdges(kept));
  }
}
