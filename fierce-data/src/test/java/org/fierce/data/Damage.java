package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.fierce.files.DatasetFormatException;

/** Reads many damaged copies of a file: only the documented exception may come, with its name. */
public final class Damage {
  private static final byte[] EDGES = {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF};

  private Damage() {}

  /** Something that reads a file of these bytes. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] bytes) throws IOException;
  }

  /** Changes one to four bytes, cuts, or doubles a part; the same copies each time. */
  public static void of(byte[] whole, int copies, Reader reader, String name) throws IOException {
    SplittableRandom random = new SplittableRandom(16);
    for (int copy = 0; copy < copies; copy++) {
      byte[] bytes = whole.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (byte) random.nextInt();
      }
      if (copy % 5 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else if (copy % 5 == 1) {
        int from = random.nextInt(bytes.length);
        byte[] doubled = Arrays.copyOf(bytes, 2 * bytes.length - from);
        System.arraycopy(bytes, from, doubled, bytes.length, bytes.length - from);
        bytes = doubled;
      }
      replay(bytes, reader, name, "copy " + copy);
    }
  }

  /** Reads bytes that were once found to do harm. */
  public static void replay(byte[] bytes, Reader reader, String name, String what)
      throws IOException {
    try {
      reader.read(bytes);
    } catch (DatasetFormatException e) {
      assertThat(e.getMessage()).as(what).contains(name);
    } catch (RuntimeException | IOException e) {
      throw new AssertionError(what + " of " + name + " gave " + e, e);
    }
  }
}
