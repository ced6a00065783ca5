package org.fierce.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A small table after the simulated scene: rows are mixtures of four materials, the coarse class is
 * the largest part, the fine target the parts, the columns a curved map of the parts with noise. It
 * asks of an experiment what the scene asks, in a hundredth of the time.
 */
public final class MixtureTable {
  /** The line of a configuration that reads the table. */
  public static final String DATA =
      "data: {source: table, train: mixtures.csv, labels: {coarse: largest, fine: {shares: [soil, tree, water, stone]}}, split: {fraction: 0.3}}";

  private static final String[] MATERIALS = {"soil", "tree", "water", "stone"};
  private static final int ROWS = 500;
  private static final int COLUMNS = 10;

  private MixtureTable() {}

  public static void write(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    double[][] map = new double[COLUMNS][MATERIALS.length];
    for (double[] column : map) {
      for (int k = 0; k < column.length; k++) {
        column[k] = random.nextDouble(-1, 1);
      }
    }
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < COLUMNS; j++) {
      text.append('x').append(j).append(',');
    }
    text.append("soil,tree,water,stone,largest\n");
    for (int row = 0; row < ROWS; row++) {
      double[] parts = parts(random);
      for (double[] column : map) {
        double sum = random.nextDouble(-0.05, 0.05);
        for (int k = 0; k < parts.length; k++) {
          sum += column[k] * Math.sqrt(parts[k]);
        }
        text.append((float) Math.tanh(2 * sum)).append(',');
      }
      int largest = 0;
      for (int k = 0; k < parts.length; k++) {
        text.append(parts[k]).append(',');
        largest = parts[k] > parts[largest] ? k : largest;
      }
      text.append(MATERIALS[largest]).append('\n');
    }
    Files.writeString(folder.resolve("mixtures.csv"), text);
  }

  /** Uniform on the simplex: exponential numbers divided by their sum. */
  private static double[] parts(SplittableRandom random) {
    double[] parts = new double[MATERIALS.length];
    double sum = 0;
    for (int k = 0; k < parts.length; k++) {
      parts[k] = -Math.log(1 - random.nextDouble());
      sum += parts[k];
    }
    for (int k = 0; k < parts.length; k++) {
      parts[k] /= sum;
    }
    return parts;
  }
}
