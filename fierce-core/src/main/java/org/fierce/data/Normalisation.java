package org.fierce.data;

import java.util.Arrays;

/**
 * Shifts and scales each channel: {@code (x - mean) / deviation}. For vectors a channel is a
 * column.
 *
 * @param shape shape of a row
 * @param mean of each channel, in the unit of the raw input
 * @param deviation of each channel, above 0, in the unit of the raw input
 */
public record Normalisation(InputShape shape, float[] mean, float[] deviation) {
  /**
   * Checks that each channel has a finite mean and a finite deviation above 0.
   *
   * @throws IllegalArgumentException if one has not, with its number
   */
  public Normalisation {
    if (mean.length != shape.channels() || deviation.length != shape.channels()) {
      throw new IllegalArgumentException(
          "%d means and %d deviations do not fit inputs of %s"
              .formatted(mean.length, deviation.length, shape));
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
    }
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
   * becomes 0.
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
    return moments.normalisation(shape);
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
    int channels = shape.channels();
    if (channels == 1) {
      scaleAll(values, offset, (int) end, mean[0], 1 / deviation[0]);
    } else if (channels == 3) {
      scaleTriples(values, offset, (int) end);
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
    private long count;

    Moments(int channels) {
      this.channels = channels;
      mean = new double[channels];
      squares = new double[channels];
      rowMean = new double[channels];
      rowSquares = new double[channels];
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
        deviations[c] = deviation < Float.MIN_NORMAL ? 1 : deviation;
      }
      return new Normalisation(shape, means, deviations);
    }
  }
}
