package org.fierce.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.fierce.files.AtomicFiles;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;

/**
 * A model file {@code NAME.fierce}: a zip whose entries are stored as they are.
 *
 * <ul>
 *   <li>{@value #MODEL}: {@link TrainedModel}, the version of the format, and the SHA-256 of every
 *       other entry
 *   <li>{@value #NETWORK}: an encoded row to features and logits, normalisation and readout inside
 *   <li>{@value #HEADS}: the numbers of the fine heads
 *   <li>{@value #REFERENCE}: features and names of training rows, for nearest examples; it may be
 *       left out
 * </ul>
 *
 * The same content gives the same bytes. The file is there whole or not at all.
 *
 * @param path of the file
 * @param model what it says of its model
 * @param entries SHA-256 of each other entry, in hexadecimal
 */
public record ModelFile(Path path, TrainedModel model, Map<String, String> entries) {
  /** Name of the entry that says what the model is. */
  public static final String MODEL = "model.json";

  /** Name of the entry that holds the network. */
  public static final String NETWORK = "network.onnx";

  /** Name of the entry that holds the numbers of fine heads. */
  public static final String HEADS = "heads.safetensors";

  /** Name of the entry that holds training rows. */
  public static final String REFERENCE = "reference.safetensors";

  private static final int FORMAT_VERSION = 1;
  private static final String VERSION_KEY = "formatVersion";
  private static final String ENTRIES_KEY = "entries";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * Reads what a file says of its model; its other entries are read when they are asked for.
   *
   * @throws CheckpointFormatException if it is no model file, damaged, or of a later format
   * @throws IOException if it cannot be read
   */
  public static ModelFile open(Path path) throws IOException {
    ObjectNode tree;
    try (ZipFile zip = new ZipFile(path.toFile())) {
      tree = (ObjectNode) Json.of(path + ": " + MODEL, entry(path, zip, MODEL));
    } catch (ZipException e) {
      throw new CheckpointFormatException(
          "%s is no model file, or a damaged one: %s. Copy it again, or write it again by export."
              .formatted(path, e.getMessage()),
          e);
    }
    JsonNode version = tree.remove(VERSION_KEY);
    if (version == null || !version.isIntegralNumber() || version.asLong() != FORMAT_VERSION) {
      throw new CheckpointFormatException(
          "%s has the format version %s; this version of Fierce reads %d. Use the one that wrote it, or a newer one."
              .formatted(path, version, FORMAT_VERSION));
    }
    JsonNode listed = tree.remove(ENTRIES_KEY);
    Map<String, String> entries = new TreeMap<>();
    if (listed != null) {
      listed.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue().asText()));
    }
    return new ModelFile(
        path, Json.toRecord(path + ": " + MODEL, tree, TrainedModel.class), entries);
  }

  /** Whether the file has an entry. */
  public boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /**
   * The bytes of an entry, checked against its SHA-256.
   *
   * @throws CheckpointFormatException if it is missing or damaged
   */
  public byte[] read(String entry) throws IOException {
    byte[] bytes;
    try (ZipFile zip = new ZipFile(path.toFile())) {
      bytes = entry(path, zip, entry);
    }
    if (!sha256(bytes).equals(entries.get(entry))) {
      throw new CheckpointFormatException(
          "%s: %s is not what was written (its SHA-256 differs). Copy the file again, or write it again by export."
              .formatted(path, entry));
    }
    return bytes;
  }

  private static byte[] entry(Path path, ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new CheckpointFormatException(
          "%s is no model file, or a damaged one: it lacks %s. Give a file that train or export wrote."
              .formatted(path, name));
    }
    return zip.getInputStream(entry).readAllBytes();
  }

  /**
   * Writes or replaces a file.
   *
   * @param entries bytes of each other entry
   */
  public static ModelFile write(Path path, TrainedModel model, Map<String, byte[]> entries)
      throws IOException {
    Map<String, String> digests = new TreeMap<>();
    entries.forEach((name, bytes) -> digests.put(name, sha256(bytes)));
    ObjectNode tree = Json.MAPPER.createObjectNode().put(VERSION_KEY, FORMAT_VERSION);
    tree.setAll((ObjectNode) Json.ofRecord(model));
    ObjectNode listed = tree.putObject(ENTRIES_KEY);
    digests.forEach(listed::put);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(MODEL, Json.MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8));
    all.putAll(new TreeMap<>(entries));
    AtomicFiles.write(
        path,
        channel -> {
          OutputStream out = Channels.newOutputStream(channel);
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setMethod(ZipOutputStream.STORED);
          for (Map.Entry<String, byte[]> entry : all.entrySet()) {
            zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
            zip.write(entry.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
    return new ModelFile(path, model, digests);
  }

  private static ZipEntry stored(String name, byte[] bytes) {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    entry.setSize(bytes.length);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
