package org.fierce.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  private static final String HEADER =
      "{\"__metadata__\":{\"made\":\"by hand\"},"
          + "\"steps\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
          + "\"bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
          + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[12,28]}}";

  @TempDir Path folder;

  private static Safetensors example() {
    return new Safetensors(
        Map.of(
            "weight", new StoredTensor.Floats(new long[] {2, 2}, new float[] {1, 2, 3, -4.5f}),
            "bias", new StoredTensor.Floats(new long[] {1}, new float[] {0.25f}),
            "steps", new StoredTensor.Longs(new long[] {}, new long[] {1L << 40})),
        Map.of("made", "by hand"));
  }

  /** The bytes of {@link #example}, put together here. */
  private static byte[] bytes(String header, int values) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    int padded = (json.length + 7) / 8 * 8;
    buffer.putLong(padded).put(json);
    for (int i = json.length; i < padded; i++) {
      buffer.put((byte) ' ');
    }
    buffer.putLong(1L << 40).putFloat(0.25f);
    buffer.putFloat(1).putFloat(2).putFloat(3).putFloat(-4.5f);
    return Arrays.copyOf(buffer.array(), 8 + padded + values);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("some.safetensors"), bytes);
  }

  private static void assertIsExample(Safetensors read) {
    assertThat(read.metadata()).containsExactlyEntriesOf(Map.of("made", "by hand"));
    assertThat(read.tensors().keySet()).containsExactly("steps", "bias", "weight");
    StoredTensor.Floats weight = (StoredTensor.Floats) read.tensors().get("weight");
    assertThat(Objects.requireNonNull(weight).shape()).containsExactly(2, 2);
    assertThat(weight.values()).containsExactly(1, 2, 3, -4.5f);
    StoredTensor.Longs steps = (StoredTensor.Longs) read.tensors().get("steps");
    assertThat(Objects.requireNonNull(steps).values()).containsExactly(1L << 40);
    assertThat(steps.shape()).isEmpty();
  }

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Path file = folder.resolve("out.safetensors");
    example().write(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(HEADER, 28));
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void readsBytesBuiltByHand() throws IOException {
    assertIsExample(Safetensors.read(file(bytes(HEADER, 28))));
  }

  @Test
  void readsTheGoldenFile() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("golden.safetensors")) {
      assertIsExample(Safetensors.read(file(Objects.requireNonNull(golden).readAllBytes())));
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    float[] many = new float[200_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = Float.intBitsToFloat(i * 7919);
    }
    Path file = folder.resolve("out.safetensors");
    new Safetensors(
            Map.of(
                "many", new StoredTensor.Floats(new long[] {2, 100_000}, many),
                "none", new StoredTensor.Floats(new long[] {0, 3}, new float[0])),
            Map.of())
        .write(file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).isEmpty();
    assertThat(read.tensors().get("many"))
        .isInstanceOfSatisfying(
            StoredTensor.Floats.class, floats -> assertThat(floats.values()).containsExactly(many));
    assertThat(read.tensors().get("none"))
        .isInstanceOfSatisfying(
            StoredTensor.Floats.class, floats -> assertThat(floats.shape()).containsExactly(0, 3));
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] whole = bytes(HEADER, 28);
    for (int length = 0; length < whole.length; length++) {
      Path file = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(CheckpointFormatException.class)
          .hasMessageContaining("some.safetensors");
    }
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    Path file = file(bytes(HEADER, 29));
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining("29 bytes of values, expected 28");
  }

  private void assertRefused(String found, String replacement, String message) throws IOException {
    assertThat(HEADER).contains(found);
    Path file = file(bytes(HEADER.replace(found, replacement), 28));
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(CheckpointFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void overlapsAndGapsAreRefused() throws IOException {
    assertRefused("[8,12]", "[4,8]", "begin at byte 4 of the values, expected 8");
    assertRefused("[8,12]", "[9,13]", "begin at byte 9 of the values, expected 8");
  }

  @Test
  void offsetsThatDoNotFitTheShapeAreRefused() throws IOException {
    assertRefused("[12,28]", "[12,32]", "expected 16 bytes for F32 [2, 2]");
    assertRefused("[12,28]", "[28,12]", "expected 16 bytes");
    assertRefused("[12,28]", "[12]", "1 data_offsets, expected 2");
    assertRefused("[12,28]", "[-4,12]", "whole numbers from 0 on");
    assertRefused("[2,2]", "[2,2.5]", "whole numbers from 0 on");
    assertRefused("[2,2]", "[2000000000,2000000000]", "too large");
    assertRefused("[2,2]", "\"2\"", "whole numbers from 0 on");
  }

  @Test
  void foreignTypesAndHeadersAreRefused() throws IOException {
    assertRefused("\"F32\",\"shape\":[1]", "\"F16\",\"shape\":[2]", "type 'F16'");
    assertRefused("\"bias\"", "\"steps\"", "not JSON");
    assertRefused("\"by hand\"", "3", "metadata made that is not a string");
    assertRefused("{\"made\":\"by hand\"}", "[]", "metadata that is not an object");
    Path list = file(bytes("[]", 28));
    assertThatThrownBy(() -> Safetensors.read(list)).hasMessageContaining("not a JSON object");
    byte[] long1 = bytes(HEADER, 28);
    long1[7] = (byte) 0x80;
    Path negative = file(long1);
    assertThatThrownBy(() -> Safetensors.read(negative)).hasMessageContaining("states a header of");
  }

  @Test
  void wrongTensorsAreRefused() {
    assertThatThrownBy(() -> new StoredTensor.Floats(new long[] {2}, new float[3]))
        .hasMessageContaining("3 values");
    assertThatThrownBy(() -> new StoredTensor.Longs(new long[] {-1}, new long[1]))
        .hasMessageContaining("[-1]");
    StoredTensor one = new StoredTensor.Floats(new long[] {1}, new float[1]);
    assertThatThrownBy(() -> new Safetensors(Map.of("__metadata__", one), Map.of()))
        .hasMessageContaining("__metadata__");
  }

  @Test
  void aFailedWriteLeavesTheFormerFile() throws IOException {
    Path file = folder.resolve("kept");
    AtomicFiles.write(file, new byte[] {1});
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    channel -> {
                      AtomicFiles.writeFully(channel, ByteBuffer.wrap(new byte[] {2, 2}));
                      throw new IOException("the disk is full");
                    }))
        .hasMessage(file + ": cannot be written: the disk is full");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }
}
