package org.fierce.data.matrix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A full matrix of real numbers as a file of MATLAB keeps it, first dimension fastest.
 *
 * @param dimensions sides, two or more
 * @param kind how a number is stored
 * @param values as many numbers as the product of the sides
 */
public record MatMatrix(int[] dimensions, Kind kind, ByteBuffer values) {
  /** Kinds of number with their code in the file. */
  public enum Kind {
    INT8(1, 1) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.get(index);
      }
    },
    UINT8(2, 1) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.get(index) & 0xFF;
      }
    },
    INT16(3, 2) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getShort(2 * index);
      }
    },
    UINT16(4, 2) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getShort(2 * index) & 0xFFFF;
      }
    },
    INT32(5, 4) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getInt(4 * index);
      }
    },
    UINT32(6, 4) {
      @Override
      public double at(ByteBuffer values, int index) {
        return Integer.toUnsignedLong(values.getInt(4 * index));
      }
    },
    SINGLE(7, 4) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getFloat(4 * index);
      }
    },
    DOUBLE(9, 8) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getDouble(8 * index);
      }
    },
    INT64(12, 8) {
      @Override
      public double at(ByteBuffer values, int index) {
        return values.getLong(8 * index);
      }
    },
    UINT64(13, 8) {
      @Override
      public double at(ByteBuffer values, int index) {
        long value = values.getLong(8 * index);
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
      }
    };

    private final int code;
    private final int bytes;

    Kind(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    public abstract double at(ByteBuffer values, int index);

    /** The kind of this code, or null where it is none of numbers. */
    static @Nullable Kind of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst().orElse(null);
    }
  }

  public double at(int index) {
    return kind.at(values, index);
  }

  /** The sides as {@code 3 x 20}. */
  public String size() {
    return String.join(" x ", Arrays.stream(dimensions).mapToObj(Integer::toString).toList());
  }
}
