package org.fierce.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A graph of ONNX operators (operator set {@value #OPERATOR_SET}, IR version {@value #IR_VERSION})
 * that grows operation by operation. Every value is a batch of rows: its first dimension is open,
 * the others are known. Weights must be finite. The same operations give the same bytes. Field
 * numbers and operators are those of onnx.proto3 and of the operator documentation
 * (onnx.ai/onnx/operators).
 */
public final class OnnxGraph {
  /** The operator set that graphs are written in; runtimes of 2021 and later have it. */
  public static final int OPERATOR_SET = 13;

  private static final int IR_VERSION = 8;
  // A message of protocol buffers has at most 2 GiB; the rest is for all that are no weights.
  private static final long MOST_WEIGHT_BYTES = (1L << 31) - (64 << 20);
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ProtoMessage nodes = new ProtoMessage();
  private final ProtoMessage weights = new ProtoMessage();
  private final ProtoMessage inputs = new ProtoMessage();
  private final ProtoMessage outputs = new ProtoMessage();
  private final long mostWeightBytes;
  private int count;

  /** An empty graph. */
  public OnnxGraph() {
    this(MOST_WEIGHT_BYTES);
  }

  OnnxGraph(long mostWeightBytes) {
    this.mostWeightBytes = mostWeightBytes;
  }

  /**
   * What an operation gives.
   *
   * @param name unique within the graph
   * @param sides lengths of the dimensions of a row: a vector has one, maps have three (channels,
   *     height, width)
   */
  public record Value(String name, List<Integer> sides) {
    /** Copies the sides. */
    public Value {
      sides = List.copyOf(sides);
    }

    /** Length of the last dimension. */
    public int last() {
      return sides.get(sides.size() - 1);
    }

    /** Number of values of a row. */
    public int values() {
      return sides.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    private Value named(String other) {
      return new Value(other, sides);
    }
  }

  /** What the graph is given under a name. */
  public Value input(String name, Integer... sides) {
    Value value = new Value(name, List.of(sides));
    inputs.message(11, described(value));
    return value;
  }

  /** Gives a value under a name. */
  public void output(String name, Value value) {
    add("Identity", Map.of(), name, value.name());
    outputs.message(12, described(value.named(name)));
  }

  /**
   * Any operation that gives rows of the shape it takes, as {@code Relu} or {@code Sin}.
   *
   * @param attributes of type {@link Long}, {@link Float} or {@code long[]}, by name
   */
  public Value elementwise(String operator, Map<String, Object> attributes, Value input) {
    return node(operator, attributes, input.sides(), input.name());
  }

  public Value relu(Value input) {
    return elementwise("Relu", Map.of(), input);
  }

  public Value leakyRelu(Value input, float slope) {
    return elementwise("LeakyRelu", Map.of("alpha", slope), input);
  }

  /**
   * A square convolution, padded to keep the size at stride 1.
   *
   * @param weight [bias.length, channels, kernel, kernel], row by row
   */
  public Value convolution(Value maps, float[] weight, float[] bias, int kernel, int stride) {
    int padding = kernel / 2;
    Map<String, Object> attributes =
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {padding, padding, padding, padding});
    List<Integer> sides =
        List.of(
            bias.length,
            (maps.sides().get(1) - 1) / stride + 1,
            (maps.sides().get(2) - 1) / stride + 1);
    return node(
        "Conv",
        attributes,
        sides,
        maps.name(),
        floats(weight, bias.length, maps.sides().get(0), kernel, kernel),
        floats(bias, bias.length));
  }

  /** Largest of 2 x 2 positions, stride 2; an odd last row or column is dropped. */
  public Value maxPool(Value maps) {
    long[] two = {2, 2};
    return node(
        "MaxPool",
        Map.of("kernel_shape", two, "strides", two),
        List.of(maps.sides().get(0), maps.sides().get(1) / 2, maps.sides().get(2) / 2),
        maps.name());
  }

  /** Mean of each map over its positions: [channels]. */
  public Value positionMean(Value maps) {
    int channels = maps.sides().get(0);
    return flat(node("GlobalAveragePool", Map.of(), List.of(channels, 1, 1), maps.name()));
  }

  /**
   * Means of each map over side x side parts of the picture, in the order channel, row, column.
   * Part i of a side of h positions reaches from floor(i h / side) to ceil((i + 1) h / side), as
   * PyTorch's {@code adaptive_avg_pool2d} has it.
   */
  public Value cellMeans(Value maps, int side) {
    int height = maps.sides().get(1);
    int width = maps.sides().get(2);
    float[] means = new float[height * width * side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int top = row * height / side;
        int bottom = -Math.floorDiv(-(row + 1) * height, side);
        int left = column * width / side;
        int right = -Math.floorDiv(-(column + 1) * width, side);
        float share = 1f / ((bottom - top) * (right - left));
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            means[((y * width + x) * side + row) * side + column] = share;
          }
        }
      }
    }
    int channels = maps.sides().get(0);
    Value positions =
        node(
            "Reshape",
            Map.of(),
            List.of(channels, height * width),
            maps.name(),
            longs(0, 0, Math.multiplyExact(height, width)));
    return flat(product(positions, means, side * side));
  }

  /** Height, width, channel as channel, height, width. */
  public Value mapsFirst(Value picture) {
    return turned(picture, 3, 1, 2);
  }

  /** Channel, height, width as height, width, channel. */
  public Value mapsLast(Value maps) {
    return turned(maps, 2, 3, 1);
  }

  private Value turned(Value value, int first, int second, int third) {
    List<Integer> sides = value.sides();
    return node(
        "Transpose",
        Map.of("perm", new long[] {0, first, second, third}),
        List.of(sides.get(first - 1), sides.get(second - 1), sides.get(third - 1)),
        value.name());
  }

  /** A row as a vector. */
  public Value flat(Value input) {
    return node("Flatten", Map.of("axis", 1L), List.of(input.values()), input.name());
  }

  /**
   * {@code W x + b} of vectors.
   *
   * @param weight [bias.length, columns], row by row
   */
  public Value linear(Value rows, float[] weight, float[] bias) {
    return node(
        "Gemm",
        Map.of("transB", 1L),
        List.of(bias.length),
        rows.name(),
        floats(weight, bias.length, rows.last()),
        floats(bias, bias.length));
  }

  /**
   * The last dimension times a matrix.
   *
   * @param matrix [last side, columns], row by row
   */
  public Value product(Value rows, float[] matrix, int columns) {
    List<Integer> sides = new ArrayList<>(rows.sides());
    sides.set(sides.size() - 1, columns);
    return node("MatMul", Map.of(), sides, rows.name(), floats(matrix, rows.last(), columns));
  }

  /** The sum of two values of one shape. */
  public Value sum(Value one, Value other) {
    return node("Add", Map.of(), one.sides(), one.name(), other.name());
  }

  /** Plus a number for each place of a vector, for each map, or one for all. */
  public Value plus(Value rows, float... numbers) {
    return node("Add", Map.of(), rows.sides(), rows.name(), eachOf(rows, numbers));
  }

  /** Times a number for each place of a vector, for each map, or one for all. */
  public Value times(Value rows, float... numbers) {
    return node("Mul", Map.of(), rows.sides(), rows.name(), eachOf(rows, numbers));
  }

  private String eachOf(Value rows, float... numbers) {
    return rows.sides().size() == 1
        ? floats(numbers, numbers.length)
        : floats(numbers, numbers.length, 1, 1);
  }

  /** What lies further from 0 than a bound for each place of a vector, at that bound. */
  public Value within(Value rows, float[] bounds) {
    float[] most = new float[bounds.length];
    float[] least = new float[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      most[i] = Math.min(bounds[i], Float.MAX_VALUE);
      least[i] = -most[i];
    }
    Value below = node("Min", Map.of(), rows.sides(), rows.name(), floats(most, most.length));
    return node("Max", Map.of(), rows.sides(), below.name(), floats(least, least.length));
  }

  /** Vectors divided by their length; one shorter than {@code smallest} is divided by that. */
  public Value onSphere(Value rows, float smallest) {
    Value norm =
        node("ReduceL2", Map.of("axes", new long[] {1}, "keepdims", 1L), List.of(1), rows.name());
    Value bounded =
        node("Max", Map.of(), List.of(1), norm.name(), floats(new float[] {smallest}, 1));
    return node("Div", Map.of(), rows.sides(), rows.name(), bounded.name());
  }

  /** Mean of each vector: [1]. */
  public Value mean(Value rows) {
    return node(
        "ReduceMean", Map.of("axes", new long[] {1}, "keepdims", 1L), List.of(1), rows.name());
  }

  /** Vectors side by side. */
  public Value joined(List<Value> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return node(
        "Concat",
        Map.of("axis", 1L),
        List.of(parts.stream().mapToInt(Value::last).sum()),
        parts.stream().map(Value::name).toArray(String[]::new));
  }

  /**
   * The graph as the bytes of a file.
   *
   * @param producer program that wrote it
   * @param version of the program
   * @param metadata texts by name
   */
  public byte[] toBytes(String producer, String version, Map<String, String> metadata) {
    ProtoMessage graph =
        new ProtoMessage()
            .append(nodes)
            .text(2, "fierce")
            .append(weights)
            .append(inputs)
            .append(outputs);
    ProtoMessage model =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, producer)
            .text(3, version)
            .message(7, graph)
            .message(8, new ProtoMessage().text(1, "").number(2, OPERATOR_SET));
    new TreeMap<>(metadata)
        .forEach((key, text) -> model.message(14, new ProtoMessage().text(1, key).text(2, text)));
    return model.toBytes();
  }

  private Value node(
      String operator, Map<String, Object> attributes, List<Integer> sides, String... from) {
    String name = operator + "_" + count++;
    add(operator, attributes, name, from);
    return new Value(name, sides);
  }

  private void add(String operator, Map<String, Object> attributes, String output, String... from) {
    ProtoMessage node = new ProtoMessage();
    for (String input : from) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, operator);
    new TreeMap<>(attributes).forEach((name, value) -> node.message(5, attribute(name, value)));
    nodes.message(1, node);
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().text(1, name);
    if (value instanceof Long number) {
      return attribute.number(3, number).number(20, 2);
    }
    if (value instanceof Float number) {
      return attribute.real(2, number).number(20, 1);
    }
    if (value instanceof long[] numbers) {
      LongStream.of(numbers).forEach(number -> attribute.number(8, number));
      return attribute.number(20, 7);
    }
    throw new IllegalArgumentException(
        "attribute %s is a %s; expected Long, Float or long[]"
            .formatted(name, value.getClass().getSimpleName()));
  }

  /**
   * Weights of a shape.
   *
   * @throws UnwritableNetworkException if one is not finite, or all are too many for a file
   */
  private String floats(float[] values, int... shape) {
    int expected = IntStream.of(shape).reduce(1, Math::multiplyExact);
    if (expected != values.length) {
      throw new IllegalArgumentException(
          "%d weights do not fill the shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new UnwritableNetworkException(
            "weight %d of %d of an operation is %s; a network that is written as ONNX needs finite weights. Train again, with a lower rate."
                .formatted(i, values.length, values[i]));
      }
    }
    long bytes = (long) Float.BYTES * values.length;
    if (weights.size() + bytes > mostWeightBytes) {
      throw new UnwritableNetworkException(
          "the weights have more than %,d bytes, which an ONNX file cannot hold; train a narrower network, or read it out of its last layer"
              .formatted(mostWeightBytes));
    }
    ByteBuffer raw = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return weight(FLOAT, raw.array(), Arrays.stream(shape).asLongStream().toArray());
  }

  private String longs(long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return weight(INT64, raw.array(), values.length);
  }

  private String weight(int type, byte[] raw, long... shape) {
    String name = "weight_" + count++;
    ProtoMessage tensor = new ProtoMessage();
    for (long side : shape) {
      tensor.number(1, side);
    }
    weights.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  private static ProtoMessage described(Value value) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "rows"));
    for (int side : value.sides()) {
      shape.message(1, new ProtoMessage().number(1, side));
    }
    ProtoMessage type =
        new ProtoMessage().message(1, new ProtoMessage().number(1, FLOAT).message(2, shape));
    return new ProtoMessage().text(1, value.name()).message(2, type);
  }
}
