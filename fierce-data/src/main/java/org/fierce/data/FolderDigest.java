package org.fierce.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a folder of pictures held when it was read, of the files that a table of labels names.
 *
 * @param folder the folder
 * @param files how many files
 * @param bytes of all of them
 * @param sha256 SHA-256 of the list that {@code sha256sum} prints for these files, called as the
 *     table calls them, in the order of their names by bytes of UTF-8: of each the SHA-256, two
 *     blanks, the name and a line feed
 */
public record FolderDigest(Path folder, int files, long bytes, String sha256) {
  private static final ConcurrentMap<Key, FolderDigest> LAST_READ = new ConcurrentHashMap<>();

  private record Key(Path folder, List<String> names) {}

  /** What was found when these files were last read in this process, or null. */
  public static @Nullable FolderDigest lastRead(Path folder, List<String> names) {
    return LAST_READ.get(new Key(folder.toAbsolutePath().normalize(), names));
  }

  /** Gathers files in any order, from several threads where there are. */
  public static final class Builder {
    private final Map<String, String> digests =
        new TreeMap<>(
            (a, b) ->
                Arrays.compareUnsigned(
                    a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));

    private long bytes;

    public void add(String name, byte[] file) {
      String digest = HexFormat.of().formatHex(newSha256().digest(file));
      synchronized (this) {
        digests.put(name, digest);
        bytes += file.length;
      }
    }

    /** The digest of all, kept for {@link #lastRead}. */
    public synchronized FolderDigest finish(Path folder, List<String> names) {
      MessageDigest all = newSha256();
      digests.forEach(
          (name, digest) ->
              all.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
      FolderDigest digest =
          new FolderDigest(folder, digests.size(), bytes, HexFormat.of().formatHex(all.digest()));
      LAST_READ.put(new Key(folder.toAbsolutePath().normalize(), List.copyOf(names)), digest);
      return digest;
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
