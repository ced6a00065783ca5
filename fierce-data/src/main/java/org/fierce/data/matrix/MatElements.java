package org.fierce.data.matrix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;

/**
 * The parts of one variable of a MATLAB v5 file, read from the first to the last: array flags,
 * sides, name, values. Each has a type and a length of 4 bytes each and is padded to 8 bytes; one
 * of at most 4 bytes may lie in the upper half of its tag instead.
 */
final class MatElements {
  private static final int MOST_DIMENSIONS = 32;
  private static final int MOST_NAME_BYTES = 4096;
  private static final String[] CLASSES = {
    "unknown",
    "cell",
    "struct",
    "object",
    "char",
    "sparse",
    "double",
    "single",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "function",
    "opaque"
  };
  private static final int SPARSE = 5;
  private static final int FIRST_NUMERIC = 6;
  private static final int LAST_NUMERIC = 15;
  private static final int COMPLEX = 0x0800;

  private final Path file;
  private final InputStream in;
  private final ByteOrder order;
  private long left;

  /**
   * Parts of a variable.
   *
   * @param most bytes that can come at most
   */
  MatElements(Path file, InputStream in, ByteOrder order, long most) {
    this.file = file;
    this.in = in;
    this.order = order;
    this.left = most;
  }

  /** What is told of a variable before its values. */
  record Head(String name, int flags, int[] dimensions) {
    /** Whether it is a full matrix of real numbers. */
    boolean isMatrix() {
      int code = flags & 0xFF;
      return code >= FIRST_NUMERIC && code <= LAST_NUMERIC && (flags & COMPLEX) == 0;
    }

    String type() {
      int code = flags & 0xFF;
      return code < CLASSES.length ? CLASSES[code] : "unknown (" + code + ")";
    }
  }

  private record Tag(int type, long length, byte[] small) {}

  /** Takes off the tag of the variable that was packed. */
  void unwrap(int expected) throws IOException {
    ByteBuffer tag = ByteBuffer.wrap(take(8)).order(order);
    int type = tag.getInt();
    long length = Integer.toUnsignedLong(tag.getInt());
    if (type != expected || length > left) {
      throw malformed("a packed element of type %d with %d bytes".formatted(type, length));
    }
    left = length;
  }

  Head head() throws IOException {
    ByteBuffer flags = ByteBuffer.wrap(part("array flags", 8)).order(order);
    if (flags.remaining() != 8) {
      throw malformed("array flags of %d bytes".formatted(flags.remaining()));
    }
    ByteBuffer sides = ByteBuffer.wrap(part("sides", 4 * MOST_DIMENSIONS)).order(order);
    if (sides.remaining() < 8 || sides.remaining() % 4 != 0) {
      throw malformed("sides in %d bytes".formatted(sides.remaining()));
    }
    int[] dimensions = new int[sides.remaining() / 4];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = sides.getInt();
      if (dimensions[i] < 0) {
        throw malformed("a side of %d".formatted(dimensions[i]));
      }
    }
    String name = new String(part("name", MOST_NAME_BYTES), StandardCharsets.UTF_8);
    return new Head(name, flags.getInt(0), dimensions);
  }

  /**
   * The values of a full real matrix.
   *
   * @param packed bytes it was packed in, or 0 where it was not
   */
  MatMatrix matrix(Head head, long packed, ReadLimits limits) throws IOException {
    int code = head.flags() & 0xFF;
    if (code == SPARSE) {
      throw new DatasetFormatException(
          "%s: variable %s is sparse; expected a full matrix. Save full(%s) instead."
              .formatted(file, head.name(), head.name()));
    }
    if (code < FIRST_NUMERIC || code > LAST_NUMERIC || (head.flags() & COMPLEX) != 0) {
      throw new DatasetFormatException(
          "%s: variable %s is of type %s; expected a matrix of real numbers"
              .formatted(
                  file,
                  head.name(),
                  code >= FIRST_NUMERIC && code <= LAST_NUMERIC
                      ? "complex " + head.type()
                      : head.type()));
    }
    Tag tag = tag();
    MatMatrix.Kind kind = MatMatrix.Kind.of(tag.type());
    if (kind == null) {
      throw malformed("values of type %d in variable %s".formatted(tag.type(), head.name()));
    }
    long expected = kind.bytes();
    for (int side : head.dimensions()) {
      expected = expected > Integer.MAX_VALUE ? expected : expected * side;
    }
    if (expected != tag.length()) {
      throw malformed(
          "%d bytes of values in variable %s of %s, which needs %d"
              .formatted(
                  tag.length(),
                  head.name(),
                  new MatMatrix(head.dimensions(), kind, EMPTY).size(),
                  expected));
    }
    if (expected > Integer.MAX_VALUE - 8) {
      throw new DatasetFormatException(
          "%s: variable %s has %d bytes; more than 2 GiB are not read. Save it as single, or a part of it."
              .formatted(file, head.name(), expected));
    }
    if (packed > 0) {
      limits.checkRatio("%s: variable %s".formatted(file, head.name()), packed, expected);
    }
    byte[] values = tag.small().length > 0 ? tag.small() : take((int) tag.length());
    finish(tag);
    return new MatMatrix(head.dimensions(), kind, ByteBuffer.wrap(values).order(order));
  }

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** Reads on to the end, so that the checksum of a packed variable is seen to be right. */
  private void finish(Tag tag) throws IOException {
    int padding = tag.small().length > 0 ? 0 : (int) (-tag.length() & 7);
    int rest = in.readNBytes(padding + 1).length;
    if (rest > padding) {
      throw malformed("more than %d bytes after the values".formatted(padding));
    }
  }

  private Tag tag() throws IOException {
    ByteBuffer tag = ByteBuffer.wrap(take(8)).order(order);
    int first = tag.getInt();
    int smallBytes = first >>> 16;
    if (smallBytes == 0) {
      return new Tag(first, Integer.toUnsignedLong(tag.getInt()), new byte[0]);
    }
    if (smallBytes > 4) {
      throw malformed("a small element of %d bytes".formatted(smallBytes));
    }
    byte[] small = new byte[smallBytes];
    tag.get(small);
    return new Tag(first & 0xFFFF, smallBytes, small);
  }

  private byte[] part(String what, int most) throws IOException {
    Tag tag = tag();
    if (tag.length() > most) {
      throw malformed("%s of %d bytes".formatted(what, tag.length()));
    }
    if (tag.small().length > 0) {
      return tag.small();
    }
    byte[] bytes = take((int) tag.length());
    take((int) (-tag.length() & 7));
    return bytes;
  }

  private byte[] take(int count) throws IOException {
    if (count > left) {
      throw new EOFException("%d bytes are wanted, %d are left".formatted(count, left));
    }
    // Grows as it reads, so that a damaged length cannot ask for memory that nothing fills.
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("%d bytes are wanted, %d came".formatted(count, bytes.length));
    }
    left -= count;
    return bytes;
  }

  private DatasetFormatException malformed(String what) {
    return new DatasetFormatException(
        "%s is not a sound MATLAB v5 file: it has %s. It is damaged; fetch it again."
            .formatted(file, what));
  }
}
