package org.fierce.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is there whole or not at all, whenever the process or the machine stops:
 * beside, forced to the disk, then moved. What is written beside has a name that no other writer
 * uses, so that of two writers one wins and the file is the whole work of that one.
 */
public final class AtomicFiles {
  private static final boolean CAN_FORCE_FOLDERS =
      Path.of("/").getFileSystem().supportedFileAttributeViews().contains("posix");

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes or replaces a file by these bytes. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /**
   * Writes or replaces a file.
   *
   * @throws java.nio.file.FileSystemException naming the file, if it cannot be written, as on a
   *     full disk; the file is as it was then
   */
  public static void write(Path file, Content content) throws IOException {
    Path beside = PartialFiles.beside(file);
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(beside, e);
      throw WriteFailure.naming(file, e);
    } catch (RuntimeException | Error e) {
      delete(beside, e);
      throw e;
    }
    forceFolder(file);
  }

  /**
   * Gives a file its name, in place of the one that has it, once all of it is on the disk.
   *
   * @param beside the file, in the folder of {@code file}
   * @throws java.nio.file.FileSystemException if it cannot be moved; both are as they were then
   */
  public static void move(Path beside, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(file);
  }

  /**
   * Adds to the end of a file, or makes it; of bytes that do not fit on the disk none stay.
   *
   * @throws java.nio.file.FileSystemException naming the file, if it cannot be written
   */
  public static void append(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long before = channel.size();
      try {
        writeFully(channel, ByteBuffer.wrap(bytes));
      } catch (IOException e) {
        truncate(channel, before, e);
        throw e;
      }
    } catch (IOException e) {
      throw WriteFailure.naming(file, e);
    }
  }

  /** Writes what remains in the buffer. */
  public static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void delete(Path beside, Throwable because) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static void truncate(FileChannel channel, long size, IOException because) {
    try {
      channel.truncate(size);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static void forceFolder(Path file) throws IOException {
    // Windows cannot open a folder as a channel, and needs no such call.
    Path folder = file.toAbsolutePath().getParent();
    if (CAN_FORCE_FOLDERS && folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
