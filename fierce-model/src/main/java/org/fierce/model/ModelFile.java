package org.fierce.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fierce.files.AtomicFiles;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.WriteFailure;
import org.jspecify.annotations.Nullable;

/**
 * A model file {@code NAME.fierce}: a zip whose entries are stored as they are.
 *
 * <ul>
 *   <li>{@value #MODEL}: {@link TrainedModel}, the version of the format, and the SHA-256 of every
 *       other entry
 *   <li>{@value #NETWORK}: an encoded row to features and logits, normalisation and readout inside
 *   <li>{@value #HEADS}: the numbers of the fine heads, where there are any
 *   <li>{@value #REFERENCE}: features and names of training rows, for nearest examples; it may be
 *       left out
 * </ul>
 *
 * The same content gives the same bytes, and a file in which any byte was changed is refused. It is
 * there whole or not at all. {@link #with} changes a file and keeps the one before beside it, as
 * {@code NAME.fierce.before}.
 */
public final class ModelFile {
  /** Name of the entry that says what the model is. */
  public static final String MODEL = "model.json";

  /** Name of the entry that holds the network. */
  public static final String NETWORK = "network.onnx";

  /** Name of the entry that holds the numbers of fine heads. */
  public static final String HEADS = "heads.safetensors";

  /** Name of the entry that holds training rows. */
  public static final String REFERENCE = "reference.safetensors";

  private static final Set<String> OTHERS = Set.of(NETWORK, HEADS, REFERENCE);
  private static final int FORMAT_VERSION = 1;
  private static final String VERSION_KEY = "formatVersion";
  private static final String ENTRIES_KEY = "entries";
  private static final int MOST_MODEL_BYTES = 64 << 20;
  // Behind the file: Windows lets nobody else read bytes that are locked.
  private static final long LOCKED_BYTE = 1L << 40;
  private static final String REMEDY = "Copy it again, or write it again: fierce export RUN";
  private static final Object CHANGES = new Object();

  private final Path path;
  private final TrainedModel model;
  private final Map<String, String> entries;
  private final String modelDigest;

  private ModelFile(
      Path path, TrainedModel model, Map<String, String> entries, String modelDigest) {
    this.path = path;
    this.model = model;
    this.entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    this.modelDigest = modelDigest;
  }

  /**
   * Reads what a file says of its model; its other entries are read when they are asked for.
   *
   * @throws CheckpointFormatException if it is no model file, damaged, or of a later format
   * @throws IOException if it cannot be read
   */
  public static ModelFile open(Path path) throws IOException {
    ForeignFile.refuse(path);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return open(path, file);
    }
  }

  private static ModelFile open(Path path, RandomAccessFile file) throws IOException {
    StoredZip zip = layout(path, file);
    StoredZip.Entry entry = zip.entry(MODEL);
    if (entry == null) {
      throw refusal(path, "it lacks " + MODEL);
    }
    if (entry.bytes() > MOST_MODEL_BYTES) {
      throw refusal(
          path,
          "its %s has %d bytes, at most %d are read"
              .formatted(MODEL, entry.bytes(), MOST_MODEL_BYTES));
    }
    byte[] json = StoredZip.content(file, entry);
    if (StoredZip.crc32(json) != entry.crc()) {
      throw refusal(path, "its %s is not what was written".formatted(MODEL));
    }
    try {
      ObjectNode tree = (ObjectNode) Json.of(MODEL, json);
      checkVersion(path, tree);
      Map<String, String> entries = entries(path, tree.remove(ENTRIES_KEY), zip);
      TrainedModel model = Json.toRecord(MODEL, tree, TrainedModel.class);
      return new ModelFile(path, model, entries, sha256(json));
    } catch (DatasetFormatException e) {
      throw new CheckpointFormatException(
          "%s is no model file, or was changed by hand: %s. %s."
              .formatted(path, e.getMessage(), REMEDY),
          e);
    }
  }

  private static StoredZip layout(Path path, RandomAccessFile file) throws IOException {
    try {
      return StoredZip.read(file);
    } catch (StoredZip.Fault fault) {
      throw refusal(path, String.valueOf(fault.getMessage()));
    }
  }

  private static void checkVersion(Path path, ObjectNode tree) throws CheckpointFormatException {
    JsonNode version = tree.remove(VERSION_KEY);
    if (version == null || !version.isIntegralNumber() || version.asLong() != FORMAT_VERSION) {
      String writer = tree.path("description").path("fierce").asText();
      throw new CheckpointFormatException(
          "%s has the format version %s%s; this version of Fierce reads %d. Use the one that wrote it, or a newer one."
              .formatted(
                  path,
                  version,
                  writer.isEmpty() ? "" : ", of a network trained by Fierce " + writer,
                  FORMAT_VERSION));
    }
  }

  /** The SHA-256 of each entry but the first, which are exactly those that the file holds. */
  private static Map<String, String> entries(Path path, @Nullable JsonNode listed, StoredZip zip)
      throws CheckpointFormatException {
    Map<String, String> digests = new TreeMap<>();
    if (listed != null) {
      listed.properties().forEach(entry -> digests.put(entry.getKey(), entry.getValue().asText()));
    }
    for (String name : digests.keySet()) {
      if (!OTHERS.contains(name)) {
        throw refusal(path, "%s lists an entry %s, which is unknown".formatted(MODEL, name));
      }
      if (zip.entry(name) == null) {
        throw refusal(path, "it lacks %s, which %s lists".formatted(name, MODEL));
      }
    }
    if (!digests.containsKey(NETWORK)) {
      throw refusal(path, "%s lists no %s".formatted(MODEL, NETWORK));
    }
    List<String> expected = new ArrayList<>(List.of(MODEL));
    expected.addAll(digests.keySet());
    List<String> found = zip.entries().stream().map(StoredZip.Entry::name).toList();
    if (!found.equals(expected)) {
      throw refusal(path, "it holds %s, but %s lists %s".formatted(found, MODEL, expected));
    }
    return digests;
  }

  private static CheckpointFormatException refusal(Path path, String found) {
    return new CheckpointFormatException(
        "%s is no model file, or a damaged one: %s. %s.".formatted(path, found, REMEDY));
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** What it says of its model. */
  public TrainedModel model() {
    return model;
  }

  /** SHA-256 of each entry besides {@value #MODEL}, in hexadecimal, by name. */
  public Map<String, String> entries() {
    return entries;
  }

  /** Whether the file has an entry. */
  public boolean has(String entry) {
    return entries.containsKey(entry);
  }

  /**
   * The bytes of an entry, checked against its SHA-256.
   *
   * @throws IllegalArgumentException if the file has no such entry
   * @throws CheckpointFormatException if it is damaged, or the file has another since it was opened
   */
  public byte[] read(String entry) throws IOException {
    return read(entry, (name, bytes) -> bytes.readAll());
  }

  /** Makes something of the bytes of an entry. */
  private interface Reading<T> {
    T read(String name, EntryBytes bytes) throws IOException;
  }

  private <T> T read(String entry, Reading<T> reading) throws IOException {
    String digest = entries.get(entry);
    if (digest == null) {
      throw new IllegalArgumentException("%s has no %s".formatted(path, entry));
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      StoredZip.Entry place = layout(path, file).entry(entry);
      if (place == null || place.bytes() > Integer.MAX_VALUE - 8) {
        throw refusal(
            path,
            place == null
                ? "it has lost its " + entry
                : "its %s has %d bytes, too many to be read".formatted(entry, place.bytes()));
      }
      EntryBytes bytes = new EntryBytes(file, place);
      T read = reading.read(path + ": " + entry, bytes);
      if (!bytes.sha256().equals(digest)) {
        throw bytes.isWhole()
            ? new CheckpointFormatException(
                "%s: %s is not the one it was opened with; the file was replaced. Open it again."
                    .formatted(path, entry))
            : new CheckpointFormatException(
                "%s: %s is not what was written (its SHA-256 differs). %s."
                    .formatted(path, entry, REMEDY));
      }
      return read;
    }
  }

  /**
   * The training rows, read in pieces.
   *
   * @throws CheckpointFormatException if the file holds none, or they are damaged
   */
  public ReferenceRows reference() throws IOException {
    if (!has(REFERENCE)) {
      throw new CheckpointFormatException(
          "%s holds no training rows (%s was left out); write it again with them: fierce export RUN"
              .formatted(path, REFERENCE));
    }
    return read(
        REFERENCE,
        (name, bytes) ->
            ReferenceRows.of(name, Safetensors.of(name, bytes, bytes.size()), model.description()));
  }

  /**
   * The fine heads.
   *
   * @throws CheckpointFormatException if they are missing, damaged, or of another model
   */
  public FineHeads heads() throws IOException {
    if (!has(HEADS)) {
      throw new CheckpointFormatException(
          "%s lacks %s, which holds the fine heads and what new ones start from; write it again by export"
              .formatted(path, HEADS));
    }
    return FineHeads.of(
        path + ": " + HEADS, model.description().features(), model.heads(), read(HEADS));
  }

  /**
   * Gives the file other fine heads; as {@link #with(TrainedModel, Map)} does.
   *
   * @throws IllegalArgumentException if they are of a model with features of another width
   */
  public ModelFile with(FineHeads heads) throws IOException {
    if (heads.centres().features() != model.description().features()) {
      throw new IllegalArgumentException(
          "%s has %d features, but the heads read %d; they are of another model"
              .formatted(path, model.description().features(), heads.centres().features()));
    }
    return with(model.withHeads(heads.facts()), Map.of(HEADS, heads.toBytes()));
  }

  /**
   * Writes or replaces a file; one that was there is kept under {@link #before}.
   *
   * @param entries bytes of each other entry, {@value #NETWORK} among them
   * @throws IllegalArgumentException if an entry has another name, or the network is missing
   */
  public static ModelFile write(Path path, TrainedModel model, Map<String, byte[]> entries)
      throws IOException {
    Map<String, Content> contents = new TreeMap<>();
    entries.forEach((name, bytes) -> contents.put(name, Content.of(bytes)));
    return write(
        path,
        path,
        model,
        contents,
        () -> {
          if (Files.isRegularFile(path)) {
            keep(path, before(path));
          }
        });
  }

  /** What is done once all bytes of a new file are written, before it gets its name. */
  private interface Last {
    void act() throws IOException;
  }

  /** Bytes and their SHA-256. */
  private record Content(StoredZip.Source source, String digest) {
    static Content of(byte[] bytes) {
      return new Content(StoredZip.Source.of(bytes), sha256(bytes));
    }
  }

  /**
   * Writes a file.
   *
   * @param name what it is called
   */
  private static ModelFile write(
      Path name, Path file, TrainedModel model, Map<String, Content> contents, Last last)
      throws IOException {
    if (!OTHERS.containsAll(contents.keySet()) || !contents.containsKey(NETWORK)) {
      throw new IllegalArgumentException(
          "the entries are %s; expected %s and at most %s and %s"
              .formatted(contents.keySet(), NETWORK, HEADS, REFERENCE));
    }
    Map<String, String> digests = new TreeMap<>();
    contents.forEach((entry, content) -> digests.put(entry, content.digest()));
    ObjectNode tree = Json.MAPPER.createObjectNode().put(VERSION_KEY, FORMAT_VERSION);
    tree.setAll((ObjectNode) Json.ofRecord(model));
    ObjectNode listed = tree.putObject(ENTRIES_KEY);
    digests.forEach(listed::put);
    byte[] json = Json.MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
    if (json.length > MOST_MODEL_BYTES) {
      throw new IllegalArgumentException(
          "%s would have %d bytes, more than the %d that are read"
              .formatted(MODEL, json.length, MOST_MODEL_BYTES));
    }
    List<String> names = new ArrayList<>(List.of(MODEL));
    List<StoredZip.Source> sources = new ArrayList<>(List.of(StoredZip.Source.of(json)));
    contents.forEach(
        (entry, content) -> {
          names.add(entry);
          sources.add(content.source());
        });
    AtomicFiles.write(
        file,
        channel -> {
          StoredZip.write(channel, names, sources);
          last.act();
        });
    return new ModelFile(name, model, digests, sha256(json));
  }

  /**
   * Changes the file: another model, some entries replaced or added, the rest copied unread. The
   * file is there as it was or as it shall be, whenever the process ends; as it was it stays
   * beside, under {@link #before}, in place of an older one.
   *
   * @param replaced bytes of entries that are new or others
   * @return the file as it is now
   * @throws CheckpointFormatException if the file is another than was opened, as after a change by
   *     somebody else; nothing is changed then
   */
  public ModelFile with(TrainedModel changed, Map<String, byte[]> replaced) throws IOException {
    return with(changed, replaced, Set.of());
  }

  /**
   * As {@link #with(TrainedModel, Map)}, with some entries left out.
   *
   * @param removed names of entries that the file shall no more have
   */
  public ModelFile with(TrainedModel changed, Map<String, byte[]> replaced, Set<String> removed)
      throws IOException {
    Map<String, Content> contents = new TreeMap<>();
    replaced.forEach((name, bytes) -> contents.put(name, Content.of(bytes)));
    ForeignFile.refuse(path);
    Path real = path.toRealPath();
    synchronized (CHANGES) {
      Object state = state(real);
      try (RandomAccessFile file = writable(real);
          FileChannel channel = file.getChannel()) {
        lock(channel);
        // While this process waited, another may have put its own file in the place of this one.
        if (!state.equals(state(real)) || !open(path, file).modelDigest.equals(modelDigest)) {
          throw new CheckpointFormatException(
              "%s was changed by somebody else since it was opened; do the change again"
                  .formatted(path));
        }
        for (StoredZip.Entry entry : layout(path, file).entries()) {
          String digest = entries.get(entry.name());
          if (digest != null && !removed.contains(entry.name())) {
            contents.putIfAbsent(
                entry.name(), new Content(new StoredZip.Carried(channel, entry), digest));
          }
        }
        return write(path, real, changed, contents, () -> keep(real, before(real)));
      }
    }
  }

  /** What differs when another file has the path. */
  private static List<String> state(Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return List.of(
        String.valueOf(now.fileKey()),
        Long.toString(now.size()),
        now.lastModifiedTime().toString());
  }

  private static RandomAccessFile writable(Path path) throws IOException {
    try {
      return new RandomAccessFile(path.toFile(), "rw");
    } catch (FileNotFoundException e) {
      throw WriteFailure.naming(path, new AccessDeniedException(path.toString()));
    }
  }

  /** Waits until no other process changes the file; closing any channel of it ends the lock. */
  @SuppressWarnings("resource") // the lock ends with the channel
  private static void lock(FileChannel channel) {
    try {
      channel.lock(LOCKED_BYTE, 1, false);
    } catch (IOException noLocks) {
      // Some network file systems have none; what was changed meanwhile is seen all the same.
      return;
    }
  }

  /** The name under which a file is kept as it was before its last change. */
  public static Path before(Path path) {
    return path.resolveSibling(path.getFileName() + ".before");
  }

  /**
   * Takes the last change of a file back; done twice, it is there again.
   *
   * @return the file as it is now
   * @throws NoSuchFileException if the file has not been changed
   * @throws CheckpointFormatException if the file before is damaged
   */
  public static ModelFile undo(Path path) throws IOException {
    ForeignFile.refuse(path);
    Path real = path.toRealPath();
    Path before = before(real);
    synchronized (CHANGES) {
      if (!Files.exists(before)) {
        throw new NoSuchFileException(
            before.toString(),
            null,
            "no such file, so that %s has no change to take back".formatted(path));
      }
      open(before);
      Path former = before.resolveSibling(before.getFileName() + ".link");
      keep(before, former);
      keep(real, before);
      rename(former, real);
      return open(path);
    }
  }

  /** Gives a file another name as well, which whatever had it loses. */
  private static void keep(Path file, Path name) throws IOException {
    Path link = name.resolveSibling(name.getFileName() + ".new");
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, file);
    } catch (UnsupportedOperationException | IOException noLinks) {
      Files.copy(file, link);
    }
    rename(link, name);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // Of two names of one file the system removes none.
    Files.deleteIfExists(from);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  /** A new SHA-256. */
  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
