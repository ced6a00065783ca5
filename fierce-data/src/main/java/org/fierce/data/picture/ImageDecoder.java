package org.fierce.data.picture;

import java.io.IOException;
import org.fierce.data.InputShape;
import org.fierce.files.ReadLimits;

/**
 * Decodes a picture to bytes in the order height, width, channel, of a given side, turned as it is
 * shown. Transparent pixels are laid on white; colour profiles are not applied. Scaling down
 * averages over the area a pixel covers; scaling up is bilinear. Of an animation or of several
 * pages, the first picture is read.
 */
public final class ImageDecoder {
  /** So many cells a pixel that is made, at least, and the loss is below what can be seen. */
  private static final int LEAST_CELLS = 4;

  private final int side;
  private final Pixels pixels;
  private final ImageFit fit;
  private final ReadLimits limits;

  public ImageDecoder(int side, Pixels pixels, ImageFit fit, ReadLimits limits) {
    this.side = side;
    this.pixels = pixels;
    this.fit = fit;
    this.limits = limits;
  }

  /**
   * Decodes one image into {@code target} from {@code offset} on.
   *
   * @return how large the picture is that was decoded, as it is stored
   * @throws IOException if the file is of another format than {@link PictureFormat} has, damaged,
   *     cut short, or larger than the limits; the message says which, without the file's name
   */
  public InputShape decode(byte[] file, byte[] target, int offset) throws IOException {
    Picture picture;
    try {
      picture = PictureFormat.of(file).open(file, limits);
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("a damaged picture: its header reaches beyond its end", e);
    }
    int width = picture.width();
    int height = picture.height();
    int square = Math.min(width, height);
    boolean crops = fit == ImageFit.CROP;
    Orientation orientation = picture.orientation();
    Scale across =
        crops
            ? new Scale(start(width, square, orientation.flipsColumns()), square, side)
            : new Scale(0, width, side);
    Scale down =
        crops
            ? new Scale(start(height, square, orientation.flipsRows()), square, side)
            : new Scale(0, height, side);
    int shorter = crops ? square : Math.min(width, height);
    Picture small = shorter >= LEAST_CELLS * JpegCells.SIDE * side ? picture.small().get() : null;
    float[] scaled =
        small == null
            ? scale(picture, across, down)
            : scale(
                small,
                crops
                    ? Scale.ofCells(across.begin, square, side, small.width())
                    : Scale.ofCells(0, width, side, small.width()),
                crops
                    ? Scale.ofCells(down.begin, square, side, small.height())
                    : Scale.ofCells(0, height, side, small.height()));
    byte[] stored = new byte[scaled.length];
    for (int i = 0; i < scaled.length; i++) {
      stored[i] = (byte) Math.max(0, Math.min(255, Math.round(scaled[i])));
    }
    orientation.turn(stored, target, offset, side, pixels.channels());
    return new InputShape(height, width, pixels.channels());
  }

  /** Where the square begins that is centred in the picture as it is shown. */
  private static int start(int length, int square, boolean isFlipped) {
    int start = (length - square) / 2;
    return isFlipped ? length - square - start : start;
  }

  private float[] scale(Picture picture, Scale across, Scale down) throws IOException {
    int count = pixels.channels();
    float[] rgb = new float[picture.width() * 3];
    float[] channels = count == 3 ? rgb : new float[picture.width()];
    float[] row = new float[side * count];
    float[] scaled = new float[side * side * count];
    int first = 0;
    for (int y = 0; y < picture.height(); y++) {
      picture.rows().next(rgb);
      while (first < side && down.end(first) <= y) {
        first++;
      }
      if (first == side || down.first[first] > y) {
        continue;
      }
      if (count == 1) {
        for (int x = 0; x < channels.length; x++) {
          channels[x] = 0.299f * rgb[3 * x] + 0.587f * rgb[3 * x + 1] + 0.114f * rgb[3 * x + 2];
        }
      }
      across.apply(channels, count, row);
      for (int i = first; i < side && down.first[i] <= y; i++) {
        if (y < down.end(i)) {
          float weight = down.weights[i][y - down.first[i]];
          for (int k = 0; k < row.length; k++) {
            scaled[i * row.length + k] += weight * row[k];
          }
        }
      }
    }
    return scaled;
  }

  /** Weights of the source pixels of each target pixel along one side. */
  private static final class Scale {
    final int begin;
    final int[] first;
    final float[][] weights;

    private Scale(int begin, int[] first, float[][] weights) {
      this.begin = begin;
      this.first = first;
      this.weights = weights;
    }

    /**
     * Weights of the cells of a smaller picture.
     *
     * @param start first pixel of the whole picture
     * @param length number of its pixels
     * @param cells of the smaller picture along this side
     */
    static Scale ofCells(int start, int length, int side, int cells) {
      int[] first = new int[side];
      float[][] weights = new float[side][];
      double step = length / (double) JpegCells.SIDE / side;
      for (int i = 0; i < side; i++) {
        double low = start / (double) JpegCells.SIDE + i * step;
        double high = low + step;
        int from = (int) (low + 1e-9);
        int to = Math.min(cells, (int) Math.ceil(high - 1e-9));
        first[i] = from;
        weights[i] = new float[to - from];
        for (int p = from; p < to; p++) {
          weights[i][p - from] =
              (float) ((Math.min(high, p + 1) - Math.max(low, p)) / (high - low));
        }
      }
      return new Scale(start, first, weights);
    }

    Scale(int start, int length, int side) {
      begin = start;
      first = new int[side];
      weights = new float[side][];
      double step = length / (double) side;
      for (int i = 0; i < side; i++) {
        if (step >= 1) {
          double low = i * step;
          double high = Math.min(length, low + step);
          int from = (int) low;
          int to = Math.min(length, (int) Math.ceil(high - 1e-9));
          first[i] = start + from;
          weights[i] = new float[to - from];
          for (int p = from; p < to; p++) {
            weights[i][p - from] =
                (float) ((Math.min(high, p + 1) - Math.max(low, p)) / (high - low));
          }
        } else {
          double centre = Math.max(0, Math.min(length - 1, (i + 0.5) * step - 0.5));
          int from = Math.min((int) centre, Math.max(0, length - 2));
          float part = (float) (centre - from);
          first[i] = start + from;
          weights[i] = length == 1 ? new float[] {1} : new float[] {1 - part, part};
        }
      }
    }

    /** The source pixel after the last one of a target pixel. */
    int end(int target) {
      return first[target] + weights[target].length;
    }

    /** Scales a row of pixels of so many channels. */
    void apply(float[] source, int channels, float[] target) {
      for (int i = 0; i < first.length; i++) {
        for (int k = 0; k < channels; k++) {
          float sum = 0;
          for (int w = 0; w < weights[i].length; w++) {
            sum += weights[i][w] * source[(first[i] + w) * channels + k];
          }
          target[i * channels + k] = sum;
        }
      }
    }
  }
}
