package org.fierce.data.picture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.fierce.files.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * PNG: 8 bytes of signature, then chunks, each a length, a type, its bytes and a CRC-32. All kinds
 * of colour and depth are read, 16 bits with their full precision, interlaced or not; colour
 * profiles and gamma are not applied. Of an animation, the picture that stands for it is read.
 */
final class PngFile {
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int TRNS = 0x74524E53;
  private static final int EXIF = 0x65584966;
  private static final int ANCILLARY = 0x20000000;

  private final byte[] file;
  private final List<int[]> data = new ArrayList<>();
  private int @Nullable [] header;
  private int @Nullable [] palette;
  private int @Nullable [] transparency;
  private Orientation orientation = Orientation.UPRIGHT;

  private PngFile(byte[] file) {
    this.file = file;
  }

  static Picture open(byte[] file, ReadLimits limits) throws IOException {
    PngFile png = new PngFile(file);
    png.readChunks();
    ByteBuffer header = png.header == null ? null : ByteBuffer.wrap(file, png.header[0], 13);
    if (header == null || png.data.isEmpty()) {
      throw new IOException("a damaged PNG: it has no " + (header == null ? "header" : "pixels"));
    }
    int width = header.getInt();
    int height = header.getInt();
    Picture.checkSize(width, height, limits);
    PngPixels pixels =
        PngPixels.of(header.get(), header.get(), file, png.palette, png.transparency);
    if (header.getShort() != 0) {
      throw new IOException("a damaged PNG: unknown packing or filter in its header");
    }
    int interlace = header.get();
    if (interlace < 0 || interlace > 1) {
      throw new IOException("a damaged PNG: interlacing of kind %d".formatted(interlace));
    }
    Lines lines = new Lines(png.new Data(), width, height, pixels);
    return new Picture(
        width, height, png.orientation, interlace == 0 ? lines : new Interlaced(lines));
  }

  private void readChunks() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(file).position(8);
    while (buffer.remaining() >= 12) {
      int start = buffer.position();
      long length = Integer.toUnsignedLong(buffer.getInt());
      if (length + 8 > buffer.remaining()) {
        throw new IOException(
            "a PNG cut short: the chunk at byte %d wants %d bytes, %d are left"
                .formatted(start, length + 12, file.length - start));
      }
      CRC32 crc = new CRC32();
      crc.update(file, start + 4, (int) length + 4);
      if ((int) crc.getValue() != buffer.getInt(start + 8 + (int) length)) {
        throw new IOException("a damaged PNG: wrong checksum of the chunk at byte " + start);
      }
      int type = buffer.getInt();
      if (type == IEND) {
        return;
      }
      accept(type, start, new int[] {start + 8, (int) length});
      buffer.position(start + 12 + (int) length);
    }
    throw new IOException("a PNG without its end chunk, probably cut short");
  }

  private void accept(int type, int start, int[] place) throws IOException {
    if (header == null && (type != IHDR || place[1] != 13)) {
      throw new IOException("a damaged PNG: it does not begin with its header");
    }
    switch (type) {
      case IHDR -> header = header == null ? place : header;
      case PLTE -> palette = place;
      case TRNS -> transparency = place;
      case IDAT -> data.add(place);
      case EXIF -> orientation = Orientation.inExif(file, place[0], place[1]);
      default -> {
        if ((type & ANCILLARY) == 0) {
          throw new IOException(
              "a PNG with a chunk of unknown kind \"%s\" at byte %d"
                  .formatted(
                      new String(file, start + 4, 4, StandardCharsets.ISO_8859_1)
                          .replaceAll("[^!-~]", "?"),
                      start));
        }
      }
    }
  }

  /** The packed pixels, which may lie in many chunks. */
  private final class Data extends InputStream {
    private int chunk;
    private int next;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      while (chunk < data.size() && next == data.get(chunk)[1]) {
        chunk++;
        next = 0;
      }
      if (chunk == data.size()) {
        return -1;
      }
      int n = Math.min(count, data.get(chunk)[1] - next);
      System.arraycopy(file, data.get(chunk)[0] + next, target, offset, n);
      next += n;
      return n;
    }
  }

  /** Unpacked and unfiltered lines of pixels. */
  private static final class Lines implements Picture.Rows {
    final int width;
    final int height;
    final PngPixels pixels;
    private final InputStream in;
    private byte[] line = new byte[0];
    private byte[] before = new byte[0];
    private int row;

    Lines(InputStream packed, int width, int height, PngPixels pixels) {
      this.in = new InflaterInputStream(packed);
      this.width = width;
      this.height = height;
      this.pixels = pixels;
    }

    @Override
    public void next(float[] rgb) throws IOException {
      read(width);
      pixels.toRgb(line, width, rgb);
      if (++row == height) {
        finish();
      }
    }

    /** Begins a part of an interlaced picture. */
    void begin(int columns) {
      line = new byte[0];
      before = new byte[pixels.bytes(columns)];
    }

    byte[] read(int columns) throws IOException {
      int bytes = pixels.bytes(columns);
      byte[] old = before.length == bytes ? before : new byte[bytes];
      before = line.length == bytes ? line : new byte[bytes];
      line = old;
      try {
        int filter = in.read();
        if (filter < 0 || in.readNBytes(line, 0, bytes) < bytes) {
          throw new EOFException("Unexpected end");
        }
        unfilter(filter, line, before, Math.max(1, pixels.bitsPerPixel() / 8));
        return line;
      } catch (EOFException | ZipException e) {
        throw new IOException(
            "a damaged PNG: its pixels end or break off before the last row (%s)"
                .formatted(e.getMessage()),
            e);
      }
    }

    /** Reads to the end, so that the checksum of the pixels is seen to be right. */
    void finish() throws IOException {
      try {
        in.readNBytes(1);
      } catch (EOFException | ZipException e) {
        throw new IOException("a damaged PNG: wrong checksum of its pixels", e);
      } finally {
        in.close();
      }
    }
  }

  private static void unfilter(int filter, byte[] line, byte[] before, int step)
      throws IOException {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < line.length; i++) {
          line[i] += line[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < line.length; i++) {
          line[i] += before[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < line.length; i++) {
          int left = i < step ? 0 : line[i - step] & 0xFF;
          line[i] += (byte) ((left + (before[i] & 0xFF)) / 2);
        }
      }
      case 4 -> {
        for (int i = 0; i < line.length; i++) {
          int left = i < step ? 0 : line[i - step] & 0xFF;
          int corner = i < step ? 0 : before[i - step] & 0xFF;
          line[i] += (byte) paeth(left, before[i] & 0xFF, corner);
        }
      }
      default -> throw new IOException("a damaged PNG: a row has filter %d".formatted(filter));
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  }

  /** The seven passes of an interlaced picture, put together in memory before the first row. */
  private static final class Interlaced implements Picture.Rows {
    private static final int[][] PASSES = {
      {0, 0, 8, 8},
      {4, 0, 8, 8},
      {0, 4, 4, 8},
      {2, 0, 4, 4},
      {0, 2, 2, 4},
      {1, 0, 2, 2},
      {0, 1, 1, 2}
    };
    private final Lines lines;
    private short @Nullable [] values;
    private int row;

    Interlaced(Lines lines) {
      this.lines = lines;
    }

    @Override
    public void next(float[] rgb) throws IOException {
      short[] all = values == null ? readAll() : values;
      values = all;
      int from = row++ * lines.width * 3;
      for (int i = 0; i < lines.width * 3; i++) {
        rgb[i] = (all[from + i] & 0xFFFF) / 257f;
      }
    }

    private short[] readAll() throws IOException {
      short[] all = new short[lines.width * lines.height * 3];
      float[] part = new float[lines.width * 3];
      for (int[] pass : PASSES) {
        int columns = (lines.width - pass[0] + pass[2] - 1) / pass[2];
        lines.begin(columns);
        for (int y = pass[1]; columns > 0 && y < lines.height; y += pass[3]) {
          lines.pixels.toRgb(lines.read(columns), columns, part);
          for (int i = 0; i < columns; i++) {
            int to = (y * lines.width + pass[0] + i * pass[2]) * 3;
            for (int c = 0; c < 3; c++) {
              all[to + c] = (short) Math.round(part[3 * i + c] * 257);
            }
          }
        }
      }
      lines.finish();
      return all;
    }
  }
}
