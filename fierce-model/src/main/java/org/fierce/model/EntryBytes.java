package org.fierce.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The bytes of an entry, one after the other, and their digests. Unlike Java's own channels it is
 * not closed when its thread is interrupted, as threads of a service may be.
 */
final class EntryBytes implements ReadableByteChannel {
  private final RandomAccessFile file;
  private final StoredZip.Entry entry;
  private final MessageDigest digest = ModelFile.newDigest();
  private final CRC32 crc = new CRC32();
  private long left;

  /** The bytes from the first on; nobody else may move in the file. */
  EntryBytes(RandomAccessFile file, StoredZip.Entry entry) throws IOException {
    this.file = file;
    this.entry = entry;
    left = entry.bytes();
    file.seek(entry.start());
  }

  /** Number of bytes; fewer than 2^31. */
  long size() {
    return entry.bytes();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (left == 0) {
      return -1;
    }
    int most = (int) Math.min(left, target.remaining());
    byte[] bytes = new byte[most];
    file.readFully(bytes);
    take(bytes);
    target.put(bytes);
    return most;
  }

  private void take(byte[] bytes) {
    digest.update(bytes);
    crc.update(bytes);
    left -= bytes.length;
  }

  /** All bytes that are left. */
  byte[] readAll() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(left)];
    file.readFully(bytes);
    take(bytes);
    return bytes;
  }

  /** SHA-256 of all bytes, in hexadecimal. */
  String sha256() throws IOException {
    if (left > 0) {
      throw new EOFException("%d bytes of %s were not read".formatted(left, entry.name()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether the bytes have the CRC-32 that the zip says. */
  boolean isWhole() {
    return crc.getValue() == entry.crc();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // The file is closed by who opened it.
  }
}
