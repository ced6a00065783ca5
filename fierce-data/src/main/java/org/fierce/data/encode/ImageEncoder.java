package org.fierce.data.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.fierce.data.ByteImages;
import org.fierce.data.InputShape;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowKind;
import org.fierce.data.RowNote;
import org.fierce.data.picture.ImageDecoder;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.Pixels;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;

/**
 * Brings pictures to one size: a byte v of a pixel becomes v / 255. A row is the {@link Path} or
 * the bytes ({@code byte[]}) of a picture file (PNG, JPEG, GIF, BMP, TIFF or WebP), or a {@code
 * float[]} of its values in the order height, width, channel, each in [0, 1].
 *
 * @param height pixels
 * @param width pixels
 * @param channels 3 for red, green and blue, 1 for grey; other numbers only where rows are values
 * @param fit what becomes of pictures that are no squares
 */
public record ImageEncoder(int height, int width, int channels, ImageFit fit)
    implements RowEncoder {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a side is empty
   */
  public ImageEncoder {
    new InputShape(height, width, channels);
    Objects.requireNonNull(fit);
  }

  /** Pictures of a size, of which the largest centred square is taken. */
  public static ImageEncoder of(InputShape shape) {
    return new ImageEncoder(shape.height(), shape.width(), shape.channels(), ImageFit.CROP);
  }

  /** Square pictures. */
  public static ImageEncoder square(int side, Pixels pixels, ImageFit fit) {
    return new ImageEncoder(side, side, pixels.channels(), fit);
  }

  @Override
  public InputShape shape() {
    return new InputShape(height, width, channels);
  }

  @Override
  public String rowInWords() {
    return "a picture as Path or byte[], or its %d values as float[]".formatted(shape().values());
  }

  @Override
  public RowKind rowKind() {
    return RowKind.PICTURE;
  }

  @Override
  public float[] encode(Object row) throws DatasetFormatException {
    return encode(row, strange -> {});
  }

  @Override
  public float[] encode(Object row, Consumer<RowNote> strange) throws DatasetFormatException {
    if (row instanceof float[] values) {
      return checked(values);
    }
    if (row instanceof byte[] file) {
      return decoded(file, "", strange);
    }
    if (row instanceof Path path) {
      try {
        return decoded(Files.readAllBytes(path), path + ": ", strange);
      } catch (DatasetFormatException e) {
        throw e;
      } catch (NoSuchFileException e) {
        throw new DatasetFormatException(path + ": no such file", e);
      } catch (IOException e) {
        throw new DatasetFormatException(
            "%s cannot be read: %s".formatted(path, e.getMessage()), e);
      }
    }
    throw notARow(row);
  }

  private float[] checked(float[] values) throws DatasetFormatException {
    if (values.length != shape().values()) {
      throw new DatasetFormatException(
          "a picture has %d values; expected %d (%s)"
              .formatted(values.length, shape().values(), shape()));
    }
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new DatasetFormatException(
            "value %d (from 0) of a picture is %s; expected 0 to 1, a byte divided by 255"
                .formatted(i, values[i]));
      }
    }
    return values.clone();
  }

  private float[] decoded(byte[] file, String name, Consumer<RowNote> strange)
      throws DatasetFormatException {
    byte[] bytes = new byte[shape().values()];
    try {
      note(decode(file, ReadLimits.standard(), bytes, 0), strange);
    } catch (IOException e) {
      throw new DatasetFormatException(
          "%s%s (%d bytes)".formatted(name, e.getMessage(), file.length), e);
    }
    float[] input = new float[bytes.length];
    ByteImages.interleaved(shape(), bytes).read(0, input, 0);
    return input;
  }

  private void note(InputShape found, Consumer<RowNote> strange) {
    String size = "%d x %d".formatted(found.width(), found.height());
    int shorter = Math.min(found.width(), found.height());
    int longer = Math.max(found.width(), found.height());
    if (2 * (fit == ImageFit.CROP ? shorter : longer) < height) {
      strange.accept(new RowNote(RowNote.Kind.SMALL_PICTURE, size, ""));
    }
    if (fit == ImageFit.CROP && longer > 2 * shorter) {
      strange.accept(new RowNote(RowNote.Kind.CUT_PICTURE, size, ""));
    }
  }

  /**
   * Decodes a picture file to bytes, which {@link ByteImages} reads.
   *
   * @param target filled from {@code offset} on in the order height, width, channel
   * @return how large the picture is, as it is stored
   * @throws IOException if the file is no picture, damaged, or larger than the limits; the message
   *     says which, without the file's name
   */
  public InputShape decode(byte[] file, ReadLimits limits, byte[] target, int offset)
      throws IOException {
    if (height != width || (channels != 1 && channels != 3)) {
      throw new IOException(
          "a picture file cannot be brought to %s, only to a square of 1 or 3 channels; give its values as float[]"
              .formatted(shape()));
    }
    Pixels pixels = channels == 1 ? Pixels.GREY : Pixels.RGB;
    return new ImageDecoder(height, pixels, fit, limits).decode(file, target, offset);
  }
}
