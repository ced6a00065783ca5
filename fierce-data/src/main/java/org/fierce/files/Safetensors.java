package org.fierce.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file format safetensors: named tensors behind a header, nothing that can be run.
 *
 * <p>Layout: the length n of the header as a 64-bit integer, little-endian; n bytes of a JSON
 * object, UTF-8, filled up with blanks so that what follows starts at a multiple of 8; the values,
 * little-endian. The header gives each name {@code dtype}, {@code shape} and {@code data_offsets}
 * (begin and end, counted from the end of the header), and under {@code __metadata__} a map of
 * strings. The values lie without gap or overlap up to the end of the file.
 *
 * <p>Only the types F32 and I64 are read and written, and no tensor above 2 GiB.
 *
 * @param tensors by name
 * @param metadata strings by name
 */
public record Safetensors(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int LONGEST_HEADER = 100_000_000;
  private static final int CHUNK_VALUES = 1 << 16;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException if a tensor has the name kept for the metadata
   */
  public Safetensors {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("a tensor must not be named " + METADATA);
    }
    tensors = new LinkedHashMap<>(tensors);
    metadata = new TreeMap<>(metadata);
  }

  /** The same content always gives the same bytes; the file is there whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, this::writeTo);
  }

  /** The bytes of the file. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeTo(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private void writeTo(WritableByteChannel channel) throws IOException {
    // Wider types first keeps every tensor aligned, as the format's own implementation does.
    List<Map.Entry<String, StoredTensor>> order = new ArrayList<>(tensors.entrySet());
    order.sort(
        Comparator.comparing((Map.Entry<String, StoredTensor> entry) -> -width(entry.getValue()))
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(order);
    ByteBuffer start = buffer(Long.BYTES + header.length);
    start.putLong(header.length).put(header).flip();
    AtomicFiles.writeFully(channel, start);
    for (Map.Entry<String, StoredTensor> entry : order) {
      writeValues(channel, entry.getValue());
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws CheckpointFormatException if it is not a whole file of this format, or has other types
   * @throws IOException if it cannot be read
   */
  public static Safetensors read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CheckpointFormatException(
          "%s is a folder, expected a safetensors file".formatted(file));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file.toString(), channel, channel.size()).read();
    }
  }

  /**
   * Reads the bytes of a whole file.
   *
   * @param name what messages call it
   * @throws CheckpointFormatException if they are not a whole file of this format, or have other
   *     types
   */
  public static Safetensors of(String name, byte[] bytes) throws IOException {
    return new Reader(name, new Bytes(ByteBuffer.wrap(bytes)), bytes.length).read();
  }

  /**
   * Reads a whole file from where its bytes come.
   *
   * @param name what messages call it
   * @param size number of bytes, which are all read
   * @throws CheckpointFormatException as {@link #of(String, byte[])}
   */
  public static Safetensors of(String name, ReadableByteChannel channel, long size)
      throws IOException {
    return new Reader(name, channel, size).read();
  }

  private byte[] header(List<Map.Entry<String, StoredTensor>> order) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = root.putObject(METADATA);
      metadata.forEach(node::put);
    }
    long offset = 0;
    for (Map.Entry<String, StoredTensor> entry : order) {
      StoredTensor tensor = entry.getValue();
      ObjectNode node = root.putObject(entry.getKey());
      node.put("dtype", tensor.elementType());
      ArrayNode shape = node.putArray("shape");
      for (long length : tensor.shape()) {
        shape.add(length);
      }
      long end = offset + (long) tensor.count() * width(tensor);
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(root);
    if (json.length > LONGEST_HEADER) {
      throw new IllegalArgumentException(
          "names, shapes and metadata take %d bytes; a reader takes at most %d"
              .formatted(json.length, LONGEST_HEADER));
    }
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static int width(StoredTensor tensor) {
    return tensor instanceof StoredTensor.Longs ? Long.BYTES : Float.BYTES;
  }

  private static void writeValues(WritableByteChannel channel, StoredTensor tensor)
      throws IOException {
    int count = tensor.count();
    ByteBuffer chunk = buffer(Math.min(count, CHUNK_VALUES) * width(tensor));
    for (int from = 0; from < count; from += CHUNK_VALUES) {
      int length = Math.min(CHUNK_VALUES, count - from);
      chunk.clear().limit(length * width(tensor));
      if (tensor instanceof StoredTensor.Floats floats) {
        chunk.asFloatBuffer().put(floats.values(), from, length);
      } else if (tensor instanceof StoredTensor.Longs longs) {
        chunk.asLongBuffer().put(longs.values(), from, length);
      }
      AtomicFiles.writeFully(channel, chunk);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes in memory; unlike Java's own channels not closed when a thread is interrupted. */
  private record Bytes(ByteBuffer left) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(left.remaining(), target.remaining());
      if (count == 0) {
        return target.hasRemaining() ? -1 : 0;
      }
      target.put(left.slice(left.position(), count));
      left.position(left.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }

  /**
   * Where a tensor lies in a file.
   *
   * @param type as the file names it, such as F32 or BF16
   * @param start first byte of its values
   */
  public record Place(String name, String type, long[] shape, long start) {}

  /**
   * The tensors of a file, of all types, in the order of their values. Nothing but the header is
   * read.
   *
   * @throws CheckpointFormatException if it is not a whole file of this format
   * @throws IOException if it cannot be read
   */
  public static List<Place> places(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file.toString(), channel, channel.size()).places();
    }
  }

  /** Bytes of a value; types that are not here have any number. */
  private static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("F64", 8),
          Map.entry("F32", 4),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("I64", 8),
          Map.entry("I32", 4),
          Map.entry("I16", 2),
          Map.entry("I8", 1),
          Map.entry("U64", 8),
          Map.entry("U32", 4),
          Map.entry("U16", 2),
          Map.entry("U8", 1),
          Map.entry("BOOL", 1));

  private record Entry(String name, String type, long[] shape, long count, long begin, long end) {}

  private record Reader(String file, ReadableByteChannel channel, long size) {
    Safetensors read() throws IOException {
      Map<String, String> metadata = new TreeMap<>();
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries(metadata, true).entries()) {
        tensors.put(entry.name(), values(entry));
      }
      return new Safetensors(tensors, metadata);
    }

    List<Place> places() throws IOException {
      Header header = entries(new TreeMap<>(), false);
      return header.entries().stream()
          .map(e -> new Place(e.name(), e.type(), e.shape(), header.values() + e.begin()))
          .toList();
    }

    private record Header(List<Entry> entries, long values) {}

    private Header entries(Map<String, String> metadata, boolean isOurs) throws IOException {
      if (size < Long.BYTES) {
        throw refuse(
            "has %d bytes, expected at least 8 for the length of the header".formatted(size));
      }
      long headerLength = fill(buffer(Long.BYTES)).getLong();
      if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
        throw refuse(
            "states a header of %s bytes in a file of %d"
                .formatted(Long.toUnsignedString(headerLength), size));
      }
      JsonNode root = parse(fill(buffer((int) headerLength)).array());
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        if (field.getKey().equals(METADATA)) {
          readMetadata(field.getValue(), metadata);
        } else {
          entries.add(entry(field.getKey(), field.getValue(), isOurs));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      checkCover(entries, size - Long.BYTES - headerLength);
      return new Header(entries, Long.BYTES + headerLength);
    }

    private JsonNode parse(byte[] header) throws IOException {
      JsonNode root;
      try {
        // Decoded here: by itself the parser takes some bytes for UTF-16 or UTF-32.
        root = JSON.readTree(TextFile.decode("the header of " + file, header));
      } catch (DatasetFormatException e) {
        throw new CheckpointFormatException(
            message("has a header that is not UTF-8: " + e.getMessage()), e);
      } catch (JsonProcessingException e) {
        throw new CheckpointFormatException(
            message("has a header that is not JSON: " + e.getOriginalMessage()), e);
      }
      if (header[0] != '{' || !root.isObject()) {
        throw refuse("has a header that is not a JSON object");
      }
      return root;
    }

    private void readMetadata(JsonNode node, Map<String, String> metadata) throws IOException {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (!field.getValue().isTextual()) {
          throw refuse("has metadata %s that is not a string".formatted(field.getKey()));
        }
        metadata.put(field.getKey(), field.getValue().textValue());
      }
      if (!node.isObject()) {
        throw refuse("has metadata that is not an object");
      }
    }

    private Entry entry(String name, JsonNode node, boolean isOurs) throws IOException {
      String type = node.path("dtype").asText();
      if (isOurs && !type.equals("F32") && !type.equals("I64")) {
        throw refuse("gives %s the type '%s', expected F32 or I64".formatted(name, type));
      }
      long[] shape = numbers(name, node.path("shape"), "shape");
      long[] offsets = numbers(name, node.path("data_offsets"), "data_offsets");
      if (offsets.length != 2) {
        throw refuse("gives %s %d data_offsets, expected 2".formatted(name, offsets.length));
      }
      long most = isOurs ? Integer.MAX_VALUE : Long.MAX_VALUE / 8;
      long count = 1;
      for (long length : shape) {
        if (length != 0 && count > most / length) {
          throw refuse("gives %s the shape %s, too large".formatted(name, Arrays.toString(shape)));
        }
        count *= length;
      }
      long found = offsets[1] - offsets[0];
      Integer width = WIDTHS.get(type);
      long bytes = width == null ? found : count * width;
      if (found != bytes || found < 0) {
        throw refuse(
            "gives %s the bytes %d to %d, expected %d bytes for %s %s"
                .formatted(name, offsets[0], offsets[1], bytes, type, Arrays.toString(shape)));
      }
      return new Entry(name, type, shape, count, offsets[0], offsets[1]);
    }

    private long[] numbers(String name, JsonNode node, String what) throws IOException {
      long[] numbers = new long[node.size()];
      boolean isRight = node.isArray();
      for (int i = 0; isRight && i < numbers.length; i++) {
        JsonNode number = node.get(i);
        isRight = number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
        numbers[i] = number.longValue();
      }
      if (!isRight) {
        throw refuse(
            "gives %s %s %s, expected a list of whole numbers from 0 on"
                .formatted(name, what, node));
      }
      return numbers;
    }

    private void checkCover(List<Entry> entries, long bytes) throws IOException {
      long end = 0;
      for (Entry entry : entries) {
        if (entry.begin() != end) {
          throw refuse(
              "has %s begin at byte %d of the values, expected %d: values overlap or leave a gap"
                  .formatted(entry.name(), entry.begin(), end));
        }
        end = entry.end();
      }
      if (end != bytes) {
        throw refuse(
            "has %d bytes of values, expected %d; it was probably cut short".formatted(bytes, end));
      }
    }

    private StoredTensor values(Entry entry) throws IOException {
      boolean isLong = entry.type().equals("I64");
      int count = (int) entry.count();
      float[] floats = new float[isLong ? 0 : count];
      long[] longs = new long[isLong ? count : 0];
      int width = isLong ? Long.BYTES : Float.BYTES;
      ByteBuffer chunk = buffer(Math.min(count, CHUNK_VALUES) * width);
      for (int from = 0; from < count; from += CHUNK_VALUES) {
        int length = Math.min(CHUNK_VALUES, count - from);
        chunk.clear().limit(length * width);
        fill(chunk);
        if (isLong) {
          chunk.asLongBuffer().get(longs, from, length);
        } else {
          chunk.asFloatBuffer().get(floats, from, length);
        }
      }
      return isLong
          ? new StoredTensor.Longs(entry.shape(), longs)
          : new StoredTensor.Floats(entry.shape(), floats);
    }

    private ByteBuffer fill(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw refuse("ended while it was read");
        }
      }
      return buffer.flip();
    }

    private CheckpointFormatException refuse(String found) {
      return new CheckpointFormatException(message(found));
    }

    private String message(String found) {
      return "%s %s. It is no whole safetensors file; copy it again or train again."
          .formatted(file, found);
    }
  }
}
