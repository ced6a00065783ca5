package org.fierce.data.rows;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose beginning was looked at.
 *
 * @param in the whole stream
 * @param first its first character that is no blank nor a byte-order mark; 0 where there is none
 *     among the first
 */
record Lookahead(InputStream in, char first) {
  private static final int MOST = 4096;

  static Lookahead of(InputStream stream) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream);
    in.mark(MOST);
    int b = in.read();
    for (int i = 1; i < MOST && b >= 0 && (b <= ' ' || b == 0xEF || b == 0xBB || b == 0xBF); i++) {
      b = in.read();
    }
    in.reset();
    return new Lookahead(in, b < 0 ? 0 : (char) b);
  }
}
