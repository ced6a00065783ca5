package org.fierce.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of protocol buffers under construction: fields behind each other, each a key {@code
 * number << 3 | wire type} and its value (wire type 0 a varint, 2 bytes behind their length, 5 four
 * bytes, little-endian). Bytes that it is given are kept, not copied.
 */
final class ProtoMessage {
  private final List<byte[]> parts = new ArrayList<>();
  private long size;

  ProtoMessage number(int field, long value) {
    return add(varints((long) field << 3, value));
  }

  ProtoMessage real(int field, float value) {
    int bits = Float.floatToIntBits(value);
    byte[] littleEndian = {
      (byte) bits, (byte) (bits >>> 8), (byte) (bits >>> 16), (byte) (bits >>> 24)
    };
    return add(varints((long) field << 3 | 5)).add(littleEndian);
  }

  ProtoMessage bytes(int field, byte[] value) {
    return add(varints((long) field << 3 | 2, value.length)).add(value);
  }

  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoMessage message(int field, ProtoMessage value) {
    return add(varints((long) field << 3 | 2, value.size)).append(value);
  }

  /** The fields of another message as they are now, after this one's. */
  ProtoMessage append(ProtoMessage other) {
    parts.addAll(other.parts);
    size += other.size;
    return this;
  }

  /** Number of bytes. */
  long size() {
    return size;
  }

  /** All bytes; of at most 2 GiB. */
  byte[] toBytes() {
    byte[] all = new byte[Math.toIntExact(size)];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private ProtoMessage add(byte[] part) {
    parts.add(part);
    size += part.length;
    return this;
  }

  private static byte[] varints(long... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long value : values) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
    return out.toByteArray();
  }
}
