package org.fierce.data.picture;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * JPEG: marker segments up to the end marker, each {@code FF}, a kind, a length and its bytes; what
 * follows a scan header is packed pixels up to the next marker. Bytes after the end marker, such as
 * the film of a motion photo, are no fault; thumbnails lie inside segments and are passed over.
 *
 * <p>Read are baseline, extended and progressive files of 8 bits in grey, YCbCr, RGB, CMYK and
 * YCCK, with the orientation that EXIF tells. Colour profiles are not applied. Four channels are
 * taken as Adobe writes them, inverted, with or without its marker, as Pillow and browsers do: red
 * is cyan x black / 255. The decoder of the JDK is given the segments that it needs and no others,
 * and gives the channels as they are stored.
 */
final class JpegFile {
  private static final int SOF_FIRST = 0xC0;
  private static final int SOF_LAST = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DRI = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private final byte[] file;
  private final ByteArrayOutputStream needed;
  private int position = 2;
  private int @Nullable [] frame;
  private @Nullable Orientation orientation;
  private boolean isJfif;
  private int adobeTransform = -1;
  private long scanBytes;

  private JpegFile(byte[] file) {
    this.file = file;
    this.needed = new ByteArrayOutputStream(file.length + JFIF.length);
  }

  static Picture open(byte[] file, ReadLimits limits) throws IOException {
    return new JpegFile(file).read(limits);
  }

  private Picture read(ReadLimits limits) throws IOException {
    needed.write(0xFF);
    needed.write(SOI);
    needed.writeBytes(JFIF);
    while (segment(limits)) {
      // Goes on to the next.
    }
    int[] size = frame;
    if (size == null || scanBytes == 0) {
      throw new IOException("a damaged JPEG: it ends without a picture");
    }
    JpegFrame shape = new JpegFrame(file, size[0]);
    if (scanBytes * 8 < shape.blocks()) {
      throw new IOException(
          "a damaged JPEG: %d bytes of pixels cannot be %d x %d"
              .formatted(scanBytes, shape.width(), shape.height()));
    }
    needed.write(0xFF);
    needed.write(EOI);
    JpegColours colours = colours(shape);
    byte[] jpeg = needed.toByteArray();
    Orientation turned = orientation == null ? Orientation.UPRIGHT : orientation;
    boolean mayBeSmall = colours == JpegColours.YCBCR || colours == JpegColours.GREY;
    return new Picture(
        shape.width(),
        shape.height(),
        turned,
        new Rows(jpeg, shape, colours),
        () -> mayBeSmall ? JpegCells.of(jpeg, turned) : null);
  }

  /** As libjpeg tells colours: by JFIF, else by Adobe's marker, else by the names of channels. */
  private JpegColours colours(JpegFrame shape) {
    switch (shape.channels()) {
      case 1 -> {
        return JpegColours.GREY;
      }
      case 3 -> {
        boolean isRgb =
            !isJfif && (adobeTransform >= 0 ? adobeTransform == 0 : shape.namesAreRgb());
        return isRgb ? JpegColours.RGB : JpegColours.YCBCR;
      }
      default -> {
        return adobeTransform == 2 ? JpegColours.YCCK : JpegColours.CMYK;
      }
    }
  }

  /** Reads one segment, and whether another one follows. */
  private boolean segment(ReadLimits limits) throws IOException {
    int kind = marker();
    if (kind == EOI) {
      return false;
    }
    if (kind == SOI) {
      throw new IOException("a damaged JPEG: it begins again at byte %d".formatted(position - 2));
    }
    if (kind == 1 || (kind >= 0xD0 && kind <= 0xD7)) {
      return true;
    }
    int start = position;
    int length = position + 2 > file.length ? 2 : unsignedShort(position);
    if (length < 2 || length > file.length - start) {
      throw new IOException(
          "a JPEG cut short: the segment at byte %d wants %d bytes, %d are left"
              .formatted(start - 2, length, file.length - start));
    }
    position = start + length;
    if (kind >= SOF_FIRST && kind <= SOF_LAST && kind != DHT && kind != JPG && kind != DAC) {
      frame(kind, start, limits);
    } else if (kind == SOS) {
      position = endOfScan();
      scanBytes += position - start - length;
    } else if (kind >= APP0 && kind <= APP14) {
      application(kind, start + 2, length - 2);
    }
    if (kind <= DRI && kind != DAC) {
      needed.write(0xFF);
      needed.write(kind);
      needed.write(file, start, position - start);
    }
    return true;
  }

  /** The kind of the next marker; fill bytes and stray ones before it are passed over. */
  private int marker() throws IOException {
    while (position + 1 < file.length) {
      int kind = file[position + 1] & 0xFF;
      if (file[position] == (byte) 0xFF && kind != 0 && kind != 0xFF) {
        position += 2;
        return kind;
      }
      position++;
    }
    throw new IOException("a JPEG without its end marker, probably cut short");
  }

  /** Where the packed pixels end: at a marker that is neither a restart nor a stuffed byte. */
  private int endOfScan() throws IOException {
    if (frame == null) {
      throw new IOException("a damaged JPEG: pixels come before their size");
    }
    for (int i = position; i + 1 < file.length; i++) {
      int kind = file[i + 1] & 0xFF;
      if (file[i] == (byte) 0xFF && kind != 0 && kind != 0xFF && !(kind >= 0xD0 && kind <= 0xD7)) {
        return i;
      }
    }
    throw new IOException(
        "a JPEG cut short inside its picture: no end marker follows the scan at byte " + position);
  }

  private void frame(int kind, int start, ReadLimits limits) throws IOException {
    if (kind > 0xC2) {
      throw new IOException(
          "a %s JPEG, which few programs read; save it as an ordinary JPEG or as PNG"
              .formatted(kind >= 0xC9 ? "arithmetic-coded" : "lossless or hierarchical"));
    }
    if (frame != null) {
      throw new IOException("a damaged JPEG: a second picture begins at byte " + (start - 2));
    }
    frame = new int[] {start};
    JpegFrame shape = new JpegFrame(file, start);
    shape.check();
    Picture.checkSize(shape.width(), shape.height(), limits);
  }

  private void application(int kind, int start, int length) {
    String name = new String(file, start, Math.min(6, length), StandardCharsets.ISO_8859_1);
    if (kind == APP0 && name.startsWith("JFIF\0")) {
      isJfif = true;
    } else if (kind == APP1 && name.equals("Exif\0\0") && orientation == null) {
      orientation = Orientation.inExif(file, start + 6, length - 6);
    } else if (kind == APP14 && name.startsWith("Adobe") && length >= 12) {
      adobeTransform = file[start + 11] & 0xFF;
    }
  }

  private int unsignedShort(int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }

  /** Decodes at the first row. */
  private static final class Rows implements Picture.Rows {
    private final byte[] jpeg;
    private final JpegFrame shape;
    private final JpegColours colours;
    private @Nullable Raster raster;
    private int @Nullable [] line;
    private int row;

    Rows(byte[] jpeg, JpegFrame shape, JpegColours colours) {
      this.jpeg = jpeg;
      this.shape = shape;
      this.colours = colours;
    }

    @Override
    public void next(float[] rgb) throws IOException {
      Raster all = raster;
      if (all == null) {
        all = PictureReaders.raster("JPEG", jpeg);
        if (all.getWidth() != shape.width()
            || all.getHeight() != shape.height()
            || all.getNumBands() != shape.channels()) {
          throw new IOException("a damaged JPEG: its headers disagree on its size");
        }
        raster = all;
      }
      line = all.getPixels(all.getMinX(), all.getMinY() + row++, shape.width(), 1, line);
      colours.toRgb(line, shape.width(), rgb);
    }
  }
}
