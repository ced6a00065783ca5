package org.fierce.data.picture;

import java.io.IOException;

/** Unpacks the colours of a GIF: LZW with codes of up to 12 bits. */
final class GifColours {
  private static final int MOST = 4096;
  private final Blocks blocks;
  private final int packed;
  private final int clear;
  private final int codeBits;
  private final short[] prefix = new short[MOST];
  private final byte[] suffix = new byte[MOST];
  private final byte[] stack = new byte[MOST + 1];
  private int depth;
  private int width;
  private int free;
  private int before = -1;
  private int first;

  GifColours(byte[] file, int start, int codeBits, int packed) throws IOException {
    if (codeBits < 1 || codeBits > 8) {
      throw new IOException("a damaged GIF: codes of %d bits".formatted(codeBits));
    }
    this.blocks = new Blocks(file, start);
    this.packed = packed;
    this.codeBits = codeBits;
    this.clear = 1 << codeBits;
    reset();
  }

  private void reset() {
    width = codeBits + 1;
    free = clear + 2;
    before = -1;
  }

  int next() throws IOException {
    while (depth == 0) {
      int code = blocks.code(width);
      if (code == clear) {
        reset();
        continue;
      }
      if (code < 0 || code == clear + 1) {
        throw new IOException(
            "a damaged GIF: its %d bytes of pixels end before the last row".formatted(packed));
      }
      expand(code);
    }
    return stack[--depth] & 0xFF;
  }

  private void expand(int code) throws IOException {
    if (before < 0 ? code >= clear : code > free || (code == free && free == MOST)) {
      throw new IOException("a damaged GIF: the code %d stands for nothing yet".formatted(code));
    }
    int at = code;
    if (before >= 0 && code == free) {
      stack[depth++] = (byte) first;
      at = before;
    }
    while (at >= clear) {
      stack[depth++] = suffix[at];
      at = prefix[at];
    }
    first = at;
    stack[depth++] = (byte) at;
    if (before >= 0 && free < MOST) {
      prefix[free] = (short) before;
      suffix[free] = (byte) first;
      free++;
      if (free == 1 << width && width < 12) {
        width++;
      }
    }
    before = code;
  }

  /** Codes of a number of bits, the lowest bit first, out of blocks. */
  private static final class Blocks {
    private final byte[] file;
    private int position;
    private int left;
    private int bits;
    private int held;

    Blocks(byte[] file, int position) {
      this.file = file;
      this.position = position;
    }

    /** The next code, or -1 where the blocks are at an end. */
    int code(int width) {
      while (held < width) {
        if (left == 0) {
          left = file[position++] & 0xFF;
          if (left == 0) {
            position--;
            return -1;
          }
        }
        bits |= (file[position++] & 0xFF) << held;
        held += 8;
        left--;
      }
      int code = bits & ((1 << width) - 1);
      bits >>>= width;
      held -= width;
      return code;
    }
  }
}
