package org.fierce.data.matrix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a number of a matrix is stored: its bytes, and how files call it. */
enum NumberKind {
  F2(2, true, "F16", "f2") {
    @Override
    double value(ByteBuffer from, int at) {
      return half(from.getShort(at));
    }
  },
  BF16(2, true, "BF16") {
    @Override
    double value(ByteBuffer from, int at) {
      return Float.intBitsToFloat(from.getShort(at) << 16);
    }
  },
  F4(4, true, "F32", "f4") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  F8(8, false, "F64", "f8") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getDouble(at);
    }
  },
  BOOL(1, true, "BOOL", "b1") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.get(at) == 0 ? 0 : 1;
    }
  },
  I1(1, true, "I8", "i1") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.get(at);
    }
  },
  U1(1, true, "U8", "u1") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.get(at) & 0xFF;
    }
  },
  I2(2, true, "I16", "i2") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getShort(at);
    }
  },
  U2(2, true, "U16", "u2") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getShort(at) & 0xFFFF;
    }
  },
  I4(4, false, "I32", "i4") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  U4(4, false, "U32", "u4") {
    @Override
    double value(ByteBuffer from, int at) {
      return Integer.toUnsignedLong(from.getInt(at));
    }
  },
  I8(8, false, "I64", "i8") {
    @Override
    double value(ByteBuffer from, int at) {
      return from.getLong(at);
    }
  },
  U8(8, false, "U64", "u8") {
    @Override
    double value(ByteBuffer from, int at) {
      long value = from.getLong(at);
      return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }
  };

  private final int bytes;
  private final boolean isExact;

  @SuppressWarnings("ImmutableEnumChecker") // It is a copy that nobody can change.
  private final List<String> names;

  NumberKind(int bytes, boolean isExact, String... names) {
    this.bytes = bytes;
    this.isExact = isExact;
    this.names = List.of(names);
  }

  int bytes() {
    return bytes;
  }

  /** Whether a float holds each of its values. */
  boolean isExact() {
    return isExact;
  }

  /** A value; of whole numbers beyond 2^53 the nearest double. */
  abstract double value(ByteBuffer from, int at);

  /** The kind that safetensors ({@code F32}) or NumPy ({@code f4}) call so; null for none. */
  static @Nullable NumberKind of(String name) {
    return Arrays.stream(values()).filter(k -> k.names.contains(name)).findFirst().orElse(null);
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float size =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 0x1F
                ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
    return bits < 0 ? -size : size;
  }
}
