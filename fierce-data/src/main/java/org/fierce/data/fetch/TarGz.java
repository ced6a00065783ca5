package org.fierce.data.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.files.UnpackedInput;

/**
 * Takes single files out of a gzip-compressed tar (POSIX ustar): blocks of 512 bytes, a header with
 * name (0..99), octal size (124..135) and type (156), then the file, padded to a block. Members of
 * other names are passed over, whatever they are.
 */
final class TarGz {
  private static final int BLOCK = 512;

  private TarGz() {}

  /**
   * Unpacks members to files; each takes its name atomically once it is whole.
   *
   * @param members target file of each member's name
   * @throws DatasetFormatException if the archive is damaged or lacks a member
   */
  static void unpack(Path archive, Map<String, Path> members) throws IOException {
    Set<String> left = new LinkedHashSet<>(members.keySet());
    try (InputStream in =
        new UnpackedInput(
            new GZIPInputStream(
                new BufferedInputStream(Files.newInputStream(archive), 1 << 16), 1 << 16),
            archive.toString(),
            Files.size(archive),
            ReadLimits.standard())) {
      long position = 0;
      while (!left.isEmpty()) {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          break;
        }
        String name = text(header, 0, 100);
        long size = size(archive, header, position);
        Path target = members.get(name);
        if (target != null && left.remove(name)) {
          copy(archive, in, name, size, target);
        } else {
          in.skipNBytes(size);
        }
        long padding = (BLOCK - size % BLOCK) % BLOCK;
        in.skipNBytes(padding);
        position += BLOCK + size + padding;
      }
    } catch (EOFException | ZipException e) {
      throw new DatasetFormatException(
          "%s is damaged or cut short (%s); fetch it again".formatted(archive, e.getMessage()), e);
    }
    if (!left.isEmpty()) {
      throw new DatasetFormatException(
          "%s has no member %s; fetch it again".formatted(archive, String.join(", ", left)));
    }
  }

  private static void copy(Path archive, InputStream in, String name, long size, Path target)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    AtomicFiles.write(
        target,
        channel -> {
          long left = size;
          while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
              throw new DatasetFormatException(
                  "%s ends inside %s, %d bytes before its end; fetch it again"
                      .formatted(archive, name, left));
            }
            AtomicFiles.writeFully(channel, ByteBuffer.wrap(buffer, 0, n));
            left -= n;
          }
        });
  }

  private static long size(Path archive, byte[] header, long position)
      throws DatasetFormatException {
    String octal = text(header, 124, 12).strip();
    if (!octal.matches("[0-7]{1,11}")) {
      throw new DatasetFormatException(
          "%s: the header at byte %d (unpacked) has size \"%s\", expected an octal number; fetch it again"
              .formatted(archive, position, octal));
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] block, int from, int most) {
    int length = 0;
    while (length < most && block[from + length] != 0) {
      length++;
    }
    return new String(block, from, length, StandardCharsets.UTF_8);
  }
}
