package org.fierce.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.fierce.backbone.Backbone;
import org.fierce.data.batch.Batch;
import org.fierce.data.batch.Batches;
import org.fierce.engine.Device;
import org.fierce.engine.Engine;
import org.fierce.engine.Tensors;
import org.fierce.files.CheckpointFormatException;
import org.fierce.loss.Loss;
import org.fierce.loss.LossValue;
import org.fierce.loss.TermHealth;
import org.jspecify.annotations.Nullable;

/**
 * Fits a backbone to coarse labels. The result is a function of backbone, loss, options and batches
 * alone, to the last bit on the processor: not of what runs beside it, of where it was stopped and
 * resumed, or of when checkpoints were written.
 */
public final class Trainer {
  private final Backbone backbone;
  private final Loss loss;
  private final TrainingSpec spec;
  private final long seed;
  private final TrainingListener listener;
  private final EpochInspector inspector;

  /**
   * A trainer for one run. Backbone and loss stay the caller's to close.
   *
   * @param seed of the run, noted in checkpoints so that none is resumed under another seed
   * @throws IllegalArgumentException if a batch of one meets batch norm, or the device is not there
   */
  public Trainer(
      Backbone backbone, Loss loss, TrainingSpec spec, long seed, TrainingListener listener) {
    this(backbone, loss, spec, seed, listener, EpochInspector.NONE);
  }

  private Trainer(
      Backbone backbone,
      Loss loss,
      TrainingSpec spec,
      long seed,
      TrainingListener listener,
      EpochInspector inspector) {
    if (spec.batch() == 1 && backbone.hasBatchNorm()) {
      throw new IllegalArgumentException(
          "batch is 1, but the backbone has batch norm, which needs at least 2 rows for a deviation; raise batch");
    }
    spec.device().require();
    this.backbone = backbone;
    this.loss = loss;
    this.spec = spec;
    this.seed = seed;
    this.listener = listener;
    this.inspector = inspector;
  }

  /** The same trainer with an inspector that looks at the network between epochs. */
  public Trainer withInspector(EpochInspector other) {
    return new Trainer(backbone, loss, spec, seed, listener, other);
  }

  /** Trains without leaving files behind. */
  public List<EpochMetrics> fit(Batches batches) {
    try {
      return fit(batches, null, null, false);
    } catch (IOException e) {
      throw new UncheckedIOException("no file was to be written", e);
    }
  }

  /**
   * Trains all epochs, or those that are left, and leaves the backbone in evaluation mode with the
   * last weights, averaged ones where averaging is on.
   *
   * @param validation rows to score after every epoch, or null
   * @param folder where metrics and checkpoints go, or null for nowhere
   * @param resume whether to go on from the folder's checkpoint, if there is one
   * @return the metrics of every epoch, those before resuming included
   * @throws TrainingDivergedException if the loss or a weight becomes NaN or infinite
   * @throws IllegalArgumentException if the batches are not of the size of the options, or show
   *     another number of views than the loss wants
   * @throws IllegalStateException if the folder holds a checkpoint and {@code resume} is false, or
   *     if the engine is in use with another number of threads
   * @throws CheckpointFormatException if the checkpoint is damaged or of another run
   */
  public List<EpochMetrics> fit(
      Batches batches,
      @Nullable Validation validation,
      @Nullable CheckpointFolder folder,
      boolean resume)
      throws IOException {
    if (batches.batchSize() != Math.min(spec.batch(), batches.data().size())) {
      throw new IllegalArgumentException(
          "batches have %d rows, the training options say %d"
              .formatted(batches.batchSize(), spec.batch()));
    }
    if (batches.views() != loss.views()) {
      throw new IllegalArgumentException(
          "batches show %d view(s) of each row, the loss wants %d; make them with withViews(%d)"
              .formatted(batches.views(), loss.views(), loss.views()));
    }
    List<EpochMetrics> epochs = new ArrayList<>();
    try (Engine.Lease threads = Engine.threads(spec.threads());
        TrainingState state = new TrainingState(backbone, loss, spec)) {
      int done = 0;
      if (folder != null) {
        done = folder.begin(resume, state, spec, seed, batches.stepsPerEpoch());
        epochs.addAll(folder.metrics().read());
      }
      inspector.begin(done, spec.epochs());
      for (int epoch = done; epoch < spec.epochs(); epoch++) {
        EpochMetrics metrics = trainEpoch(epoch, batches, validation, state);
        epochs.add(metrics);
        if (inspector.wants(epoch + 1, spec.epochs())) {
          int number = epoch + 1;
          backbone.train(false);
          state.withAverage(() -> inspector.inspect(number, backbone));
        }
        if (folder != null) {
          folder.endEpoch(metrics, state, spec, seed);
        }
        listener.onEpoch(metrics);
      }
      state.finish();
    } finally {
      backbone.train(false);
    }
    return epochs;
  }

  private EpochMetrics trainEpoch(
      int epoch, Batches batches, @Nullable Validation validation, TrainingState state) {
    long start = System.nanoTime();
    int steps = batches.stepsPerEpoch();
    long step = (long) epoch * steps;
    long total = (long) spec.epochs() * steps;
    // The last full batch: a few left-over rows fill the range of any term that counts anchors.
    int probed = batches.data().size() / batches.batchSize() - 1;
    double rate = 0;
    Tally tally = new Tally();
    backbone.train(true);
    try (Batches.Epoch source = batches.epoch(epoch)) {
      for (int i = 0; i < steps; i++) {
        Batch batch = Objects.requireNonNull(source.next());
        rate = spec.optimiser().rate() * spec.schedule().factor(step, steps, spec.epochs());
        trainStep(batch, step, rate, state, tally, i == probed);
        step++;
        listener.onStep(
            new StepProgress(
                epoch + 1,
                spec.epochs(),
                step,
                total,
                tally.mean(tally.loss),
                tally.mean(tally.entropyBits),
                rate));
      }
    }
    if (!state.hasFiniteWeights()) {
      throw TrainingDivergedException.weights(step - 1, tally.lastLoss, rate);
    }
    double accuracy = validation == null ? Double.NaN : state.withAverage(() -> score(validation));
    return new EpochMetrics(
        epoch + 1,
        step,
        tally.mean(tally.loss),
        tally.mean(tally.crossEntropy),
        tally.mean(tally.entropyBits),
        tally.mean(tally.right),
        accuracy,
        tally.health,
        rate,
        (System.nanoTime() - start) / 1e9);
  }

  private double score(Validation validation) {
    return FrozenPass.coarseAccuracy(
        backbone, validation.data(), validation.normalisation(), spec.batch());
  }

  private void trainStep(
      Batch batch, long step, double rate, TrainingState state, Tally tally, boolean isProbed) {
    try (PointerScope scope = new PointerScope()) {
      org.bytedeco.pytorch.Device device = new org.bytedeco.pytorch.Device(spec.device().type());
      Tensor inputs = FrozenPass.tensor(batch.inputs(), batch.size(), batch.shape(), device);
      Tensor labels = Tensors.labels(batch.coarse());
      Tensor coarse =
          spec.device() == Device.CPU ? labels : labels.to(device, labels.scalar_type());
      state.clearGradients();
      Backbone.Output output = backbone.forward(inputs, loss.isHeadDetached());
      LossValue value = loss.compute(output, coarse, step);
      double total = value.total().item_double();
      if (!Double.isFinite(total)) {
        throw TrainingDivergedException.loss(step, total, rate);
      }
      if (isProbed && batch.size() > 1) {
        tally.health = loss.health(output.features(), backbone::logits, coarse, step);
      }
      value.total().backward();
      state.update(step + 1, rate);
      double right = loss.labelsAreCoarse() ? FrozenPass.countRight(output, coarse) : Double.NaN;
      tally.add(batch.size(), total, value, right);
    }
  }

  /** Sums over the rows of an epoch so far. */
  private static final class Tally {
    private long rows;
    private double lastLoss;
    private double loss;
    private double crossEntropy;
    private double entropyBits;
    private double right;
    private TermHealth health = TermHealth.NONE;

    void add(int size, double total, LossValue value, double rowsRight) {
      rows += size;
      lastLoss = total;
      loss += size * total;
      crossEntropy += size * value.crossEntropy().item_double();
      entropyBits += size * value.rewardBits();
      right += rowsRight;
    }

    double mean(double sum) {
      return sum / rows;
    }
  }
}
