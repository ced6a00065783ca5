package org.fierce.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.fierce.data.InputShape;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A network in ONNX Runtime: encoded rows to features and logits. Safe to use from several threads;
 * a call works in its own thread and those that the session was given. Closing waits for calls that
 * have begun.
 */
public final class Network implements AutoCloseable {
  private static final String INPUT = "input";
  private static final String FEATURES = "features";
  private static final String LOGITS = "logits";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final InputShape shape;
  private final int features;
  private final int outputs;
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  /** Native memory of inputs, as many as calls ran at once: Java frees such memory late. */
  private final Queue<FloatBuffer> idle = new ConcurrentLinkedQueue<>();

  private boolean isClosed;

  private Network(
      OrtEnvironment environment, OrtSession session, InputShape shape, int features, int outputs) {
    this.environment = environment;
    this.session = session;
    this.shape = shape;
    this.features = features;
    this.outputs = outputs;
  }

  /** Features and logits of rows, [rows, width] each, row by row. */
  public record Output(float[] features, float[] logits) {}

  /**
   * Opens a graph: it takes {@code input}, [rows, height, width, channels] or [rows, values], and
   * gives {@code features} and {@code logits}, [rows, width] each, all of 32-bit floats.
   *
   * @param name what messages call it
   * @param threads that one call may use, at least 1
   * @throws DatasetFormatException if ONNX Runtime cannot read it, or it takes or gives something
   *     else
   * @throws IOException if ONNX Runtime cannot be loaded on this machine
   */
  public static Network open(String name, byte[] graph, InputShape shape, int threads)
      throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is %d; it must be at least 1".formatted(threads));
    }
    OrtEnvironment environment = OnnxRuntime.environment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(graph, options);
    } catch (OrtException e) {
      throw new DatasetFormatException(
          "%s cannot be read by ONNX Runtime: %s".formatted(name, e.getMessage()), e);
    }
    try {
      return checked(name, environment, session, shape);
    } catch (IOException | RuntimeException e) {
      close(session);
      throw e;
    }
  }

  private static Network checked(
      String name, OrtEnvironment environment, OrtSession session, InputShape shape)
      throws DatasetFormatException {
    Map<String, NodeInfo> taken;
    Map<String, NodeInfo> given;
    try {
      taken = session.getInputInfo();
      given = session.getOutputInfo();
    } catch (OrtException e) {
      throw failed(e);
    }
    long[] features = sides(given.get(FEATURES));
    long[] logits = sides(given.get(LOGITS));
    if (taken.size() != 1
        || !Arrays.equals(sides(taken.get(INPUT)), sides(shape, -1))
        || given.size() != 2
        || !isTable(features)
        || !isTable(logits)) {
      throw new DatasetFormatException(
          "%s is the graph of something else: it takes %s and gives %s; expected %s, features[rows, n] and logits[rows, n], as Fierce writes them"
              .formatted(name, words(taken), words(given), INPUT + words(sides(shape, -1))));
    }
    return new Network(environment, session, shape, (int) features[1], (int) logits[1]);
  }

  /** Whether sides are those of rows of a known width. */
  private static boolean isTable(long[] sides) {
    return sides.length == 2 && sides[0] == -1 && sides[1] > 0 && sides[1] <= Integer.MAX_VALUE;
  }

  /** Sides of a tensor of floats, -1 for those that are free; none for anything else. */
  private static long[] sides(@Nullable NodeInfo node) {
    return node != null
            && node.getInfo() instanceof TensorInfo tensor
            && tensor.type == OnnxJavaType.FLOAT
        ? tensor.getShape()
        : new long[0];
  }

  private static long[] sides(InputShape shape, int rows) {
    return shape.isVector()
        ? new long[] {rows, shape.values()}
        : new long[] {rows, shape.height(), shape.width(), shape.channels()};
  }

  private static String words(Map<String, NodeInfo> nodes) {
    return nodes.values().stream()
        .map(node -> node.getName() + words(sides(node)))
        .collect(Collectors.joining(", "));
  }

  private static String words(long[] sides) {
    return sides.length == 0
        ? " (no floats)"
        : LongStream.of(sides)
            .mapToObj(side -> side < 0 ? "rows" : Long.toString(side))
            .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Width of the features. */
  public int features() {
    return features;
  }

  /** Number of logits of a row. */
  public int outputs() {
    return outputs;
  }

  /**
   * Runs rows. The same rows in the same call give the same bits; a row's place in a call and the
   * number of rows beside it may change its last bits.
   *
   * @param inputs [rows, values of the shape]
   * @throws IllegalStateException if the network is closed
   */
  public Output run(float[] inputs, int rows) {
    open.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("the network was closed; open or load it again");
      }
      int count = Math.multiplyExact(rows, shape.values());
      FloatBuffer buffer = buffer(count).clear().put(inputs, 0, count).flip();
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, sides(shape, rows));
          OrtSession.Result result = session.run(Map.of(INPUT, tensor))) {
        return new Output(values(result, FEATURES), values(result, LOGITS));
      } finally {
        idle.add(buffer);
      }
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      open.readLock().unlock();
    }
  }

  /** Memory for values, which nobody else uses until it is idle again. */
  private FloatBuffer buffer(int values) {
    FloatBuffer buffer = idle.poll();
    return buffer != null && buffer.capacity() >= values
        ? buffer
        : ByteBuffer.allocateDirect(Math.multiplyExact(values, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  private static float[] values(OrtSession.Result result, String name) {
    OnnxValue value = result.get(name).orElseThrow();
    // A copy on the heap of its own size.
    return ((OnnxTensor) value).getFloatBuffer().array();
  }

  /** Closes the session once no call is in it; closing twice does nothing. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!isClosed) {
        isClosed = true;
        idle.clear();
        close(session);
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
  }
}
