package org.fierce.data.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.SplittableRandom;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.random.Streams;

/**
 * Random changes of a row that leave its labels true: a list of steps, done in order on raw input
 * (before normalisation). The result is a pure function of (seed, epoch, row, view).
 *
 * @param steps in the order they are done; none leaves the row as it is
 */
public record Augmentation(List<Step> steps) {
  /** Copies the list. */
  public Augmentation {
    steps = List.copyOf(steps);
  }

  /** No augmentation. */
  public static Augmentation none() {
    return new Augmentation(List.of());
  }

  /** The given steps, in their order. Bound from a JSON array. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Augmentation of(List<Step> steps) {
    return new Augmentation(steps);
  }

  @Override
  @JsonValue
  public List<Step> steps() {
    return steps;
  }

  /**
   * Checks that every step suits rows of this shape.
   *
   * @throws IllegalArgumentException if one does not, such as a flip of a vector
   */
  public void check(InputShape shape) {
    for (Step step : steps) {
      step.check(shape);
    }
  }

  /**
   * Augments one raw row in place.
   *
   * @param values holds the row from {@code offset} on
   * @param normalisation of the training rows: means fill what a step takes away, deviations are
   *     the unit of noise
   * @param view number of the view, where one row is seen several times in an epoch; else 0
   */
  public void apply(
      float[] values,
      int offset,
      Normalisation normalisation,
      long seed,
      int epoch,
      int row,
      int view) {
    if (steps.isEmpty()) {
      return;
    }
    SplittableRandom random =
        Streams.generator(seed, Streams.Purpose.AUGMENTATION, epoch, row, view);
    for (Step step : steps) {
      step.apply(values, offset, normalisation, random);
    }
  }

  /**
   * The rows of {@code source} as this augmentation shows them in one epoch and view, not yet
   * normalised. For augmented copies in evaluation and for losses on two views.
   *
   * @throws IllegalArgumentException if a step does not suit the rows
   */
  public Inputs view(Inputs source, Normalisation normalisation, long seed, int epoch, int view) {
    check(source.shape());
    return new AugmentedInputs(source, this, normalisation, seed, epoch, view);
  }

  /** One random change. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  public interface Step {
    /**
     * Checks that the step suits rows of this shape.
     *
     * @throws IllegalArgumentException if it does not
     */
    void check(InputShape shape);

    /** Changes the raw row that starts at {@code offset}, drawing from {@code random}. */
    void apply(float[] values, int offset, Normalisation normalisation, SplittableRandom random);

    /** Whether it can turn a row into its mirror image, which not every label survives. */
    default boolean mirrors() {
      return false;
    }
  }

  private static void needImage(String kind, InputShape shape) {
    if (shape.isVector()) {
      throw new IllegalArgumentException(
          ("augmentation %s works on images, the rows are vectors of %s;"
                  + " use gaussian-noise or column-dropout")
              .formatted(kind, shape));
    }
  }

  private static void needVector(String kind, InputShape shape) {
    if (!shape.isVector()) {
      throw new IllegalArgumentException(
          ("augmentation %s works on vectors, the rows are images of %s;"
                  + " use pad-crop, resized-crop, flip or colour-jitter")
              .formatted(kind, shape));
    }
  }

  private static void need(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s; it must be %s".formatted(name, value, range));
    }
  }

  private static float[] copyOfRow(float[] values, int offset, InputShape shape) {
    float[] copy = new float[shape.values()];
    System.arraycopy(values, offset, copy, 0, copy.length);
    return copy;
  }

  /**
   * Pads an image on all sides and cuts a window of the old size at a random place, each place
   * equally likely.
   *
   * @param padding pixels on each side, at least 1 and less than each side of the image
   * @param fill what the padding holds
   */
  public record PadCrop(int padding, Fill fill) implements Step {
    /** What lies outside the image. */
    public enum Fill {
      /** The image mirrored, its edge not repeated: {@code c b | a b c | b a}. */
      @JsonProperty("reflect")
      REFLECT,
      /**
       * The mean of each channel over the training rows, which is 0 after normalisation. (Black, 0
       * before normalisation, would be a strong signal about where the image was cut.)
       */
      @JsonProperty("mean")
      MEAN
    }

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public PadCrop {
      need(padding >= 1, "padding of pad-crop", padding, "at least 1 pixel");
    }

    /** Four pixels, reflected: usual for images of 32 pixels. */
    public static PadCrop forSmallImages() {
      return new PadCrop(4, Fill.REFLECT);
    }

    @Override
    public void check(InputShape shape) {
      needImage("pad-crop", shape);
      if (padding >= Math.min(shape.height(), shape.width())) {
        throw new IllegalArgumentException(
            "padding of pad-crop is %d; images of %s can be padded by %d pixels at most"
                .formatted(padding, shape, Math.min(shape.height(), shape.width()) - 1));
      }
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      int down = random.nextInt(2 * padding + 1) - padding;
      int right = random.nextInt(2 * padding + 1) - padding;
      if (down == 0 && right == 0) {
        return;
      }
      InputShape shape = normalisation.shape();
      float[] image = copyOfRow(values, offset, shape);
      int height = shape.height();
      int width = shape.width();
      int channels = shape.channels();
      int inside = Math.max(0, width - Math.abs(right));
      int firstInside = Math.max(0, -right);
      for (int y = 0; y < height; y++) {
        int line = offset + y * width * channels;
        int sourceY = y + down;
        boolean outside = sourceY < 0 || sourceY >= height;
        if (outside && fill == Fill.MEAN) {
          fillMean(values, line, 0, width, normalisation.mean());
          continue;
        }
        int source = mirror(sourceY, height) * width * channels;
        System.arraycopy(
            image,
            source + (firstInside + right) * channels,
            values,
            line + firstInside * channels,
            inside * channels);
        int from = right > 0 ? inside : 0;
        int to = right > 0 ? width : Math.min(width, firstInside);
        if (fill == Fill.MEAN) {
          fillMean(values, line, from, to, normalisation.mean());
        } else {
          for (int x = from; x < to; x++) {
            int pixel = source + mirror(x + right, width) * channels;
            for (int c = 0; c < channels; c++) {
              values[line + x * channels + c] = image[pixel + c];
            }
          }
        }
      }
    }

    private static void fillMean(float[] values, int line, int from, int to, float[] mean) {
      for (int x = from; x < to; x++) {
        System.arraycopy(mean, 0, values, line + x * mean.length, mean.length);
      }
    }

    private static int mirror(int position, int size) {
      int folded = Math.abs(position);
      return folded < size ? folded : 2 * size - 2 - folded;
    }
  }

  /**
   * Cuts a random window and stretches it to the whole image by bilinear interpolation (pixel
   * centres at halves, nothing from outside the window). Area and place are uniform, the aspect
   * ratio log-uniform; a window that does not fit is drawn again, ten times at most, then the whole
   * image is kept.
   *
   * @param minimumArea smallest area of the window as a fraction of the image, in (0, 1]; the
   *     largest is 1
   * @param minimumAspect smallest width / height of the window, above 0
   * @param maximumAspect largest width / height of the window, at least {@code minimumAspect}
   */
  public record ResizedCrop(double minimumArea, double minimumAspect, double maximumAspect)
      implements Step {
    private static final int TRIES = 10;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is empty
     */
    public ResizedCrop {
      need(
          minimumArea > 0 && minimumArea <= 1,
          "minimumArea of resized-crop",
          minimumArea,
          "above 0 and at most 1");
      need(
          minimumAspect > 0 && Double.isFinite(minimumAspect),
          "minimumAspect of resized-crop",
          minimumAspect,
          "above 0");
      need(
          maximumAspect >= minimumAspect && Double.isFinite(maximumAspect),
          "maximumAspect of resized-crop",
          maximumAspect,
          "at least minimumAspect, " + minimumAspect);
    }

    /** Windows of 30 % of the image or more, between 3:4 and 4:3. */
    public static ResizedCrop usual() {
      return new ResizedCrop(0.3, 0.75, 4.0 / 3);
    }

    @Override
    public void check(InputShape shape) {
      needImage("resized-crop", shape);
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      InputShape shape = normalisation.shape();
      for (int i = 0; i < TRIES; i++) {
        double area = minimumArea + (1 - minimumArea) * random.nextDouble();
        double logLow = StrictMath.log(minimumAspect);
        double logHigh = StrictMath.log(maximumAspect);
        double aspect = StrictMath.exp(logLow + (logHigh - logLow) * random.nextDouble());
        double pixels = area * shape.height() * shape.width();
        int width = (int) Math.round(Math.sqrt(pixels * aspect));
        int height = (int) Math.round(Math.sqrt(pixels / aspect));
        if (width >= 1 && width <= shape.width() && height >= 1 && height <= shape.height()) {
          int top = random.nextInt(shape.height() - height + 1);
          int left = random.nextInt(shape.width() - width + 1);
          stretch(values, offset, shape, top, left, height, width);
          return;
        }
      }
    }

    /** Puts the window in the place of the whole image. */
    static void stretch(
        float[] values, int offset, InputShape shape, int top, int left, int height, int width) {
      float[] image = copyOfRow(values, offset, shape);
      int channels = shape.channels();
      int[] leftColumn = new int[shape.width()];
      int[] rightColumn = new int[shape.width()];
      float[] rightWeight = new float[shape.width()];
      for (int x = 0; x < shape.width(); x++) {
        double position = position(x, shape.width(), width);
        leftColumn[x] = (left + (int) position) * channels;
        rightColumn[x] = (left + Math.min((int) position + 1, width - 1)) * channels;
        rightWeight[x] = (float) (position - (int) position);
      }
      int target = offset;
      for (int y = 0; y < shape.height(); y++) {
        double position = position(y, shape.height(), height);
        int upper = (top + (int) position) * shape.width() * channels;
        int lower = (top + Math.min((int) position + 1, height - 1)) * shape.width() * channels;
        float down = (float) (position - (int) position);
        for (int x = 0; x < shape.width(); x++) {
          int l = leftColumn[x];
          int r = rightColumn[x];
          float w = rightWeight[x];
          for (int c = 0; c < channels; c++) {
            float above = image[upper + l + c] + w * (image[upper + r + c] - image[upper + l + c]);
            float below = image[lower + l + c] + w * (image[lower + r + c] - image[lower + l + c]);
            values[target++] = above + down * (below - above);
          }
        }
      }
    }

    private static double position(int index, int size, int window) {
      double position = (index + 0.5) * window / size - 0.5;
      return Math.min(Math.max(position, 0), window - 1);
    }
  }

  /** Mirrors an image left to right, with probability one half. */
  public record HorizontalFlip() implements Step {
    @Override
    public boolean mirrors() {
      return true;
    }

    @Override
    public void check(InputShape shape) {
      needImage("flip", shape);
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      if (random.nextBoolean()) {
        flip(values, offset, normalisation.shape());
      }
    }

    static void flip(float[] values, int offset, InputShape shape) {
      int channels = shape.channels();
      for (int y = 0; y < shape.height(); y++) {
        int left = offset + y * shape.width() * channels;
        int right = left + (shape.width() - 1) * channels;
        for (; left < right; left += channels, right -= channels) {
          for (int c = 0; c < channels; c++) {
            float value = values[left + c];
            values[left + c] = values[right + c];
            values[right + c] = value;
          }
        }
      }
    }
  }

  /**
   * Changes brightness ({@code f x}), then contrast ({@code m + f (x - m)}, m the mean grey of the
   * image), then saturation ({@code g + f (x - g)}, g the grey of the pixel), each with its own
   * factor f uniform in {@code [max(0, 1 - strength), 1 + strength]}; values are cut to [0, 1]
   * after each. Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).
   *
   * @param brightness strength, at least 0
   * @param contrast strength, at least 0
   * @param saturation strength, at least 0; above 0 for images of three channels only
   */
  public record ColourJitter(double brightness, double contrast, double saturation)
      implements Step {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /**
     * Checks the strengths.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public ColourJitter {
      need(isStrength(brightness), "brightness of colour-jitter", brightness, "at least 0");
      need(isStrength(contrast), "contrast of colour-jitter", contrast, "at least 0");
      need(isStrength(saturation), "saturation of colour-jitter", saturation, "at least 0");
    }

    private static boolean isStrength(double value) {
      return value >= 0 && Double.isFinite(value);
    }

    /** Strength 0.4 in each. */
    public static ColourJitter usual() {
      return new ColourJitter(0.4, 0.4, 0.4);
    }

    @Override
    public void check(InputShape shape) {
      needImage("colour-jitter", shape);
      if (shape.channels() != 1 && shape.channels() != 3) {
        throw new IllegalArgumentException(
            "augmentation colour-jitter works on images of 1 or 3 channels, not " + shape);
      }
      if (saturation > 0 && shape.channels() != 3) {
        throw new IllegalArgumentException(
            "saturation of colour-jitter is %s; grey images of %s have none, set it to 0"
                .formatted(saturation, shape));
      }
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      InputShape shape = normalisation.shape();
      int end = offset + shape.values();
      float bright = factor(brightness, random);
      float strong = factor(contrast, random);
      float rich = factor(saturation, random);
      if (brightness > 0) {
        blend(values, offset, end, 0, bright);
      }
      if (contrast > 0) {
        blend(values, offset, end, meanGrey(values, offset, end, shape.channels()), strong);
      }
      if (saturation > 0) {
        for (int i = offset; i < end; i += 3) {
          blend(values, i, i + 3, grey(values, i), rich);
        }
      }
    }

    private static float factor(double strength, SplittableRandom random) {
      double low = Math.max(0, 1 - strength);
      return (float) (low + (1 + strength - low) * random.nextDouble());
    }

    private static void blend(float[] values, int from, int to, float base, float factor) {
      for (int i = from; i < to; i++) {
        float value = base + factor * (values[i] - base);
        values[i] = Math.min(1, Math.max(0, value));
      }
    }

    private static float grey(float[] values, int pixel) {
      return RED * values[pixel] + GREEN * values[pixel + 1] + BLUE * values[pixel + 2];
    }

    private static float meanGrey(float[] values, int from, int to, int channels) {
      double sum = 0;
      for (int i = from; i < to; i += channels) {
        sum += channels == 3 ? grey(values, i) : values[i];
      }
      int pixels = (to - from) / channels;
      return (float) (sum / pixels);
    }
  }

  /**
   * Adds independent Gaussian noise to each column of a vector.
   *
   * @param deviation in units of the column's deviation over the training rows, so in the unit of
   *     the normalised input; at least 0
   */
  public record GaussianNoise(double deviation) implements Step {
    /**
     * Checks the deviation.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public GaussianNoise {
      need(
          deviation >= 0 && Double.isFinite(deviation),
          "deviation of gaussian-noise",
          deviation,
          "at least 0");
    }

    @Override
    public void check(InputShape shape) {
      needVector("gaussian-noise", shape);
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      float[] unit = normalisation.deviation();
      for (int c = 0; c < unit.length; c++) {
        values[offset + c] += (float) (deviation * unit[c] * Streams.gaussian(random));
      }
    }
  }

  /**
   * Replaces each column of a vector, independently and with the same probability, by its mean over
   * the training rows, which is 0 after normalisation.
   *
   * @param rate probability, in [0, 1)
   */
  public record ColumnDropout(double rate) implements Step {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it is outside [0, 1)
     */
    public ColumnDropout {
      need(rate >= 0 && rate < 1, "rate of column-dropout", rate, "at least 0 and below 1");
    }

    @Override
    public void check(InputShape shape) {
      needVector("column-dropout", shape);
    }

    @Override
    public void apply(
        float[] values, int offset, Normalisation normalisation, SplittableRandom random) {
      float[] mean = normalisation.mean();
      for (int c = 0; c < mean.length; c++) {
        if (random.nextDouble() < rate) {
          values[offset + c] = mean[c];
        }
      }
    }
  }
}
