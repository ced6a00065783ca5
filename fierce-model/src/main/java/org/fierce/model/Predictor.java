package org.fierce.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fierce.data.EncodedRow;
import org.fierce.data.RowNote;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Answers for new rows from a model file. Safe to use from several threads, each of which may ask
 * for one row or for many; closing waits for calls that have begun, and later ones are refused.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load(Path.of("runs/prices/model.fierce"))) {
 *   Prediction prediction = predictor.predict(Map.of("rooms", 4, "age", 30));
 *   System.out.println(prediction.coarse() + " " + prediction.coarseProbability());
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
  private static final int BATCH = 64;

  private final ModelFile file;
  private final TrainedModel model;
  private final Network network;
  private final FineHeads heads;

  /** Of the training rows, once they were asked for. */
  private ReferenceRows.@Nullable Search reference;

  private volatile boolean isClosed;

  private Predictor(ModelFile file, Network network, FineHeads heads) {
    this.file = file;
    this.model = file.model();
    this.network = network;
    this.heads = heads;
  }

  /**
   * Opens a model file; a call uses the thread that it comes from and no other.
   *
   * @throws org.fierce.files.CheckpointFormatException if it is no model file, damaged, or of a
   *     later format
   * @throws IOException if it cannot be read
   */
  public static Predictor load(Path file) throws IOException {
    return load(file, 1);
  }

  /** As {@link #load(Path)}, with so many threads for a call, at least 1. */
  public static Predictor load(Path file, int threads) throws IOException {
    ForeignFile.refuse(file);
    Thread runtime = OnnxRuntime.begin();
    try {
      ModelFile content = ModelFile.open(file);
      ModelDescription description = content.model().description();
      FineHeads heads = heads(content);
      byte[] graph = content.read(ModelFile.NETWORK);
      String name = file + ": " + ModelFile.NETWORK;
      Network network = Network.open(name, graph, description.row().shape(), threads);
      try {
        check(name, network, description);
        return new Predictor(content, network, heads);
      } catch (IOException | RuntimeException e) {
        network.close();
        throw e;
      }
    } finally {
      join(runtime);
    }
  }

  private static FineHeads heads(ModelFile file) throws IOException {
    boolean isBare = !file.has(ModelFile.HEADS) && file.model().heads().isEmpty();
    return isBare
        ? FineHeads.none(new FeatureCentres(new float[file.model().description().features()]))
        : file.heads();
  }

  private static void check(String name, Network network, ModelDescription description)
      throws CheckpointFormatException {
    int classes = description.coarse().names().size();
    if (network.features() != description.features()
        || network.outputs() != description.outputs()
        || classes != description.outputs()) {
      throw new CheckpointFormatException(
          "%s gives %d features and %d logits; expected %d features and a logit for each of %d coarse classes. Write the model file again: fierce export RUN."
              .formatted(
                  name, network.features(), network.outputs(), description.features(), classes));
    }
  }

  private static void join(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the file says of its model. */
  public TrainedModel model() {
    return model;
  }

  /**
   * The answer for a row: what the model's encoder takes, as a {@link Map} of cells by column, a
   * text, the {@link Path} or the bytes of a picture, or {@code float[]}. What is strange about it
   * and can be answered all the same, as a category that no training row had, is told in {@link
   * Prediction#notes}.
   *
   * @throws DatasetFormatException if the row does not fit, with what was expected
   * @throws IllegalStateException if the predictor is closed
   */
  public Prediction predict(Object row) throws DatasetFormatException {
    checkOpen();
    return answer(List.of(encode(row))).get(0);
  }

  /**
   * The answers for rows, in their order. They are those of each row alone but for the last bits
   * (within 1e-5), since a processor adds up rows of a batch in another order; the same call
   * repeats to the bit.
   *
   * @throws DatasetFormatException if a row does not fit, with its number from 0; none is answered
   * @throws IllegalStateException if the predictor is closed
   */
  public List<Prediction> predict(List<?> rows) throws DatasetFormatException {
    checkOpen();
    List<Prediction> predictions = new ArrayList<>(rows.size());
    List<EncodedRow> encoded = new ArrayList<>(BATCH);
    for (int first = 0; first < rows.size(); first += BATCH) {
      encoded.clear();
      for (int i = first; i < Math.min(rows.size(), first + BATCH); i++) {
        try {
          encoded.add(encode(rows.get(i)));
        } catch (DatasetFormatException e) {
          throw new DatasetFormatException("row %d (from 0): %s".formatted(i, e.getMessage()), e);
        }
      }
      predictions.addAll(answer(encoded));
    }
    return predictions;
  }

  /**
   * A row as {@link #answer} takes it, for those who prepare rows in threads of their own.
   *
   * @throws DatasetFormatException as {@link #predict(Object)}
   */
  public EncodedRow encode(Object row) throws DatasetFormatException {
    ModelDescription description = model.description();
    return description.row().encodeNew(row, description.normalisation());
  }

  /** The answers for rows that {@link #encode} prepared, in their order. */
  public List<Prediction> answer(List<EncodedRow> rows) {
    checkOpen();
    List<Prediction> predictions = new ArrayList<>(rows.size());
    int values = model.description().row().shape().values();
    float[] inputs = new float[Math.min(BATCH, rows.size()) * values];
    for (int first = 0; first < rows.size(); first += BATCH) {
      int count = Math.min(BATCH, rows.size() - first);
      for (int i = 0; i < count; i++) {
        System.arraycopy(rows.get(first + i).input(), 0, inputs, i * values, values);
      }
      Network.Output output = network.run(inputs, count);
      for (int i = 0; i < count; i++) {
        predictions.add(prediction(output, i, rows.get(first + i).notes()));
      }
    }
    return predictions;
  }

  private Prediction prediction(Network.Output output, int row, List<RowNote> notes) {
    ModelDescription description = model.description();
    int width = description.features();
    int classes = description.outputs();
    double[] probabilities =
        model.calibration().probabilities(output.logits(), row * classes, classes);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    float[] features = Arrays.copyOfRange(output.features(), row * width, (row + 1) * width);
    FineAnswer answer = heads.answer(features, best);
    return new Prediction(
        description.coarse().names().get(best),
        probabilities[best],
        features,
        answer.fine(),
        answer.number(),
        answer.shares(),
        notes);
  }

  /**
   * The training rows whose features are most like those of a row, by cosine, the nearest first and
   * of equal ones the earlier row first; exact. The file's training rows are read at the first call
   * and stay in memory.
   *
   * @param prediction of this model
   * @param most number of rows, at least 1; fewer where the file holds fewer
   * @throws CheckpointFormatException if the file holds no training rows, or is damaged
   * @throws IllegalArgumentException if the prediction is of a model with features of another width
   * @throws IllegalStateException if the predictor is closed
   */
  public List<NearestRow> nearest(Prediction prediction, int most) throws IOException {
    float[] features = prediction.embedding();
    if (most < 1) {
      throw new IllegalArgumentException(
          "%d nearest rows were asked for; it must be at least 1".formatted(most));
    }
    if (features.length != model.description().features()) {
      throw new IllegalArgumentException(
          "the prediction has %d features, but the model %d; it is of another model"
              .formatted(features.length, model.description().features()));
    }
    return search().nearest(features, most);
  }

  private void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("this predictor was closed; load its file again");
    }
  }

  private synchronized ReferenceRows.Search search() throws IOException {
    checkOpen();
    if (reference == null) {
      reference = file.reference().search();
    }
    return reference;
  }

  /** Gives back what the predictor holds, once no call is in it; closing twice does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      reference = null;
    }
    network.close();
  }
}
