package org.fierce.files;

/**
 * The limits above which a single file, entry or variable is refused. They stand between a small
 * hostile or damaged file and all memory; files that are honestly larger are read once a limit is
 * raised.
 *
 * @param megapixels pixels of one picture in millions; 50 where nothing is said
 * @param megabytes bytes of one picture's file, unpacked, in units of 2^20; 256 where nothing is
 *     said
 * @param unpackRatio how many bytes one packed byte may become, where that makes more than 64 MiB;
 *     200 where nothing is said
 */
public record ReadLimits(Integer megapixels, Integer megabytes, Integer unpackRatio) {
  private static final long SMALL_BYTES = 64L << 20;

  /**
   * Puts the defaults where nothing is said.
   *
   * @throws IllegalArgumentException if a limit is below 1, megapixels above 500 or megabytes above
   *     2047
   */
  public ReadLimits {
    megapixels = atLeastOne("megapixels", megapixels == null ? 50 : megapixels);
    megabytes = atLeastOne("megabytes", megabytes == null ? 256 : megabytes);
    unpackRatio = atLeastOne("unpackRatio", unpackRatio == null ? 200 : unpackRatio);
    if (megapixels > 500) {
      throw new IllegalArgumentException(
          "limits.megapixels is %d; at most 500 can be read".formatted(megapixels));
    }
    if (megabytes > 2047) {
      throw new IllegalArgumentException(
          "limits.megabytes is %d; files of 2 GiB and more are not read".formatted(megabytes));
    }
  }

  /** The limits where nothing is said. */
  public static ReadLimits standard() {
    return new ReadLimits(50, 256, 200);
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "limits.%s is %d; it must be at least 1".formatted(name, value));
    }
    return value;
  }

  /** The most bytes a picture's file may have. */
  public int bytes() {
    return megabytes << 20;
  }

  /**
   * Refuses what unpacks to far more than it is packed.
   *
   * @param what the file and the part of it, for the message
   */
  public void checkRatio(String what, long packed, long unpacked) throws DatasetFormatException {
    if (unpacked > SMALL_BYTES && unpacked / Math.max(1, packed) >= unpackRatio) {
      throw new DatasetFormatException(
          "%s has %d bytes that unpack to %d or more, over %d times as many; files made to fill memory do that. If this one is meant, raise data.limits.unpackRatio."
              .formatted(what, packed, unpacked, unpackRatio));
    }
  }
}
