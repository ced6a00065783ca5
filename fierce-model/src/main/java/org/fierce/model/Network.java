package org.fierce.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import org.fierce.data.InputShape;
import org.fierce.files.DatasetFormatException;

/**
 * A network in ONNX Runtime: encoded rows to features and logits. Safe to use from several threads;
 * a call works in its own thread and those that the session was given.
 */
public final class Network implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final InputShape shape;

  private Network(OrtEnvironment environment, OrtSession session, InputShape shape) {
    this.environment = environment;
    this.session = session;
    this.shape = shape;
  }

  /** Features and logits of rows, [rows, width] each, row by row. */
  public record Output(float[] features, float[] logits) {}

  /**
   * Opens a graph.
   *
   * @param name what messages call it
   * @param threads that one call may use
   * @throws DatasetFormatException if ONNX Runtime cannot read it
   */
  public static Network open(String name, byte[] graph, InputShape shape, int threads)
      throws DatasetFormatException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return new Network(environment, environment.createSession(graph, options), shape);
    } catch (OrtException e) {
      throw new DatasetFormatException(
          "%s cannot be read by ONNX Runtime: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Runs rows.
   *
   * @param inputs [rows, values of the shape]
   */
  public Output run(float[] inputs, int rows) {
    long[] sides =
        shape.isVector()
            ? new long[] {rows, shape.values()}
            : new long[] {rows, shape.height(), shape.width(), shape.channels()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(inputs, 0, rows * shape.values()), sides);
        OrtSession.Result result = session.run(Map.of("input", tensor))) {
      return new Output(values(result.get("features")), values(result.get("logits")));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private static float[] values(Optional<OnnxValue> value) {
    FloatBuffer buffer = ((OnnxTensor) value.orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }
}
