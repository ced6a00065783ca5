package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.fierce.data.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one kind, one behind the other.
 *
 * @param start first byte of the first number
 * @param isByColumn whether a column's numbers lie together, and not a row's
 */
record StoredMatrix(
    Region region,
    long start,
    NumberKind kind,
    ByteOrder order,
    int rows,
    int columns,
    boolean isByColumn)
    implements MatrixValues {
  private static final int CHUNK_BYTES = 1 << 20;

  @Override
  public boolean isExact() {
    return kind.isExact();
  }

  @Override
  public @Nullable Inputs mapped() throws IOException {
    FileChannel channel = region.channel();
    boolean isAsInMemory =
        kind == NumberKind.F4 && order == ByteOrder.LITTLE_ENDIAN && !isByColumn && rows > 0;
    return channel == null || !isAsInMemory
        ? null
        : MappedMatrix.map(channel, start, rows, columns, Integer.MAX_VALUE);
  }

  @Override
  public Cursor cursor() {
    return isByColumn && columns > 1 ? new Columns() : new Rows();
  }

  private ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(order);
  }

  /** Reads some rows at a time. */
  private final class Rows implements Cursor {
    private final long rowBytes = (long) columns * kind.bytes();
    private final ByteBuffer chunk = buffer(Math.max(1, CHUNK_BYTES / rowBytes) * rowBytes);
    private long next;

    Rows() {
      chunk.limit(0);
    }

    @Override
    public double[] next() throws IOException {
      if (!chunk.hasRemaining()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), (rows - next) * rowBytes));
        region.read(start + next * rowBytes, chunk);
        chunk.flip();
      }
      double[] row = new double[columns];
      for (int c = 0; c < columns; c++) {
        row[c] = kind.value(chunk, chunk.position() + c * kind.bytes());
      }
      chunk.position(chunk.position() + (int) rowBytes);
      next++;
      return row;
    }
  }

  /** Reads the same run of rows out of each column. */
  private final class Columns implements Cursor {
    private final int run =
        (int) Math.max(1, Math.min(rows, 16L * CHUNK_BYTES / ((long) columns * kind.bytes())));
    private final ByteBuffer chunk = buffer((long) run * columns * kind.bytes());
    private int first;
    private int count;
    private int next;

    @Override
    public double[] next() throws IOException {
      if (next == first + count) {
        first = next;
        count = Math.min(run, rows - first);
        chunk.clear();
        for (int c = 0; c < columns; c++) {
          chunk.limit((c + 1) * count * kind.bytes());
          region.read(start + ((long) c * rows + first) * kind.bytes(), chunk);
        }
      }
      double[] row = new double[columns];
      for (int c = 0; c < columns; c++) {
        row[c] = kind.value(chunk, (c * count + next - first) * kind.bytes());
      }
      next++;
      return row;
    }
  }
}
