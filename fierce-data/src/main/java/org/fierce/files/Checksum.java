package org.fierce.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest that a file must have.
 *
 * @param algorithm {@code SHA-256}, or {@code MD5} where the publisher gives nothing better; MD5
 *     tells a cut or damaged download, not a forged one
 * @param hex the digest in lower-case hexadecimal
 */
public record Checksum(String algorithm, String hex) {
  /** A SHA-256. */
  public static Checksum sha256(String hex) {
    return new Checksum("SHA-256", hex);
  }

  /** An MD5. */
  public static Checksum md5(String hex) {
    return new Checksum("MD5", hex);
  }

  /** The digest of a file by this algorithm, in hexadecimal. */
  public String of(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no such checksum: " + algorithm, e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
