package org.fierce.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fierce.data.EncodedRow;
import org.fierce.data.RowEncoder;
import org.fierce.data.RowNote;
import org.fierce.files.DatasetFormatException;

/**
 * Answers for new rows from a model file. Safe to use from several threads; close it when no thread
 * uses it any more.
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

  private final TrainedModel model;
  private final Network network;
  private final FineHeads heads;

  private Predictor(TrainedModel model, Network network, FineHeads heads) {
    this.model = model;
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
    ModelFile content = ModelFile.open(file);
    boolean isBare = !content.has(ModelFile.HEADS) && content.model().heads().isEmpty();
    FineHeads heads =
        isBare
            ? FineHeads.none(new float[content.model().description().features()])
            : content.heads();
    RowEncoder row = content.model().description().row();
    Network network =
        Network.open(
            file + ": " + ModelFile.NETWORK, content.read(ModelFile.NETWORK), row.shape(), threads);
    return new Predictor(content.model(), network, heads);
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
   */
  public Prediction predict(Object row) throws DatasetFormatException {
    return answer(List.of(encode(row))).get(0);
  }

  /**
   * The answers for rows, in their order.
   *
   * @throws DatasetFormatException if a row does not fit, with its number from 0
   */
  public List<Prediction> predict(List<?> rows) throws DatasetFormatException {
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

  @Override
  public void close() {
    network.close();
  }
}
