package org.fierce.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.FolderDigest;
import org.fierce.engine.Engine;

/** Where a number comes from: this build of Fierce, the machine, and the input files. */
public final class Provenance {
  private static final Properties BUILD = load();
  private static final ConcurrentMap<Stamp, String> DIGESTS = new ConcurrentHashMap<>();

  private Provenance() {}

  /** Version of Fierce, as {@code 0.1.0}. */
  public static String version() {
    return BUILD.getProperty("version");
  }

  /** Git commit that was built, or {@code unknown} outside a clone. */
  public static String commit() {
    return BUILD.getProperty("commit");
  }

  /** Adds version, machine and engine to a record. */
  static void describeMachine(ObjectNode to) {
    to.put("fierce", version());
    to.put("gitCommit", commit());
    to.put("java", Runtime.version() + " " + System.getProperty("java.vm.vendor", ""));
    to.put(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    to.put("cpu", cpu());
    to.put("processors", Runtime.getRuntime().availableProcessors());
    to.put("engine", Engine.describe());
  }

  /**
   * Adds the name, size and SHA-256 of every input file to a record, and of every folder of
   * pictures what {@link FolderDigest} says.
   */
  static void describeInputs(DataSource data, DataRoot root, ArrayNode to) throws IOException {
    for (Path file : data.files(root)) {
      to.addObject()
          .put("file", file.toAbsolutePath().normalize().toString())
          .put("bytes", Files.size(file))
          .put("sha256", sha256(file));
    }
    for (FolderDigest folder : data.folders(root)) {
      to.addObject()
          .put("file", folder.folder().toAbsolutePath().normalize().toString())
          .put("files", folder.files())
          .put("bytes", folder.bytes())
          .put("sha256", folder.sha256());
    }
  }

  /** The folders in which data is looked for. */
  public static List<String> folders(DataRoot root) {
    return root.folders().stream()
        .map(folder -> folder.toAbsolutePath().normalize().toString())
        .toList();
  }

  /** SHA-256 of a file, in hexadecimal; computed once while the file does not change. */
  public static String sha256(Path file) throws IOException {
    Stamp stamp =
        new Stamp(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
    try {
      return DIGESTS.computeIfAbsent(stamp, s -> digest(s.file()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private record Stamp(Path file, long bytes, long modifiedMillis) {}

  private static String digest(Path file) {
    MessageDigest digest = newSha256();
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      Optional<String> model =
          lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
      if (model.isPresent()) {
        return model.get();
      }
    } catch (IOException | UncheckedIOException e) {
      // Not Linux: the architecture has to do.
      return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    }
    return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
  }

  private static Properties load() {
    Properties build = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Provenance.class.getResourceAsStream("build.properties"))) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }
}
