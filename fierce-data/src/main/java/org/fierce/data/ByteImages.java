package org.fierce.data;

/**
 * Images kept as bytes, one record after another, each a header (labels) and then its pixels. A
 * value v comes out as v / 255, in the order height, width, channel.
 */
public final class ByteImages implements Inputs {
  private static final float[] VALUES = new float[256];

  static {
    for (int v = 0; v < 256; v++) {
      VALUES[v] = v / 255f;
    }
  }

  private final InputShape shape;
  private final byte[] bytes;
  private final int header;
  private final boolean planar;
  private final int record;
  private final int size;

  private ByteImages(InputShape shape, byte[] bytes, int header, boolean planar) {
    this.shape = shape;
    this.bytes = bytes;
    this.header = header;
    this.planar = planar;
    this.record = header + shape.values();
    this.size = bytes.length / record;
    if (bytes.length % record != 0) {
      throw new IllegalArgumentException(
          "%d bytes do not fill records of %d".formatted(bytes.length, record));
    }
  }

  /** Images whose pixels lie in the order height, width, channel. */
  public static ByteImages interleaved(InputShape shape, byte[] bytes) {
    return new ByteImages(shape, bytes, 0, false);
  }

  /** Images whose pixels lie in the order channel, height, width, after a header each. */
  public static ByteImages planar(InputShape shape, byte[] bytes, int header) {
    return new ByteImages(shape, bytes, header, true);
  }

  @Override
  public InputShape shape() {
    return shape;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    if (row < 0 || row >= size) {
      throw new IndexOutOfBoundsException("row %d of %d images".formatted(row, size));
    }
    int first = row * record + header;
    int values = shape.values();
    if (!planar) {
      for (int i = 0; i < values; i++) {
        target[offset + i] = VALUES[bytes[first + i] & 0xFF];
      }
      return;
    }
    int channels = shape.channels();
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < channels; channel++) {
      int from = first + channel * plane;
      int to = offset + channel;
      for (int i = 0; i < plane; i++, to += channels) {
        target[to] = VALUES[bytes[from + i] & 0xFF];
      }
    }
  }
}
