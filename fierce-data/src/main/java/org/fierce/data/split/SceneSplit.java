package org.fierce.data.split;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.ScenePlaces;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.random.Streams;

/**
 * How the pixels of a scene are split into training and test pixels. Pixels are numbered line by
 * line: {@code line * columns + column}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface SceneSplit {
  /** The share of test pixels in the paper: 4,032 of 13,440. */
  double PAPER_TEST_FRACTION = 0.3;

  /**
   * Draws the pixels, a pure function of its arguments: the drawn ones are for the test, the
   * remaining ones for training.
   *
   * @param wraps whether the scene is a torus, its first line beside its last
   * @throws IllegalArgumentException if the scene is too small for a part of each kind
   */
  Splits.Parts draw(int lines, int columns, boolean wraps, long seed);

  /**
   * Splits the pixels of a scene, all of them in {@code all} line by line.
   *
   * @throws IllegalArgumentException if a coarse class has no training pixel
   */
  default DataSplit part(Dataset all, int lines, int columns, boolean wraps, long seed) {
    Splits.Parts parts = draw(lines, columns, wraps, seed);
    DataSplit split =
        new DataSplit(
                all.select(parts.remaining()),
                null,
                all.select(parts.drawn()),
                VectorEncoder.of(all.shape().values()))
            .in(new ScenePlaces(lines, columns, parts.drawn()));
    int[] counts = new int[all.coarse().classes()];
    for (int label : split.train().coarse().labels()) {
      counts[label]++;
    }
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 0) {
        throw new IllegalArgumentException(
            "%s: coarse class \"%s\" has no training pixel; use smaller blocks or another seed"
                .formatted(all.name(), all.coarse().names().get(c)));
      }
    }
    return split;
  }

  /** Single pixels at random, 30 % for the test, as in the paper. */
  static SceneSplit asInThePaper() {
    return new RandomPixels(PAPER_TEST_FRACTION);
  }

  private static void checkFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "testFraction is %s; it must be above 0 and below 1".formatted(fraction));
    }
  }

  /**
   * Single pixels at random. Neighbours, which are much alike, come to stand on both sides: scores
   * are too good for a new place.
   *
   * @param testFraction share of the pixels for the test, above 0 and below 1; exact up to rounding
   */
  record RandomPixels(double testFraction) implements SceneSplit {
    /**
     * Checks the fraction.
     *
     * @throws IllegalArgumentException if it is not strictly between 0 and 1
     */
    public RandomPixels {
      checkFraction(testFraction);
    }

    @Override
    public Splits.Parts draw(int lines, int columns, boolean wraps, long seed) {
      return Splits.fraction(Math.multiplyExact(lines, columns), testFraction, seed);
    }
  }

  /**
   * Square blocks of a regular grid (smaller at the far edges), drawn at random for the test until
   * their pixels come closest to the share asked for.
   *
   * @param side pixels on a side of a block, at least 1
   * @param gap training pixels this near to a test pixel, in lines or columns, belong to neither
   *     part; 0 keeps all
   * @param testFraction share of the pixels for the test, above 0 and below 1; met up to half a
   *     block
   */
  record Blocks(int side, int gap, double testFraction) implements SceneSplit {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Blocks {
      if (side < 1) {
        throw new IllegalArgumentException(
            "side of blocks is %d; it must be at least 1 pixel".formatted(side));
      }
      if (gap < 0) {
        throw new IllegalArgumentException(
            "gap between blocks is %d; it must be at least 0 pixels".formatted(gap));
      }
      checkFraction(testFraction);
    }

    /** Blocks of 15 pixels without a gap, 30 % for the test. */
    public static Blocks usual() {
      return new Blocks(15, 0, PAPER_TEST_FRACTION);
    }

    @Override
    public Splits.Parts draw(int lines, int columns, boolean wraps, long seed) {
      int down = (lines + side - 1) / side;
      int across = (columns + side - 1) / side;
      if (down * across < 2) {
        throw new IllegalArgumentException(
            "blocks of side %d leave one block in a scene of %d x %d pixels; make side smaller"
                .formatted(side, lines, columns));
      }
      boolean[] test = new boolean[Math.multiplyExact(lines, columns)];
      double missing = testFraction * test.length;
      int[] order =
          Streams.permutation(
              down * across, Streams.generator(seed, Streams.Purpose.SCENE_SPLIT, side));
      for (int i = 0; i < order.length - 1; i++) {
        int top = order[i] / across * side;
        int left = order[i] % across * side;
        int bottom = Math.min(lines, top + side);
        int right = Math.min(columns, left + side);
        int pixels = (bottom - top) * (right - left);
        if (i > 0 && pixels > 2 * missing) {
          break;
        }
        for (int line = top; line < bottom; line++) {
          Arrays.fill(test, line * columns + left, line * columns + right, true);
        }
        missing -= pixels;
      }
      return parts(test, near(test, lines, columns, wraps));
    }

    /** Which pixels are test pixels or at most {@code gap} lines and columns from one. */
    private boolean[] near(boolean[] test, int lines, int columns, boolean wraps) {
      boolean[] beside = new boolean[test.length];
      for (int pixel = 0; pixel < test.length; pixel++) {
        int line = pixel / columns;
        for (int d = -gap; test[pixel] && d <= gap; d++) {
          int column = place(pixel % columns + d, columns, wraps);
          if (column >= 0) {
            beside[line * columns + column] = true;
          }
        }
      }
      boolean[] near = new boolean[test.length];
      for (int pixel = 0; pixel < test.length; pixel++) {
        for (int d = -gap; beside[pixel] && d <= gap; d++) {
          int line = place(pixel / columns + d, lines, wraps);
          if (line >= 0) {
            near[line * columns + pixel % columns] = true;
          }
        }
      }
      return near;
    }

    private static int place(int position, int size, boolean wraps) {
      if (wraps) {
        return Math.floorMod(position, size);
      }
      return position < size ? position : -1;
    }

    private Splits.Parts parts(boolean[] test, boolean[] near) {
      int[] remaining = new int[test.length];
      int[] drawn = new int[test.length];
      int remainingCount = 0;
      int drawnCount = 0;
      for (int pixel = 0; pixel < test.length; pixel++) {
        if (test[pixel]) {
          drawn[drawnCount++] = pixel;
        } else if (!near[pixel]) {
          remaining[remainingCount++] = pixel;
        }
      }
      if (remainingCount == 0) {
        throw new IllegalArgumentException(
            "a gap of %d pixels beside blocks of side %d leaves no training pixel"
                .formatted(gap, side));
      }
      return new Splits.Parts(
          Arrays.copyOf(remaining, remainingCount), Arrays.copyOf(drawn, drawnCount));
    }
  }
}
