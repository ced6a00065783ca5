package org.fierce.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a PNG or JPEG to bytes in the order height, width, channel, of a given side. Transparent
 * pixels are laid on white. Scaling down averages over the area a pixel covers; scaling up is
 * bilinear.
 */
final class ImageDecoder {
  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final long MOST_PIXELS = 100_000_000;

  private final int side;
  private final Pixels pixels;
  private final ImageFit fit;

  ImageDecoder(int side, Pixels pixels, ImageFit fit) {
    this.side = side;
    this.pixels = pixels;
    this.fit = fit;
  }

  /**
   * Decodes one image into {@code target} from {@code offset} on.
   *
   * @throws IOException if the file is neither PNG nor JPEG, damaged, or cut short; the message
   *     says which, without the file's name
   */
  void decode(byte[] file, byte[] target, int offset) throws IOException {
    checkWhole(file);
    float[] channels;
    int width;
    int height;
    try {
      BufferedImage image = read(file);
      width = image.getWidth();
      height = image.getHeight();
      channels = channels(image);
    } catch (RuntimeException e) {
      // The readers of the JDK fail in many unchecked ways on damaged files.
      throw new IOException("damaged image (" + e + ")", e);
    }
    int count = pixels.channels();
    int square = Math.min(width, height);
    boolean crop = fit == ImageFit.CROP;
    Scale across = new Scale(crop ? (width - square) / 2 : 0, crop ? square : width, side);
    Scale down = new Scale(crop ? (height - square) / 2 : 0, crop ? square : height, side);
    float[] rows = across.apply(channels, height, width, count);
    float[] scaled = down.apply(rows, 1, height, side * count);
    for (int i = 0; i < scaled.length; i++) {
      target[offset + i] = (byte) Math.max(0, Math.min(255, Math.round(scaled[i])));
    }
  }

  /** Weights of the source pixels of each target pixel along one side. */
  private static final class Scale {
    final int[] first;
    final float[][] weights;

    Scale(int start, int length, int side) {
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

    /** Scales the middle one of three dimensions. */
    float[] apply(float[] values, int outer, int length, int inner) {
      int side = first.length;
      float[] scaled = new float[outer * side * inner];
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < side; i++) {
          int to = (o * side + i) * inner;
          for (int w = 0; w < weights[i].length; w++) {
            int from = (o * length + first[i] + w) * inner;
            float weight = weights[i][w];
            for (int k = 0; k < inner; k++) {
              scaled[to + k] += weight * values[from + k];
            }
          }
        }
      }
      return scaled;
    }
  }

  private static BufferedImage read(byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MOST_PIXELS) {
          throw new IOException(
              "%d x %d pixels; at most %d are read"
                  .formatted(reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /** The JDK's readers fill in what is missing of a cut file and skip PNG's checksums. */
  private static void checkWhole(byte[] file) throws IOException {
    if (file.length >= 8 && ByteBuffer.wrap(file).getLong() == PNG_SIGNATURE) {
      checkChunks(file);
    } else if (file.length >= 3 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8) {
      for (int i = file.length - 2; i >= Math.max(2, file.length - 4096); i--) {
        if ((file[i] & 0xFF) == 0xFF && (file[i + 1] & 0xFF) == 0xD9) {
          return;
        }
      }
      throw new IOException("a JPEG without its end marker, probably cut short");
    } else {
      throw new IOException("neither PNG nor JPEG");
    }
  }

  private static void checkChunks(byte[] file) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(file).position(8);
    while (buffer.remaining() >= 12) {
      int start = buffer.position();
      long length = Integer.toUnsignedLong(buffer.getInt());
      if (length + 8 > buffer.remaining()) {
        throw new IOException(
            "a PNG cut short: the chunk at byte %d wants %d bytes, %d are left"
                .formatted(start, length + 12, file.length - start));
      }
      int type = buffer.getInt(start + 4);
      CRC32 crc = new CRC32();
      crc.update(file, start + 4, (int) length + 4);
      if ((int) crc.getValue() != buffer.getInt(start + 8 + (int) length)) {
        throw new IOException("a damaged PNG: wrong checksum of the chunk at byte " + start);
      }
      if (type == 0x49454E44) { // IEND
        return;
      }
      buffer.position(start + 12 + (int) length);
    }
    throw new IOException("a PNG without its end chunk, probably cut short");
  }

  private float[] channels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int count = pixels.channels();
    float[] values = new float[width * height * count];
    ColorModel model = image.getColorModel();
    // Grey is taken as stored: getRGB would take it for linear light and brighten it.
    boolean isGrey =
        model instanceof ComponentColorModel
            && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && (image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT);
    Raster raster = image.getRaster();
    float most = isGrey ? (1 << model.getComponentSize(0)) - 1 : 255;
    int[] line = new int[width];
    int[] alphas = new int[width];
    for (int y = 0; y < height; y++) {
      if (isGrey) {
        raster.getSamples(0, y, width, 1, 0, line);
        if (model.hasAlpha()) {
          raster.getSamples(0, y, width, 1, 1, alphas);
        }
      } else {
        image.getRGB(0, y, width, 1, line, 0, width);
      }
      for (int x = 0; x < width; x++) {
        int to = (y * width + x) * count;
        if (isGrey) {
          float alpha = model.hasAlpha() ? alphas[x] / most : 1;
          float grey = 255 * (line[x] / most * alpha + 1 - alpha);
          for (int c = 0; c < count; c++) {
            values[to + c] = grey;
          }
        } else {
          float alpha = (line[x] >>> 24) / 255f;
          float red = alpha * (line[x] >> 16 & 0xFF) + 255 * (1 - alpha);
          float green = alpha * (line[x] >> 8 & 0xFF) + 255 * (1 - alpha);
          float blue = alpha * (line[x] & 0xFF) + 255 * (1 - alpha);
          if (count == 1) {
            values[to] = 0.299f * red + 0.587f * green + 0.114f * blue;
          } else {
            values[to] = red;
            values[to + 1] = green;
            values[to + 2] = blue;
          }
        }
      }
    }
    return values;
  }
}
