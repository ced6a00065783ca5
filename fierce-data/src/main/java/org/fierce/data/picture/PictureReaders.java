package org.fierce.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The picture readers that come with Java or, for WebP, with webp-imageio, and never one that
 * another library on the class path brings in their place. What they only warn of, such as pixels
 * that are missing, is refused.
 */
final class PictureReaders {
  private static final String JDK = "com.sun.imageio.";

  private PictureReaders() {}

  /** What a reader is asked for. */
  @FunctionalInterface
  private interface Read<T> {
    T from(ImageReader reader) throws IOException;
  }

  /** The channels of a picture as they are stored. */
  static Raster raster(String format, byte[] file) throws IOException {
    return read(reader(format, JDK), format, file, reader -> reader.readRaster(0, null));
  }

  /** A picture in the colours its reader gives it. */
  static BufferedImage image(String format, byte[] file) throws IOException {
    return read(reader(format, JDK), format, file, reader -> reader.read(0));
  }

  /** The same by the reader whose class is of this package. */
  static BufferedImage image(String format, String origin, byte[] file) throws IOException {
    return read(reader(format, origin), format, file, reader -> reader.read(0));
  }

  private static ImageReader reader(String format, String origin) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(origin)) {
        return reader;
      }
    }
    throw new IOException(
        "a %s, whose reader (%s) is not on the class path".formatted(format, origin));
  }

  private static <T> T read(ImageReader reader, String format, byte[] file, Read<T> read)
      throws IOException {
    String[] warning = new String[1];
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.addIIOReadWarningListener(
          (source, text) -> warning[0] = isFault(text) ? text : warning[0]);
      reader.setInput(in, true, true);
      T result = read.from(reader);
      if (warning[0] != null) {
        throw new IOException("a damaged %s: %s".formatted(format, warning[0]));
      }
      return result;
    } catch (RuntimeException e) {
      // The readers fail in many unchecked ways on damaged files.
      throw new IOException("a damaged %s (%s)".formatted(format, e), e);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw why.startsWith("a damaged")
          ? e
          : new IOException("a damaged %s: %s".formatted(format, why), e);
    } finally {
      reader.dispose();
    }
  }

  /** Pixels that are missing or wrong; stray bytes between segments leave the picture whole. */
  private static boolean isFault(@Nullable String warning) {
    return warning != null
        && (warning.contains("premature end")
            || warning.contains("Premature end")
            || (warning.contains("Corrupt JPEG data") && !warning.contains("extraneous")));
  }
}
