package org.fierce.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Shifts and scales each channel: {@code (x - mean) / deviation}. For vectors a channel is a
 * column, and what lies further from the mean than any training row does, by more than {@value
 * #MARGIN} deviations, is put there: a value this far out says that the column is of another kind
 * than in training, not how large it is, and must not drown all other columns. Of a column that is
 * constant in training nothing is left.
 *
 * @param shape shape of a row
 * @param mean of each channel, in the unit of the raw input
 * @param deviation of each channel, above 0, in the unit of the raw input
 * @param reach largest size of a normalised value of each channel, at least 0; infinite where there
 *     is no bound, as for images
 */
public record Normalisation(InputShape shape, float[] mean, float[] deviation, float[] reach) {
  /** How many deviations beyond the training rows a value may lie. */
  public static final int MARGIN = 10;

  /** A column of zeros and ones is left so where fewer rows than this share differ. */
  private static final double RARE = 0.05;

  /**
   * Checks that each channel has a finite mean, a finite deviation above 0 and a reach.
   *
   * @throws IllegalArgumentException if one has not, with its number
   */
  public Normalisation {
    if (mean.length != shape.channels()
        || deviation.length != shape.channels()
        || reach.length != shape.channels()) {
      throw new IllegalArgumentException(
          "%d means, %d deviations and %d bounds do not fit inputs of %s"
              .formatted(mean.length, deviation.length, reach.length, shape));
    }
    for (int c = 0; c < mean.length; c++) {
      if (!Float.isFinite(mean[c]) || !Float.isFinite(deviation[c])) {
        throw new IllegalArgumentException(
            "channel %d has mean %s and deviation %s; both must be finite"
                .formatted(c, mean[c], deviation[c]));
      }
      if (deviation[c] < Float.MIN_NORMAL) {
        throw new IllegalArgumentException(
            "channel %d has deviation %s; it must be above 0".formatted(c, deviation[c]));
      }
      if (!(reach[c] >= 0)) {
        throw new IllegalArgumentException(
            "channel %d has the bound %s; it must be at least 0".formatted(c, reach[c]));
      }
    }
  }

  /** Without bounds. */
  public Normalisation(InputShape shape, float[] mean, float[] deviation) {
    this(shape, mean, deviation, boundless(shape.channels()));
  }

  private static float[] boundless(int channels) {
    float[] reach = new float[channels];
    Arrays.fill(reach, Float.POSITIVE_INFINITY);
    return reach;
  }

  /** Leaves every value as it is. */
  public static Normalisation identity(InputShape shape) {
    float[] ones = new float[shape.channels()];
    Arrays.fill(ones, 1);
    return new Normalisation(shape, new float[shape.channels()], ones);
  }

  /**
   * Mean and population standard deviation of each channel over all rows and pixels, summed in
   * double, one row in memory at a time. A channel that does not vary gets deviation 1, so that it
   * becomes 0. So does a column of zeros and ones in which fewer than one row in twenty differs
   * from the others, as of a rare category: at deviation 1 it would be so large that a network
   * knows the few rows by it and learns nothing else.
   *
   * @param train the training rows, at least one
   * @throws IllegalArgumentException if there is no row, or a channel holds a value that is not
   *     finite
   */
  public static Normalisation fit(Inputs train) {
    InputShape shape = train.shape();
    if (train.size() == 0) {
      throw new IllegalArgumentException("normalisation needs at least one row, found none");
    }
    Moments moments = new Moments(shape.channels());
    float[] row = new float[shape.values()];
    for (int i = 0; i < train.size(); i++) {
      train.read(i, row, 0);
      moments.add(row);
    }
    Normalisation fitted = moments.normalisation(shape);
    return shape.isVector() ? fitted.withReach(train) : fitted;
  }

  private Normalisation withReach(Inputs train) {
    float[] reach = new float[mean.length];
    float[] row = new float[mean.length];
    for (int i = 0; i < train.size(); i++) {
      train.read(i, row, 0);
      scale(row, 0, row.length);
      for (int c = 0; c < row.length; c++) {
        reach[c] = Math.max(reach[c], Math.abs(row[c]));
      }
    }
    for (int c = 0; c < reach.length; c++) {
      reach[c] = reach[c] > 0 ? reach[c] + MARGIN : 0;
    }
    return new Normalisation(shape, mean, deviation, reach);
  }

  /** How many values of rows lie out of reach and are put at the bound. */
  public Bounded bounded(Inputs rows) {
    Bounded.Count count = new Bounded.Count();
    if (shape.isVector()) {
      float[] row = new float[shape.values()];
      for (int i = 0; i < rows.size(); i++) {
        rows.read(i, row, 0);
        scale(row, 0, row.length);
        int out = 0;
        for (int c = 0; c < row.length; c++) {
          out += Math.abs(row[c]) > reach[c] ? 1 : 0;
        }
        count.add(out);
      }
    }
    return count.result();
  }

  /** The columns of a vector whose values lie out of reach and are put at the bound. */
  public int[] outOfReach(float[] row) {
    if (!shape.isVector()) {
      return new int[0];
    }
    float[] scaled = row.clone();
    scale(scaled, 0, scaled.length);
    return IntStream.range(0, scaled.length).filter(c -> Math.abs(scaled[c]) > reach[c]).toArray();
  }

  /**
   * Normalises rows in place.
   *
   * @param values rows of {@code shape().values()} floats
   * @param offset where the first row starts
   * @param rows number of rows (of data, not of pixels)
   * @throws IllegalArgumentException if the rows do not lie inside {@code values}
   */
  public void apply(float[] values, int offset, int rows) {
    long end = offset + (long) rows * shape.values();
    if (offset < 0 || rows < 0 || end > values.length) {
      throw new IllegalArgumentException(
          "%d rows of %s from %d on do not lie inside %d values"
              .formatted(rows, shape, offset, values.length));
    }
    scale(values, offset, (int) end);
    if (shape.isVector()) {
      for (int i = offset; i < end; i++) {
        float most = reach[(i - offset) % reach.length];
        values[i] = Math.max(-most, Math.min(most, values[i]));
      }
    }
  }

  private void scale(float[] values, int offset, int end) {
    int channels = shape.channels();
    if (channels == 1) {
      scaleAll(values, offset, end, mean[0], 1 / deviation[0]);
    } else if (channels == 3) {
      scaleTriples(values, offset, end);
    } else {
      float[] scale = new float[channels];
      for (int c = 0; c < channels; c++) {
        scale[c] = 1 / deviation[c];
      }
      for (int start = offset; start < end; start += channels) {
        for (int c = 0; c < channels; c++) {
          values[start + c] = (values[start + c] - mean[c]) * scale[c];
        }
      }
    }
  }

  private static void scaleAll(float[] values, int from, int to, float shift, float scale) {
    for (int i = from; i < to; i++) {
      values[i] = (values[i] - shift) * scale;
    }
  }

  private void scaleTriples(float[] values, int from, int to) {
    float red = mean[0];
    float green = mean[1];
    float blue = mean[2];
    float redScale = 1 / deviation[0];
    float greenScale = 1 / deviation[1];
    float blueScale = 1 / deviation[2];
    for (int i = from; i < to; i += 3) {
      values[i] = (values[i] - red) * redScale;
      values[i + 1] = (values[i + 1] - green) * greenScale;
      values[i + 2] = (values[i + 2] - blue) * blueScale;
    }
  }

  /**
   * Running means and sums of squared differences, joined row by row (Chan, Golub, LeVeque 1979),
   * which stays exact where the mean is large beside the deviation.
   */
  private static final class Moments {
    private final int channels;
    private final double[] mean;
    private final double[] squares;
    private final double[] rowMean;
    private final double[] rowSquares;
    private final boolean[] isIndicator;
    private long count;

    Moments(int channels) {
      this.channels = channels;
      mean = new double[channels];
      squares = new double[channels];
      rowMean = new double[channels];
      rowSquares = new double[channels];
      isIndicator = new boolean[channels];
      Arrays.fill(isIndicator, true);
    }

    void add(float[] row) {
      int pixels = row.length / channels;
      if (pixels == 1) {
        addVector(row);
      } else {
        for (int c = 0; c < channels; c++) {
          measure(row, c, pixels);
        }
        join(pixels);
      }
    }

    private void addVector(float[] row) {
      count++;
      double share = 1.0 / count;
      for (int c = 0; c < channels; c++) {
        double difference = row[c] - mean[c];
        mean[c] += difference * share;
        squares[c] += difference * (row[c] - mean[c]);
        isIndicator[c] &= row[c] == 0 || row[c] == 1;
      }
    }

    private void measure(float[] row, int channel, int pixels) {
      double sum = 0;
      for (int i = channel; i < row.length; i += channels) {
        sum += row[i];
      }
      double average = sum / pixels;
      double spread = 0;
      for (int i = channel; i < row.length; i += channels) {
        double difference = row[i] - average;
        spread += difference * difference;
      }
      rowMean[channel] = average;
      rowSquares[channel] = spread;
    }

    private void join(int pixels) {
      long total = count + pixels;
      for (int c = 0; c < channels; c++) {
        double difference = rowMean[c] - mean[c];
        mean[c] += difference * pixels / total;
        squares[c] += rowSquares[c] + difference * difference * count * pixels / total;
      }
      count = total;
    }

    Normalisation normalisation(InputShape shape) {
      float[] means = new float[channels];
      float[] deviations = new float[channels];
      for (int c = 0; c < channels; c++) {
        if (!Double.isFinite(mean[c]) || !Double.isFinite(squares[c])) {
          throw new IllegalArgumentException(
              "channel %d of the training rows holds a value that is not finite".formatted(c));
        }
        means[c] = (float) mean[c];
        float deviation = (float) Math.sqrt(squares[c] / count);
        boolean isRare =
            shape.isVector() && isIndicator[c] && squares[c] / count < RARE * (1 - RARE);
        deviations[c] = deviation < Float.MIN_NORMAL || isRare ? 1 : deviation;
      }
      return new Normalisation(shape, means, deviations);
    }
  }
}
