package org.fierce.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The unpacked bytes of a packed file; refused once they are far more than the packed ones. */
public final class UnpackedInput extends FilterInputStream {
  private final String what;
  private final long packed;
  private final ReadLimits limits;
  private long unpacked;

  /**
   * Unpacked bytes under a limit.
   *
   * @param what the file and the part of it, for the message
   * @param packed bytes that went in
   */
  public UnpackedInput(InputStream in, String what, long packed, ReadLimits limits) {
    super(in);
    this.what = what;
    this.packed = packed;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    count(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  private void count(long more) throws DatasetFormatException {
    unpacked += more;
    limits.checkRatio(what, packed, unpacked);
  }
}
