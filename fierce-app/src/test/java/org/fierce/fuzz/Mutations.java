package org.fierce.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Damages bytes in the ways that readers have fallen for; the same seed does the same again. */
final class Mutations {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_CHANGES = 5;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    8,
    127,
    128,
    255,
    256,
    32767,
    65535,
    65536,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> WORDS =
      List.of(
          "\"",
          "'",
          "\n",
          "\r",
          "\t",
          ",",
          ";",
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "[[[[[[[[",
          "&a ",
          "*a",
          "<<: *a",
          "!!binary ",
          "---\n",
          "...",
          "? ",
          "| ",
          "> ",
          "#",
          "%",
          "null",
          "NaN",
          "-1",
          "1e400",
          "010",
          "0x1F",
          "999999999999999999999",
          "-0",
          "\u0000",
          "\ufeff",
          "\u202e",
          "é",
          "\u001b[2J",
          "../",
          "/",
          "true",
          "\\u0000",
          "                ",
          "\ud83d\ude00",
          "=",
          "1.5",
          "0");

  private final SplittableRandom random;

  Mutations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Another input made from one of the corpus. */
  byte[] next(List<byte[]> corpus) {
    byte[] bytes = pick(corpus).clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes, corpus);
    }
    if (bytes.length > MOST_BYTES) {
      bytes = Arrays.copyOf(bytes, MOST_BYTES);
    }
    if (random.nextInt(2) == 0) {
      mendPng(bytes);
    }
    return bytes;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private byte[] change(byte[] bytes, List<byte[]> corpus) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
    switch (random.nextInt(10)) {
      case 0 -> {
        return at == bytes.length ? bytes : flipped(bytes, at);
      }
      case 1 -> {
        return at == bytes.length ? bytes : set(bytes, at, (byte) random.nextInt(256));
      }
      case 2 -> {
        return number(bytes, at);
      }
      case 3 -> {
        return spliced(bytes, at, at, pick(WORDS).getBytes(StandardCharsets.UTF_8));
      }
      case 4 -> {
        return spliced(bytes, at, to, new byte[0]);
      }
      case 5 -> {
        return spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      }
      case 6 -> {
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      }
      case 7 -> {
        byte[] other = pick(corpus);
        int from = random.nextInt(other.length + 1);
        return spliced(bytes, at, to, Arrays.copyOfRange(other, from, other.length));
      }
      case 8 -> {
        return spliced(bytes, at, to, pick(WORDS).getBytes(StandardCharsets.UTF_8));
      }
      default -> {
        return digits(bytes);
      }
    }
  }

  private byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  /** Overwrites a binary number of 1 to 8 bytes. */
  private byte[] number(byte[] bytes, int at) {
    int width = 1 << random.nextInt(4);
    if (at + width > bytes.length) {
      return bytes;
    }
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(random.nextInt(2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    switch (width) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return bytes;
  }

  /** Replaces a number written in digits. */
  private byte[] digits(byte[] bytes) {
    int start = random.nextInt(bytes.length + 1);
    while (start < bytes.length && !Character.isDigit(bytes[start])) {
      start++;
    }
    int end = start;
    while (end < bytes.length && Character.isDigit(bytes[end])) {
      end++;
    }
    String number = Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]);
    return start == end
        ? bytes
        : spliced(bytes, start, end, number.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }

  /** Gives each chunk of a PNG its checksum, so that what is in it is looked at. */
  private static void mendPng(byte[] bytes) {
    if (bytes.length < 8 || bytes[0] != (byte) 0x89 || bytes[1] != 'P') {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = 8;
    while (at + 12 <= bytes.length) {
      long length = buffer.getInt(at);
      if (length < 0 || at + 12 + length > bytes.length) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, at + 4, (int) length + 4);
      buffer.putInt((int) (at + 8 + length), (int) crc.getValue());
      at += (int) length + 12;
    }
  }
}
