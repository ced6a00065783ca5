package org.fierce.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.batch.Batches;
import org.fierce.engine.Device;
import org.fierce.fuzz.FuzzedReader;
import org.fierce.labels.CoarseLabels;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;

/** Goes on from a checkpoint of which one file is made up; the network is built once. */
public final class FuzzedCheckpoint implements FuzzedReader.Reading {
  private static final int COLUMNS = 3;
  private static final int ROWS = 40;
  private static final int BATCH = 20;
  private static final TrainingSpec SPEC =
      new TrainingSpec(
          2, BATCH, OptimiserSpec.adam(0.01), ScheduleSpec.oneCycle(), 0.9, 1, Device.CPU);

  private final CheckpointFolder folder;
  private final TrainingState state;

  /** Trains a run of two epochs in the folder. */
  public FuzzedCheckpoint(Path run) throws IOException {
    folder = new CheckpointFolder(run.resolve("run"), Duration.ZERO, InstantSource.system());
    Backbone backbone =
        new MlpSpec(List.of(4), Head.LINEAR, false).build(InputShape.vector(COLUMNS), 2, 3);
    Loss loss = new CrossEntropySpec().build(4, 2, 3);
    new Trainer(backbone, loss, SPEC, 3, new TrainingListener() {})
        .fit(batches(), null, folder, false);
    state = new TrainingState(backbone, loss, SPEC);
  }

  private static Batches batches() {
    float[] values = new float[ROWS * COLUMNS];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 2;
      values[row * COLUMNS] = row % 2;
    }
    Dataset rows =
        Dataset.numbered(
            "rows",
            new FloatMatrix(ROWS, COLUMNS, values),
            new CoarseLabels(labels, List.of("a", "b")),
            null);
    return new Batches(
        rows, Normalisation.identity(rows.shape()), new Augmentation(List.of()), BATCH, 3);
  }

  @Override
  public void read(Path file) throws IOException {
    folder.begin(true, state, SPEC, 3, ROWS / BATCH);
  }
}
