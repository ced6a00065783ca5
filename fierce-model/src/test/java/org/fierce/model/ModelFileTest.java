package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.fierce.files.AtomicFiles;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final byte[] GRAPH = {8, 8, 1, 2, 3};
  private static final byte[] ROWS = "rows".getBytes(StandardCharsets.UTF_8);
  private static final String COPY_IT = "Copy it again, or write it again: fierce export RUN.";

  @TempDir private Path folder;
  private Path file = Path.of("");
  private TrainedModel model = model(1);

  /** A model whose calibration has a temperature. */
  private static TrainedModel model(double temperature) {
    try (InputStream in =
        Objects.requireNonNull(
            ModelFileTest.class.getResourceAsStream("model-1.json"), "the golden description")) {
      ObjectNode tree = (ObjectNode) Json.of("model-1.json", in.readAllBytes());
      tree.remove("formatVersion");
      return new TrainedModel(
          Json.toRecord("model-1.json", tree, ModelDescription.class),
          new Calibration(temperature, 10),
          List.of(),
          new ReferenceRows.Extent(1, 2),
          Json.MAPPER.createObjectNode().put("method", "fierce"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("m.fierce");
    model = model(1);
    ModelFile.write(file, model, Map.of(ModelFile.NETWORK, GRAPH, ModelFile.REFERENCE, ROWS));
  }

  private void refused(Path given, String message) {
    assertThatThrownBy(() -> ModelFile.open(given))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsWrittenIsReadBackAndIsAZipOfStoredEntries() throws Exception {
    ModelFile read = ModelFile.open(file);
    assertThat(Json.ofRecord(read.model())).isEqualTo(Json.ofRecord(model));
    assertThat(read.has(ModelFile.REFERENCE)).isTrue();
    assertThat(read.has(ModelFile.HEADS)).isFalse();
    assertThat(read.read(ModelFile.NETWORK)).isEqualTo(GRAPH);
    assertThat(read.read(ModelFile.REFERENCE)).isEqualTo(ROWS);
    assertThatThrownBy(() -> read.read(ModelFile.HEADS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " has no heads.safetensors");

    // Java's own reader of zips is the witness that others can open it.
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("model.json", "network.onnx", "reference.safetensors");
      assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
      ZipEntry network = zip.getEntry("network.onnx");
      CRC32 crc = new CRC32();
      crc.update(GRAPH);
      assertThat(network.getCrc()).isEqualTo(crc.getValue());
      assertThat(zip.getInputStream(network).readAllBytes()).isEqualTo(GRAPH);
    }
  }

  @Test
  void theSameContentGivesTheSameBytes() throws Exception {
    Path again = folder.resolve("again.fierce");
    ModelFile.write(again, model, Map.of(ModelFile.REFERENCE, ROWS, ModelFile.NETWORK, GRAPH));
    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void aFileThatIsWrittenOverAnotherKeepsThatOne() throws Exception {
    byte[] former = Files.readAllBytes(file);
    assertThat(ModelFile.before(file)).doesNotExist();
    ModelFile.write(file, model, Map.of(ModelFile.NETWORK, GRAPH));
    assertThat(ModelFile.open(file).has(ModelFile.REFERENCE)).isFalse();
    assertThat(ModelFile.before(file)).hasBinaryContent(former);
  }

  /** Reads all that a model file holds. */
  private static void readAll(Path path) throws IOException {
    ModelFile read = ModelFile.open(path);
    for (String entry : read.entries().keySet()) {
      read.read(entry);
    }
  }

  @Test
  void aFileChangedInAnyByteIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Path damaged = folder.resolve("damaged.fierce");
    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x20;
      Files.write(damaged, bytes);
      assertThatThrownBy(() -> readAll(damaged))
          .as("byte %d", at)
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining("damaged.fierce");
    }
  }

  @Test
  void aFileCutAnywhereOrLengthenedIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Path damaged = folder.resolve("damaged.fierce");
    for (int length = 0; length < whole.length; length++) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAll(damaged))
          .as("%d bytes", length)
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining("damaged.fierce");
    }
    Files.write(damaged, Arrays.copyOf(whole, whole.length + 1));
    refused(
        damaged,
        damaged
            + " is no model file, or a damaged one: it does not end as a zip does; it was cut, or something was added. "
            + COPY_IT);
  }

  @Test
  void whatElseIsGivenIsToldByName() throws Exception {
    String expected = "; expected a model file (NAME.fierce), as train and export write it";
    assertThatThrownBy(() -> ModelFile.open(folder.resolve("none.fierce")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("none.fierce").toString());
    Path given = folder.resolve("given");
    Files.write(given, new byte[0]);
    refused(given, given + " is empty (0 bytes)" + expected);
    Files.writeString(given, "rooms,age");
    refused(
        given,
        given
            + " is no model file: it begins with the bytes 72 6f 6f 6d, a model file with 50 4b 03 04"
            + expected);
    Files.write(given, GRAPH);
    refused(
        given,
        given
            + " is an ONNX graph alone, which says neither what a row is nor what the classes are called; give the model file (NAME.fierce) that it was exported from");
    Files.write(given, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
    refused(
        given,
        given
            + " holds numbers alone (safetensors), which say neither what a row is nor what the classes are called"
            + expected);
    zip(given, ZipOutputStream.DEFLATED, Map.of("cat.png", GRAPH));
    refused(
        given,
        given + " is a zip of something else, whose first entry is not model.json" + expected);
    zip(given, ZipOutputStream.DEFLATED, Map.of());
    refused(given, given + " is a zip without entries" + expected);
  }

  @Test
  void aFolderIsToldWithWhatToGiveInstead() throws Exception {
    refused(
        folder.resolve("."),
        folder.resolve(".")
            + " is a folder; expected a model file (NAME.fierce), as train and export write it");
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.createFile(run.resolve("run.json"));
    refused(
        run, run + " is the folder of a run without a model file; write it: fierce export " + run);
    Files.move(file, run.resolve("model.fierce"));
    refused(run, run + " is a folder, expected a model file; give " + run.resolve("model.fierce"));
    Path comparison = Files.createDirectory(folder.resolve("comparison"));
    Files.createFile(comparison.resolve("comparison.json"));
    refused(
        comparison,
        comparison
            + " is the folder of a comparison, expected a model file; write the one of a run in it: fierce export "
            + comparison.resolve("runs").resolve("METHOD").resolve("SEED"));
  }

  private static void zip(Path path, int method, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(method);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        if (method == ZipOutputStream.STORED) {
          CRC32 crc = new CRC32();
          crc.update(content.getValue());
          entry.setCrc(crc.getValue());
          entry.setSize(content.getValue().length);
        }
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
    }
  }

  /** The entries of the file, of which one is replaced, or removed by null. */
  private Map<String, byte[]> entries(String name, byte @Nullable [] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    if (bytes == null) {
      entries.remove(name);
    } else {
      entries.put(name, bytes);
    }
    return entries;
  }

  @Test
  void aFileThatWasPackedAgainIsRefused() throws Exception {
    zip(file, ZipOutputStream.DEFLATED, entries("more", GRAPH));
    refused(
        file,
        file
            + " is no model file, or a damaged one: its entry model.json is packed, not stored as it is. "
            + COPY_IT);
  }

  /** Writes entries as a model file is laid out, whatever they hold. */
  private void store(Map<String, byte[]> entries) throws IOException {
    AtomicFiles.write(
        file,
        channel ->
            StoredZip.write(
                channel,
                List.copyOf(entries.keySet()),
                entries.values().stream().map(StoredZip.Source::of).toList()));
  }

  @Test
  void entriesAreThoseThatTheModelLists() throws Exception {
    store(entries("more.txt", GRAPH));
    String damaged = file + " is no model file, or a damaged one: ";
    refused(
        file,
        damaged
            + "it holds [model.json, network.onnx, reference.safetensors, more.txt], but model.json lists [model.json, network.onnx, reference.safetensors]. "
            + COPY_IT);
    write();
    store(entries(ModelFile.REFERENCE, null));
    refused(file, damaged + "it lacks reference.safetensors, which model.json lists. " + COPY_IT);
    write();
    store(entries(ModelFile.NETWORK, ROWS));
    ModelFile other = ModelFile.open(file);
    assertThatThrownBy(() -> other.read(ModelFile.NETWORK))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            file
                + ": network.onnx is not the one it was opened with; the file was replaced. Open it again.");
  }

  private void refusedModel(String from, String to, String message) throws IOException {
    write();
    Map<String, byte[]> entries = entries("", null);
    String json =
        new String(Objects.requireNonNull(entries.get(ModelFile.MODEL)), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    entries.put(ModelFile.MODEL, json.replace(from, to).getBytes(StandardCharsets.UTF_8));
    store(entries);
    refused(file, message);
  }

  @Test
  void aLaterFormatIsRefusedByItsNumberAndAnotherModelByItsPlace() throws Exception {
    refusedModel(
        "\"formatVersion\" : 1",
        "\"formatVersion\" : 2",
        file
            + " has the format version 2, of a network trained by Fierce 0.1.0; this version of Fierce reads 1. Use the one that wrote it, or a newer one.");
    refusedModel(
        "\"network.onnx\" :",
        "\"net.onnx\" :",
        file
            + " is no model file, or a damaged one: model.json lists an entry net.onnx, which is unknown. "
            + COPY_IT);
    refusedModel(
        "\"temperature\" : 1.0",
        "\"temperature\" : 0.0",
        file
            + " is no model file, or was changed by hand: model.json.calibration: temperature is 0.0, of 10 rows; expected above 0, of at least 0. "
            + COPY_IT);
    refusedModel(
        "\"formatVersion\"",
        "formatVersion",
        file
            + " is no model file, or was changed by hand: model.json is not JSON (line 2): Unexpected character ('f' (code 102)): was expecting double-quote to start field name; copy it back, or remove its folder and run again. "
            + COPY_IT);
  }

  @Test
  void sizesThatWouldFillMemoryAreRefusedBeforeItIsAskedFor() throws Exception {
    // A directory that promises an entry of 4 GB in a file of a few bytes.
    byte[] bytes = Files.readAllBytes(file);
    int directory = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
    Arrays.fill(bytes, directory + 20, directory + 28, (byte) 0xfe);
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFile.open(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("its entries are to have 4278124");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    int at = 0;
    while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  @Test
  void aChangeKeepsOtherEntriesAndTheFileBefore() throws Exception {
    byte[] former = Files.readAllBytes(file);
    byte[] heads = {7};
    ModelFile changed = ModelFile.open(file).with(model(2), Map.of(ModelFile.HEADS, heads));

    assertThat(changed.path()).isEqualTo(file);
    assertThat(changed.read(ModelFile.HEADS)).isEqualTo(heads);
    ModelFile read = ModelFile.open(file);
    assertThat(read.model().calibration().temperature()).isEqualTo(2);
    assertThat(read.entries()).isEqualTo(changed.entries()).hasSize(3);
    assertThat(read.read(ModelFile.REFERENCE)).isEqualTo(ROWS);
    assertThat(Files.readAllBytes(ModelFile.before(file))).isEqualTo(former);

    ModelFile without = read.with(model(3), Map.of(), Set.of(ModelFile.HEADS));
    assertThat(without.entries().keySet()).containsExactly(ModelFile.NETWORK, ModelFile.REFERENCE);
    assertThat(ModelFile.open(ModelFile.before(file)).model().calibration().temperature())
        .isEqualTo(2);
    assertThat(names()).containsExactly("m.fierce", "m.fierce.before");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aChangeIsTakenBackAndDoneAgain() throws Exception {
    assertThatThrownBy(() -> ModelFile.undo(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("%s.before: no such file, so that %s has no change to take back", file, file);
    ModelFile.open(file).with(model(2), Map.of());

    assertThat(ModelFile.undo(file).model().calibration().temperature()).isEqualTo(1);
    assertThat(ModelFile.open(file).model().calibration().temperature()).isEqualTo(1);
    assertThat(ModelFile.undo(file).model().calibration().temperature()).isEqualTo(2);
    assertThat(names()).containsExactly("m.fierce", "m.fierce.before");

    Files.write(ModelFile.before(file), new byte[] {'P', 'K', 3, 4});
    assertThatThrownBy(() -> ModelFile.undo(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("m.fierce.before is no model file, or a damaged one");
    assertThat(ModelFile.open(file).model().calibration().temperature()).isEqualTo(2);
  }

  @Test
  void aChangeOfAFileThatSomebodyElseChangedIsRefused() throws Exception {
    ModelFile mine = ModelFile.open(file);
    ModelFile.open(file).with(model(2), Map.of());
    assertThatThrownBy(() -> mine.with(model(3), Map.of()))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessage(
            "%s was changed by somebody else since it was opened; do the change again", file);
    assertThat(ModelFile.open(file).model().calibration().temperature()).isEqualTo(2);
  }

  @Test
  void aChangeOfALinkChangesTheFileItLeadsTo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("now.fierce"), file);
    ModelFile.open(link).with(model(2), Map.of());
    assertThat(link).isSymbolicLink();
    assertThat(ModelFile.open(file).model().calibration().temperature()).isEqualTo(2);
    assertThat(ModelFile.undo(link).model().calibration().temperature()).isEqualTo(1);
    assertThat(names()).containsExactly("m.fierce", "m.fierce.before", "now.fierce");
  }

  @Test
  void otherEntriesAreNotWritten() {
    assertThatThrownBy(() -> ModelFile.write(file, model, Map.of("a.txt", GRAPH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the entries are [a.txt]; expected network.onnx and at most heads.safetensors and reference.safetensors");
    assertThatThrownBy(() -> ModelFile.open(file).with(model, Map.of(), Set.of(ModelFile.NETWORK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the entries are [reference.safetensors]; expected network.onnx and at most heads.safetensors and reference.safetensors");
  }
}
