package org.fierce.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of texts in few bytes. Where few texts recur, each is held once and a row has its number
 * (a code); else the texts stand behind each other as UTF-8.
 */
public final class TextColumn {
  private final int size;
  private final @Nullable Dictionary dictionary;
  private final Codes codes;
  private final Texts texts;

  private TextColumn(int size, @Nullable Dictionary dictionary, Codes codes, Texts texts) {
    this.size = size;
    this.dictionary = dictionary;
    this.codes = codes;
    this.texts = texts;
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Number of different texts, where each is held once; -1 where they are not. */
  public int distinct() {
    return dictionary == null ? -1 : dictionary.count;
  }

  /** Number of a row's text among the {@link #distinct} ones, in the order in which they came. */
  public int code(int row) {
    return codes.get(row);
  }

  /** The text of a code. */
  public String entry(int code) {
    byte[] bytes = bytesOf(code);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] bytesOf(int code) {
    if (dictionary == null) {
      throw new IllegalStateException("the texts of this column have no codes");
    }
    return dictionary.entries[code];
  }

  /** The text of a row. */
  public String text(int row) {
    Cursor cursor = cursor();
    cursor.seek(row);
    return cursor.text();
  }

  /** A place in the column, at no row yet. */
  public Cursor cursor() {
    return new Cursor();
  }

  /** A place in the column; going from one row to the next takes no search. */
  public final class Cursor {
    private int chunk;
    private int first;
    private int end;
    private @Nullable Chunk at;
    private byte[] bytes = new byte[0];
    private int from;
    private int to;

    private Cursor() {}

    /** Goes to a row. */
    public void seek(int row) {
      if (dictionary != null) {
        bytes = bytesOf(codes.get(row));
        from = 0;
        to = bytes.length;
        return;
      }
      Chunk found = at;
      if (found == null || row < first || row >= end) {
        chunk = texts.chunkOf(row, chunk);
        found = texts.chunks.get(chunk);
        first = found.first;
        end = texts.firstRow(chunk + 1);
        at = found;
      }
      int index = row - first;
      bytes = found.bytes;
      from = index == 0 ? 0 : found.end(index - 1);
      to = found.end(index);
    }

    /** Bytes that hold the text. */
    byte[] bytes() {
      return bytes;
    }

    /** Index of its first byte. */
    int from() {
      return from;
    }

    /** Index behind its last byte. */
    int to() {
      return to;
    }

    /** Whether the text is empty. */
    public boolean isEmpty() {
      return from == to;
    }

    /** The text. */
    public String text() {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Number of words between blanks. */
    public int words() {
      int words = 0;
      boolean isInWord = false;
      for (int i = from; i < to; i++) {
        boolean isBlank = bytes[i] >= 0 && bytes[i] <= ' ';
        words += !isBlank && !isInWord ? 1 : 0;
        isInWord = !isBlank;
      }
      return words;
    }

    /** Whether all characters are of ASCII. */
    boolean isAscii() {
      for (int i = from; i < to; i++) {
        if (bytes[i] < 0) {
          return false;
        }
      }
      return true;
    }

    /** A number that is the same for equal texts, and rarely for others. */
    public long hash() {
      return TextColumn.hash(bytes, from, to);
    }
  }

  private static long hash(byte[] bytes, int from, int to) {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    return hash * 0x9E3779B97F4A7C15L;
  }

  /** Codes, a byte or two each. */
  private static final class Codes {
    private byte[] small = new byte[16];
    private char @Nullable [] large;
    private int count;

    int get(int row) {
      return large == null ? small[row] & 0xff : large[row];
    }

    void add(int code) {
      if (large == null && code > 0xff) {
        large = new char[Math.max(16, small.length)];
        for (int i = 0; i < count; i++) {
          large[i] = (char) (small[i] & 0xff);
        }
        small = new byte[0];
      }
      if (large == null) {
        if (count == small.length) {
          small = Arrays.copyOf(small, grown(count));
        }
        small[count++] = (byte) code;
      } else {
        if (count == large.length) {
          large = Arrays.copyOf(large, grown(count));
        }
        large[count++] = (char) code;
      }
    }

    void trim() {
      if (large == null) {
        small = Arrays.copyOf(small, count);
      } else {
        large = Arrays.copyOf(large, count);
      }
    }
  }

  private static int grown(int length) {
    return (int) Math.min(Integer.MAX_VALUE - 8, length + (length >> 1) + 16L);
  }

  /** Different texts, each once. */
  private static final class Dictionary {
    private static final int MOST = 1 << 16;

    private byte[][] entries = new byte[16][];
    private int[] slots = new int[64];
    private int count;

    /** The code of a text, new or not; -1 where there is no room for another. */
    int codeOf(byte[] bytes, int from, int to) {
      int mask = slots.length - 1;
      int slot = (int) (hash(bytes, from, to) >>> 40) & mask;
      while (slots[slot] != 0) {
        byte[] entry = entries[slots[slot] - 1];
        if (Arrays.equals(entry, 0, entry.length, bytes, from, to)) {
          return slots[slot] - 1;
        }
        slot = (slot + 1) & mask;
      }
      if (count == MOST) {
        return -1;
      }
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, 2 * count);
      }
      entries[count++] = Arrays.copyOfRange(bytes, from, to);
      slots[slot] = count;
      if (2 * count > slots.length) {
        rehash();
      }
      return count - 1;
    }

    private void rehash() {
      slots = new int[4 * slots.length];
      int mask = slots.length - 1;
      for (int code = 0; code < count; code++) {
        int slot = (int) (hash(entries[code], 0, entries[code].length) >>> 40) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = code + 1;
      }
    }
  }

  /** Some rows' texts behind each other. */
  private static final class Chunk {
    private final int first;
    private final byte[] bytes;
    private final char[] ends;

    Chunk(int first, byte[] bytes, char[] ends) {
      this.first = first;
      this.bytes = bytes;
      this.ends = ends;
    }

    int end(int index) {
      return ends.length == 0 ? bytes.length : ends[index];
    }
  }

  /** Texts in chunks of at most 65,535 bytes, or of one longer text. */
  private static final class Texts {
    private static final int CHUNK_BYTES = 0xffff;
    private static final int CHUNK_ROWS = 1 << 13;

    private final List<Chunk> chunks = new ArrayList<>();
    private int rows;
    private byte[] bytes = new byte[0];
    private char[] ends = new char[0];
    private int open;
    private int used;

    int firstRow(int chunk) {
      return chunk < chunks.size() ? chunks.get(chunk).first : rows;
    }

    int chunkOf(int row, int near) {
      if (near + 1 < chunks.size() && row >= firstRow(near + 1) && row < firstRow(near + 2)) {
        return near + 1;
      }
      int low = 0;
      int high = chunks.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (chunks.get(middle).first <= row) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    void add(byte[] of, int from, int to) {
      int length = to - from;
      if (used + length > CHUNK_BYTES || open == CHUNK_ROWS) {
        close();
      }
      if (length > CHUNK_BYTES) {
        chunks.add(new Chunk(rows++, Arrays.copyOfRange(of, from, to), new char[0]));
        return;
      }
      if (bytes.length == 0) {
        bytes = new byte[CHUNK_BYTES];
        ends = new char[CHUNK_ROWS];
      }
      System.arraycopy(of, from, bytes, used, length);
      used += length;
      ends[open++] = (char) used;
      rows++;
    }

    void close() {
      if (open > 0) {
        chunks.add(new Chunk(rows - open, Arrays.copyOf(bytes, used), Arrays.copyOf(ends, open)));
        open = 0;
        used = 0;
      }
    }
  }

  /** Takes the texts of a column, one after the other. */
  static final class Builder {
    private static final int LEAST_DIFFERENT = 1 << 12;

    private @Nullable Dictionary dictionary = new Dictionary();
    private Codes codes = new Codes();
    private final Texts texts = new Texts();
    private byte[] encoded = new byte[64];
    private int size;

    /** Number of rows so far. */
    int size() {
      return size;
    }

    /** Adds a text. */
    void add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      add(bytes, 0, bytes.length);
    }

    /** Adds the text of some characters. */
    void add(char[] text, int from, int to) {
      int length = to - from;
      if (encoded.length < length) {
        encoded = new byte[grown(length)];
      }
      for (int i = 0; i < length; i++) {
        char c = text[from + i];
        if (c >= 0x80) {
          add(new String(text, from, length));
          return;
        }
        encoded[i] = (byte) c;
      }
      add(encoded, 0, length);
    }

    /** Adds the text at a place of another column. */
    void add(Cursor cursor) {
      add(cursor.bytes(), cursor.from(), cursor.to());
    }

    private void add(byte[] bytes, int from, int to) {
      size++;
      if (dictionary != null) {
        int code = dictionary.codeOf(bytes, from, to);
        boolean isFew = dictionary.count <= LEAST_DIFFERENT || 4 * dictionary.count <= size;
        if (code >= 0 && isFew) {
          codes.add(code);
          return;
        }
        writeOut();
      }
      texts.add(bytes, from, to);
    }

    private void writeOut() {
      byte[][] entries = dictionary == null ? new byte[0][] : dictionary.entries;
      for (int row = 0; row < codes.count; row++) {
        byte[] entry = entries[codes.get(row)];
        texts.add(entry, 0, entry.length);
      }
      dictionary = null;
      codes = new Codes();
    }

    TextColumn build() {
      codes.trim();
      texts.close();
      return new TextColumn(size, dictionary, codes, texts);
    }
  }
}
