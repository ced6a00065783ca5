package org.fierce.data.picture;

import java.io.IOException;

/**
 * The frame header of a JPEG: length (2 bytes), bits of a sample, height (2), width (2), number of
 * channels, then of each its name, its sampling factors (4 bits each) and a table.
 *
 * @param file all of the file
 * @param start the header's first byte
 */
record JpegFrame(byte[] file, int start) {
  /** Checks what the accessors rely on. */
  void check() throws IOException {
    int length = unsignedShort(start);
    if (length < 8 || length < 8 + 3 * channels()) {
      throw new IOException("a damaged JPEG: a frame header of %d bytes".formatted(length));
    }
    if (file[start + 2] != 8) {
      throw new IOException(
          "a JPEG of %d bits, which few programs read; save it as PNG"
              .formatted(file[start + 2] & 0xFF));
    }
    if (channels() != 1 && channels() != 3 && channels() != 4) {
      throw new IOException("a JPEG of %d channels; expected 1, 3 or 4".formatted(channels()));
    }
    for (int channel = 0; channel < channels(); channel++) {
      if (across(channel) < 1 || across(channel) > 4 || down(channel) < 1 || down(channel) > 4) {
        throw new IOException(
            "a damaged JPEG: channel %d is sampled %d x %d"
                .formatted(channel, across(channel), down(channel)));
      }
    }
  }

  int height() {
    return unsignedShort(start + 3);
  }

  int width() {
    return unsignedShort(start + 5);
  }

  int channels() {
    return file[start + 7] & 0xFF;
  }

  private int across(int channel) {
    return (file[start + 9 + 3 * channel] & 0xFF) >> 4;
  }

  private int down(int channel) {
    return file[start + 9 + 3 * channel] & 0xF;
  }

  /** Whether the channels are named R, G and B. */
  boolean namesAreRgb() {
    return file[start + 8] == 'R' && file[start + 11] == 'G' && file[start + 14] == 'B';
  }

  /** The number of blocks of 8 x 8 pixels in all channels; each is packed in at least one bit. */
  long blocks() {
    int mostAcross = 1;
    int mostDown = 1;
    for (int channel = 0; channel < channels(); channel++) {
      mostAcross = Math.max(mostAcross, across(channel));
      mostDown = Math.max(mostDown, down(channel));
    }
    long blocks = 0;
    for (int channel = 0; channel < channels(); channel++) {
      long columns = (long) width() * across(channel) / mostAcross;
      long rows = (long) height() * down(channel) / mostDown;
      blocks += columns / 8 * (rows / 8);
    }
    return blocks;
  }

  private int unsignedShort(int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }
}
