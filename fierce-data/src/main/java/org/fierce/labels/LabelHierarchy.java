package org.fierce.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which coarse class every fine class belongs to. Each fine class has exactly one coarse class, and
 * each coarse class at least one fine class.
 *
 * @param fineNames names of the fine classes, distinct
 * @param coarseNames names of the coarse classes, distinct
 * @param coarseOf index in {@code coarseNames} of each fine class
 */
public record LabelHierarchy(List<String> fineNames, List<String> coarseNames, int[] coarseOf) {
  /**
   * Checks that the hierarchy is total.
   *
   * @throws IllegalArgumentException if a name is blank or comes twice, a fine class has no coarse
   *     class, or a coarse class no fine one
   */
  public LabelHierarchy {
    fineNames = checkedNames("fine", fineNames);
    coarseNames = checkedNames("coarse", coarseNames);
    coarseOf = coarseOf.clone();
    if (coarseOf.length != fineNames.size()) {
      throw new IllegalArgumentException(
          "%d fine classes but %d coarse ones assigned"
              .formatted(fineNames.size(), coarseOf.length));
    }
    boolean[] used = new boolean[coarseNames.size()];
    for (int fine = 0; fine < coarseOf.length; fine++) {
      if (coarseOf[fine] < 0 || coarseOf[fine] >= used.length) {
        throw new IllegalArgumentException(
            "fine class \"%s\" has coarse class %d, outside 0..%d"
                .formatted(fineNames.get(fine), coarseOf[fine], used.length - 1));
      }
      used[coarseOf[fine]] = true;
    }
    for (int coarse = 0; coarse < used.length; coarse++) {
      if (!used[coarse]) {
        throw new IllegalArgumentException(
            "coarse class \"%s\" is empty: no fine class belongs to it"
                .formatted(coarseNames.get(coarse)));
      }
    }
  }

  private static List<String> checkedNames(String kind, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a " + kind + " class has no name");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("%s class \"%s\" is named twice".formatted(kind, name));
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a hierarchy without " + kind + " classes");
    }
    return List.copyOf(names);
  }

  /** Index of the coarse class of each fine class, as a copy. */
  @Override
  public int[] coarseOf() {
    return coarseOf.clone();
  }

  /** Name of the coarse class of a fine class. */
  public String coarseNameOf(int fine) {
    return coarseNames.get(coarseOf[fine]);
  }

  /**
   * The hierarchy two columns of names show, pair by pair; pairs may repeat. Classes are numbered
   * in the order of their first appearance.
   *
   * @throws IllegalArgumentException if a fine class stands beside two coarse ones, with the row
   *     (from 0) and the names, or a name is blank
   */
  public static LabelHierarchy ofColumns(List<String> fine, List<String> coarse) {
    if (fine.size() != coarse.size()) {
      throw new IllegalArgumentException(
          "%d fine names but %d coarse ones".formatted(fine.size(), coarse.size()));
    }
    List<String> fineNames = new ArrayList<>();
    List<String> coarseNames = new ArrayList<>();
    Map<String, Integer> fineIndex = new HashMap<>();
    Map<String, Integer> coarseIndex = new HashMap<>();
    List<Integer> coarseOf = new ArrayList<>();
    for (int row = 0; row < fine.size(); row++) {
      int c = index(coarse.get(row), coarseNames, coarseIndex);
      int f = index(fine.get(row), fineNames, fineIndex);
      if (f == coarseOf.size()) {
        coarseOf.add(c);
      } else if (coarseOf.get(f) != c) {
        throw twice(row, fine.get(row), coarseNames.get(coarseOf.get(f)), coarse.get(row));
      }
    }
    return new LabelHierarchy(
        fineNames, coarseNames, coarseOf.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int index(String name, List<String> names, Map<String, Integer> indices) {
    Integer index = indices.putIfAbsent(name, names.size());
    if (index == null) {
      names.add(name);
      return names.size() - 1;
    }
    return index;
  }

  private static IllegalArgumentException twice(int row, String fine, String first, String then) {
    return new IllegalArgumentException(
        ("fine class \"%s\" belongs to coarse class \"%s\", but row %d says \"%s\"; each fine class"
                + " needs one coarse class (and a name of its own)")
            .formatted(fine, first, row, then));
  }

  /**
   * The hierarchy that the two labels of a data set's rows show.
   *
   * @throws IllegalArgumentException if a fine class is seen under two coarse ones, with row and
   *     names, a fine class has no row (its coarse class is unknown), or a coarse class is empty
   */
  public static LabelHierarchy of(CoarseLabels coarse, FineTargets.Classes fine) {
    if (coarse.size() != fine.size()) {
      throw new IllegalArgumentException(
          "%d coarse labels but %d fine ones".formatted(coarse.size(), fine.size()));
    }
    int[] coarseOf = new int[fine.names().size()];
    Arrays.fill(coarseOf, -1);
    for (int row = 0; row < fine.size(); row++) {
      int f = fine.labels()[row];
      int c = coarse.labels()[row];
      if (coarseOf[f] < 0) {
        coarseOf[f] = c;
      } else if (coarseOf[f] != c) {
        throw twice(
            row, fine.names().get(f), coarse.names().get(coarseOf[f]), coarse.names().get(c));
      }
    }
    for (int f = 0; f < coarseOf.length; f++) {
      if (coarseOf[f] < 0) {
        throw new IllegalArgumentException(
            "fine class \"%s\" has no row, so its coarse class is unknown"
                .formatted(fine.names().get(f)));
      }
    }
    return new LabelHierarchy(fine.names(), coarse.names(), coarseOf);
  }

  /**
   * The coarse labels of rows whose fine classes are known. The classes of this hierarchy and of
   * the rows must be the same, in any order.
   *
   * @throws IllegalArgumentException if the hierarchy does not name a fine class of the data, or
   *     names one the data does not know, with its name
   */
  public CoarseLabels coarsen(FineTargets.Classes fine) {
    Map<String, Integer> index = new HashMap<>();
    for (int f = 0; f < fineNames.size(); f++) {
      index.put(fineNames.get(f), f);
    }
    int[] ofData = new int[fine.names().size()];
    for (int f = 0; f < ofData.length; f++) {
      Integer known = index.get(fine.names().get(f));
      if (known == null) {
        throw new IllegalArgumentException(
            "the hierarchy does not name fine class \"%s\" of the data; it names %s"
                .formatted(fine.names().get(f), shortened(fineNames)));
      }
      ofData[f] = coarseOf[known];
    }
    Set<String> ofRows = new HashSet<>(fine.names());
    for (String name : fineNames) {
      if (!ofRows.contains(name)) {
        throw new IllegalArgumentException(
            "the hierarchy names fine class \"%s\", unknown to the data; it has %s"
                .formatted(name, shortened(fine.names())));
      }
    }
    int[] labels = new int[fine.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = ofData[fine.labels()[row]];
    }
    return new CoarseLabels(labels, coarseNames);
  }

  private static String shortened(List<String> names) {
    int shown = Math.min(names.size(), 10);
    String list = String.join(", ", names.subList(0, shown));
    return shown < names.size() ? list + " and " + (names.size() - shown) + " more" : list;
  }
}
