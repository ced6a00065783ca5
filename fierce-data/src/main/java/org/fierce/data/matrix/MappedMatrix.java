package org.fierce.data.matrix;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.files.DatasetFormatException;

/**
 * Rows of little-endian float32 mapped from a file, in segments of whole rows below 2 GiB. The
 * mapping is given back when the object is collected; Java 17 has no earlier way.
 */
record MappedMatrix(int rows, int columns, int rowsPerSegment, FloatBuffer[] segments)
    implements Inputs {
  /** Maps rows that start at a byte of the file, at most so many bytes in a segment. */
  static MappedMatrix map(
      FileChannel channel, long start, int rows, int columns, int mostSegmentBytes)
      throws IOException {
    long rowBytes = 4L * columns;
    if (rowBytes > mostSegmentBytes) {
      throw new DatasetFormatException(
          "a row of %d values is longer than can be mapped".formatted(columns));
    }
    int perSegment = (int) Math.min(rows, mostSegmentBytes / rowBytes);
    FloatBuffer[] segments = new FloatBuffer[(int) (((long) rows + perSegment - 1) / perSegment)];
    for (int i = 0; i < segments.length; i++) {
      long first = (long) i * perSegment;
      long count = Math.min(perSegment, rows - first);
      segments[i] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, start + first * rowBytes, count * rowBytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
    return new MappedMatrix(rows, columns, perSegment, segments);
  }

  @Override
  public InputShape shape() {
    return InputShape.vector(columns);
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public void read(int row, float[] target, int offset) {
    segments[row / rowsPerSegment].get(row % rowsPerSegment * columns, target, offset, columns);
  }
}
