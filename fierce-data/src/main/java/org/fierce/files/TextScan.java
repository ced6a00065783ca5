package org.fierce.files;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of a file, in as many pieces as they come: whether they are UTF-8 text and, if
 * not, where the first byte stands that does not fit and which encoding they look like.
 *
 * <p>Bytes look like windows-1252 (of which Latin-1 is a part) if none is undefined there, no
 * sequence of several bytes is valid UTF-8, they stand in words of Latin letters rather than among
 * themselves, and few are characters that no Western text has at that place.
 */
public final class TextScan {
  private static final int START_BYTES = 8;
  private static final String NOT_UTF8 = "byte 0x%02X is not UTF-8";
  private static final String NUL = "a NUL byte (0x%02X), which no text has";
  private static final String CUT = "the file ends inside a character, after byte 0x%02X";
  private static final String MARK_INSIDE =
      "a byte-order mark (U+FEFF) inside the text; were two files joined? It ends with byte 0x%02X";

  /** How files begin that are often taken for text. */
  private record Kind(String name, String remedy, int... start) {
    boolean begins(int[] bytes, long count) {
      if (count < start.length) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        if (bytes[i] != start[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final String SAVE_AS_CSV = "save it as CSV in UTF-8";
  private static final List<Kind> KINDS =
      List.of(
          new Kind("a zip archive or an Excel workbook", SAVE_AS_CSV, 'P', 'K', 3, 4),
          new Kind("an old Excel workbook", SAVE_AS_CSV, 0xD0, 0xCF, 0x11, 0xE0),
          new Kind("a Parquet file", SAVE_AS_CSV, 'P', 'A', 'R', '1'),
          new Kind("compressed with gzip", "unpack it with gunzip", 0x1F, 0x8B),
          new Kind("compressed with bzip2", "unpack it with bunzip2", 'B', 'Z', 'h'),
          new Kind("compressed with xz", "unpack it with unxz", 0xFD, '7', 'z', 'X', 'Z'),
          new Kind("compressed with zstd", "unpack it with unzstd", 0x28, 0xB5, 0x2F, 0xFD),
          new Kind("a PDF", "save the data as text in UTF-8", '%', 'P', 'D', 'F'),
          new Kind("a NumPy array", "name a text file", 0x93, 'N', 'U', 'M', 'P', 'Y'),
          new Kind("a PNG image", "name a text file", 0x89, 'P', 'N', 'G'));

  private final int[] start = new int[START_BYTES];
  private long count;
  private long line = 1;
  private int previous = '\n';
  private int beforePrevious = '\n';

  private int following;
  private int low = 0x80;
  private int high = 0xBF;

  private @Nullable String firstFault;
  private long faults;
  private long sequences;
  private final long[] nulAtParity = new long[2];
  private long highs;
  private long run;
  private long highsInRuns;
  private long odd;
  private boolean hasUndefined;

  /** Looks at the next bytes. */
  public void add(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      int b = bytes[i];
      if (b >= ' ' && previous >= ' ' && previous < 0x80 && count >= START_BYTES) {
        beforePrevious = previous;
        previous = b;
        count++;
      } else {
        add(b & 0xff);
      }
    }
  }

  private void add(int b) {
    if (count < START_BYTES) {
      start[(int) count] = b;
    }
    look(b);
    decode(b);
    if (b == '\r' || (b == '\n' && previous != '\r')) {
      line++;
    }
    beforePrevious = previous;
    previous = b;
    count++;
  }

  /** Notes that there are no more bytes. */
  public void finish() {
    if (following > 0) {
      fault(previous, CUT);
    }
    look('\n');
  }

  private void decode(int b) {
    if (b == 0) {
      nulAtParity[(int) (count & 1)]++;
      fault(b, NUL);
    }
    if (following > 0) {
      if (b >= low && b <= high) {
        low = 0x80;
        high = 0xBF;
        if (--following == 0) {
          sequences++;
          if (b == 0xBF && previous == 0xBB && beforePrevious == 0xEF && count > 2) {
            fault(b, MARK_INSIDE);
          }
        }
        return;
      }
      following = 0;
      low = 0x80;
      high = 0xBF;
      fault(b < 0x80 ? previous : b, NOT_UTF8);
      if (b < 0x80) {
        return;
      }
    }
    if (b >= 0x80) {
      lead(b);
    }
  }

  /** Unicode, table 3-7: what may follow the first byte of a character. */
  private void lead(int b) {
    following = b < 0xC2 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : b < 0xF5 ? 3 : 0;
    if (following == 0) {
      fault(b, NOT_UTF8);
    } else if (b == 0xE0) {
      low = 0xA0;
    } else if (b == 0xED) {
      high = 0x9F;
    } else if (b == 0xF0) {
      low = 0x90;
    } else if (b == 0xF4) {
      high = 0x8F;
    }
  }

  private void fault(int b, String what) {
    faults++;
    if (firstFault == null) {
      firstFault = "line %d: %s".formatted(line, what.formatted(b));
    }
  }

  /** Counts what tells encodings of one byte a character apart; looks at the byte before this. */
  private void look(int next) {
    int b = previous;
    if (count == 0 || b < 0x80) {
      endRun();
      return;
    }
    highs++;
    run++;
    hasUndefined |= b == 0x81 || b == 0x8D || b == 0x8F || b == 0x90 || b == 0x9D;
    odd += isOdd(beforePrevious, b, next) ? 1 : 0;
    if (next < 0x80) {
      endRun();
    }
  }

  private void endRun() {
    highsInRuns += run >= 3 ? run : 0;
    run = 0;
  }

  /** Whether windows-1252 would show a character that hardly stands at such a place. */
  private static boolean isOdd(int before, int b, int next) {
    return switch (b) {
      case 0x82, 0x83, 0x86, 0x87, 0x88, 0x89, 0x8B, 0x98, 0x9B -> true;
      case 0x8A, 0x8C, 0x8E, 0x9F -> before >= 'a' && before <= 'z';
      case 0x80, 0x84, 0x85, 0x93, 0x94, 0x95, 0x99, 0xA4 -> isLetter(before) && isLetter(next);
      default -> false;
    };
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  public boolean isUtf8Text() {
    return firstFault == null;
  }

  /** Whether the bytes are no UTF-8 but look like windows-1252. */
  public boolean isWestern() {
    return faults > 0
        && nuls() == 0
        && !hasUndefined
        && sequences == 0
        && 3 * highsInRuns < highs
        && 4 * odd < highs;
  }

  /**
   * The encoding of bytes that are no UTF-8, where it is plain: UTF-16 or UTF-32, or windows-1252;
   * else null.
   */
  public @Nullable Charset otherCharset() {
    String wide = isUtf8Text() ? null : wide();
    if (wide != null) {
      return Charset.forName(wide.split(" ", 2)[0]);
    }
    return isWestern() ? Charset.forName("windows-1252") : null;
  }

  /**
   * Whether the bytes are no text in UTF-8 as a whole, rather than one with a few damaged places.
   */
  public boolean isOtherThanUtf8() {
    return faults > 0 && (nuls() > 0 || isWestern() || sequences <= faults || isOfKnownKind());
  }

  private boolean isOfKnownKind() {
    return KINDS.stream().anyMatch(kind -> kind.begins(start, count));
  }

  private long nuls() {
    return nulAtParity[0] + nulAtParity[1];
  }

  /** Line of the first byte that does not fit, and which it is. */
  String fault() {
    return Objects.requireNonNull(firstFault);
  }

  /** The refusal of bytes that are not UTF-8 text. */
  public DatasetFormatException refusal(String name) {
    for (Kind kind : KINDS) {
      if (kind.begins(start, count)) {
        return new DatasetFormatException(
            "%s is %s, not text; %s.".formatted(name, kind.name, kind.remedy));
      }
    }
    String wide = wide();
    if (wide != null) {
      return new DatasetFormatException(
          "%s is %s, not UTF-8. %s".formatted(name, wide, remedy(name, wide.split(" ", 2)[0])));
    }
    if (nuls() > 0) {
      return new DatasetFormatException(
          "%s, %s. The file is damaged or not text; save it anew as UTF-8."
              .formatted(name, fault()));
    }
    if (isWestern()) {
      return new DatasetFormatException(
          "%s, %s; the file looks like windows-1252 (Latin-1). %s"
              .formatted(name, fault(), remedy(name, "WINDOWS-1252")));
    }
    return new DatasetFormatException(
        "%s, %s; %s"
            .formatted(
                name,
                fault(),
                sequences > faults
                    ? "the rest of the file is mostly UTF-8. Correct that line, and save the file as UTF-8."
                    : "the file has an encoding such as GB18030, Shift_JIS, windows-1251 or that of old Macs, or mixes two. %s"
                        .formatted(remedy(name, "ENCODING"))));
  }

  /** The encoding of two or four bytes a character that this looks like, or null. */
  private @Nullable String wide() {
    if (count >= 4 && start[0] == 0xFF && start[1] == 0xFE && start[2] == 0 && start[3] == 0) {
      return "UTF-32";
    }
    if (count >= 4 && start[0] == 0 && start[1] == 0 && start[2] == 0xFE && start[3] == 0xFF) {
      return "UTF-32";
    }
    if (count >= 2 && start[0] + start[1] == 0x1FD && Math.min(start[0], start[1]) == 0xFE) {
      return "UTF-16";
    }
    // Latin letters in UTF-16 have a zero in every other byte.
    if (5 * nuls() > count) {
      if (nulAtParity[1] > 9 * nulAtParity[0]) {
        return "UTF-16LE (without a byte-order mark)";
      }
      if (nulAtParity[0] > 9 * nulAtParity[1]) {
        return "UTF-16BE (without a byte-order mark)";
      }
    }
    return null;
  }

  private static String remedy(String name, String encoding) {
    int dot = name.lastIndexOf('.');
    boolean hasEnding = dot > name.lastIndexOf('/') + 1;
    String stem = hasEnding ? name.substring(0, dot) : name;
    String ending = hasEnding ? name.substring(dot) : "";
    return "Save it as UTF-8, as by: iconv -f %s -t UTF-8 '%s' > '%s-utf8%s'"
        .formatted(encoding.toUpperCase(Locale.ROOT), name, stem, ending);
  }
}
