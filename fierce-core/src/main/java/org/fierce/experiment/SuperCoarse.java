package org.fierce.experiment;

import java.util.ArrayList;
import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.LabelHierarchy;

/**
 * Coarse classes merged further, so that the labels one has can play the fine ones. Of K classes
 * come about the square root of K groups, at least 2: as much finer than the groups as the groups
 * are many.
 */
public final class SuperCoarse {
  private SuperCoarse() {}

  /** Whether so many classes can be merged to two groups and still leave something to recover. */
  public static boolean applies(int classes) {
    return classes > 2;
  }

  /** Number of groups of so many classes. */
  public static int groups(int classes) {
    return (int) Math.max(2, Math.round(Math.sqrt(classes)));
  }

  /** Bins of a number: as many neighbours in each group as the count allows. */
  public static List<List<String>> neighbours(List<String> names) {
    int groups = groups(names.size());
    List<List<String>> merged = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      int from = (int) ((long) g * names.size() / groups);
      int to = (int) ((g + 1L) * names.size() / groups);
      merged.add(List.copyOf(names.subList(from, to)));
    }
    return merged;
  }

  /**
   * Classes: the two groups whose joining adds least to the squared distances of class means from
   * their group's mean are joined until few enough are left (Ward 1963), each class counting once.
   * Of equal costs the earlier pair is joined.
   *
   * @param features [rows, width] of the training rows
   */
  public static List<List<String>> nearest(FloatMatrix features, CoarseLabels labels) {
    List<Group> left = new ArrayList<>();
    double[][] means = means(features, labels);
    for (int c = 0; c < means.length; c++) {
      left.add(new Group(List.of(labels.names().get(c)), means[c]));
    }
    int wanted = groups(labels.classes());
    while (left.size() > wanted) {
      int first = 0;
      int second = 1;
      for (int i = 0; i < left.size(); i++) {
        for (int j = i + 1; j < left.size(); j++) {
          if (left.get(i).cost(left.get(j)) < left.get(first).cost(left.get(second))) {
            first = i;
            second = j;
          }
        }
      }
      left.set(first, left.get(first).joined(left.remove(second)));
    }
    return left.stream().map(Group::names).toList();
  }

  /** A hierarchy whose fine classes are the coarse classes of the data. */
  public static List<List<String>> of(LabelHierarchy hierarchy) {
    List<List<String>> merged = new ArrayList<>();
    for (int g = 0; g < hierarchy.coarseNames().size(); g++) {
      List<String> group = new ArrayList<>();
      for (int c = 0; c < hierarchy.fineNames().size(); c++) {
        if (hierarchy.coarseOf()[c] == g) {
          group.add(hierarchy.fineNames().get(c));
        }
      }
      merged.add(group);
    }
    return merged;
  }

  /** Mean features of each class; zeros for a class without rows. */
  private static double[][] means(FloatMatrix features, CoarseLabels labels) {
    int width = features.columns();
    double[][] means = new double[labels.classes()][width];
    int[] counts = new int[labels.classes()];
    for (int row = 0; row < labels.size(); row++) {
      int c = labels.labels()[row];
      counts[c]++;
      for (int i = 0; i < width; i++) {
        means[c][i] += features.values()[row * width + i];
      }
    }
    for (int c = 0; c < means.length; c++) {
      for (int i = 0; i < width; i++) {
        means[c][i] /= Math.max(1, counts[c]);
      }
    }
    return means;
  }

  private record Group(List<String> names, double[] mean) {
    double cost(Group other) {
      double squares = 0;
      for (int i = 0; i < mean.length; i++) {
        squares += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
      }
      double a = names.size();
      double b = other.names.size();
      return a * b / (a + b) * squares;
    }

    Group joined(Group other) {
      double a = names.size();
      double b = other.names.size();
      double[] centre = new double[mean.length];
      for (int i = 0; i < centre.length; i++) {
        centre[i] = (a * mean[i] + b * other.mean[i]) / (a + b);
      }
      List<String> both = new ArrayList<>(names);
      both.addAll(other.names);
      return new Group(List.copyOf(both), centre);
    }
  }
}
