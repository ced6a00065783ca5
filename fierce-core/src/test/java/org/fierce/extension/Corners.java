package org.fierce.extension;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;

/**
 * Points about the four corners of a square: the side is the coarse label, the corner the fine one.
 *
 * @param rows training rows, and as many test rows
 * @param noise deviation from the corner, at least 0
 * @param seed of the draw
 */
record Corners(int rows, double noise, long seed) implements DataSource {
  private static final List<String> SIDES = List.of("left", "right");
  private static final List<String> NAMES =
      List.of("lower left", "upper left", "lower right", "upper right");

  @Override
  public DataSplit open(DataRoot root, long addend) {
    return new DataSplit(
        part("train", seed + addend), null, part("test", seed + addend), VectorEncoder.of(2));
  }

  private Dataset part(String name, long from) {
    SplittableRandom random = Streams.generator(from, name);
    float[] points = new float[2 * rows];
    int[] corner = new int[rows];
    int[] side = new int[rows];
    for (int row = 0; row < rows; row++) {
      corner[row] = row % NAMES.size();
      side[row] = corner[row] / 2;
      points[2 * row] = (float) (2 * side[row] - 1 + noise * Streams.gaussian(random));
      points[2 * row + 1] = (float) (2 * (corner[row] % 2) - 1 + noise * Streams.gaussian(random));
    }
    return Dataset.numbered(
        name,
        new FloatMatrix(rows, 2, points),
        new CoarseLabels(side, SIDES),
        new FineTargets.Classes(corner, NAMES));
  }

  @Override
  public List<Path> files(DataRoot root) {
    return List.of();
  }
}
