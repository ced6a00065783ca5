package org.fierce.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fierce.backbone.Backbone;
import org.fierce.config.ConfigReader;
import org.fierce.config.ConfigurationException;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.EncodedRow;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.RowEncoder;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.engine.Engine;
import org.fierce.evaluate.Findings;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderLock;
import org.fierce.files.Json;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.fierce.model.ModelDescription;
import org.fierce.model.ModelFile;
import org.fierce.onnx.UnwritableNetworkException;
import org.fierce.run.Answer;
import org.fierce.run.DetailReport;
import org.fierce.run.Examples;
import org.fierce.run.Illustration;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.run.Scores;
import org.fierce.train.CoarseLearning;
import org.fierce.train.TrainingListener;
import org.fierce.train.Weights;
import org.jspecify.annotations.Nullable;

/**
 * A finished run opened again: its network with the trained weights, and the normalisation that its
 * inputs go through. Used by one thread at a time.
 */
public final class TrainedRun implements AutoCloseable {
  private static final String LACKS_MODEL =
      "%s was trained by a version of Fierce that wrote no model.json; train again to have a model file";

  private final RunFolder folder;
  private final ExperimentConfig config;
  private final long seed;
  private final Backbone backbone;
  private final Facts facts;
  private final Readout readout;

  private TrainedRun(
      RunFolder folder,
      ExperimentConfig config,
      long seed,
      Backbone backbone,
      Facts facts,
      Readout readout) {
    this.folder = folder;
    this.config = config;
    this.seed = seed;
    this.backbone = backbone;
    this.facts = facts;
    this.readout = readout;
  }

  /**
   * Opens the run of a folder.
   *
   * @throws ConfigurationException if the folder holds no run of a method with weights
   * @throws CheckpointFormatException if the weights are damaged or of another network
   */
  public static TrainedRun open(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    if (!Files.exists(folder.record())) {
      throw new ConfigurationException(
          "%s holds no trained run: it lacks run.json".formatted(path));
    }
    RunRecord record = RunRecord.read(folder.record());
    Optional<Contender.Rival> rival =
        Optional.ofNullable(record.method()).flatMap(Contender.Rival::of);
    RunFolder weights =
        record.weightsOf() == null ? folder : folder.ofContender(record.weightsOf());
    if (!Files.exists(weights.weights())) {
      throw new ConfigurationException(lacksWeights(path, rival, record));
    }
    ExperimentConfig config = new ConfigReader(List.of(), false).read(folder.config());
    Facts facts = Facts.read(folder, weights);
    long seed = Objects.requireNonNullElse(record.seed(), 0L);
    MethodConfig method = config.methods().get(0);
    Backbone backbone =
        TrainingPipeline.spec(config, method).build(facts.encoder().shape(), facts.outputs(), seed);
    try {
      Weights.load(backbone, weights.weights());
      backbone.train(false);
      Readout readout =
          // The rival with weights, fine-ceiling, is always read at its last layer.
          rival.isEmpty() ? method.readout().load(folder.readout()) : Readout.LAST_LAYER;
      return new TrainedRun(folder, config, seed, backbone, facts, readout);
    } catch (IOException | RuntimeException e) {
      backbone.close();
      throw e;
    }
  }

  private static String lacksWeights(Path path, Optional<Contender.Rival> rival, RunRecord record) {
    if (rival.isPresent()) {
      String made = record.madeFrom();
      return made == null
          ? "%s holds the rival %s, which has no trained network of its own; name the folder of a method"
              .formatted(path, rival.get().label())
          : "%s holds the rival %s, which is made from the network of %s and has none of its own; name the folder of %s"
              .formatted(path, rival.get().label(), made, made);
    }
    String trained = record.weightsOf();
    if (trained != null) {
      return "%s reads the network of %s, but %s is missing; keep both in their comparison's folder"
          .formatted(path, trained, new RunFolder(path).ofContender(trained).weights());
    }
    if (record.isUnfinished()) {
      return "%s holds a run that is not finished: it lacks weights.safetensors; finish it with --resume"
          .formatted(path);
    }
    return "%s holds no trained run: it lacks weights.safetensors".formatted(path);
  }

  /** The configuration of the run. */
  public ExperimentConfig config() {
    return config;
  }

  /** The network, in evaluation mode; closed with the run. */
  Backbone backbone() {
    return backbone;
  }

  /** The method's readout, fitted on the network. */
  Readout readout() {
    return readout;
  }

  /** The scores of the run, as they were last computed. */
  public Scores scores() throws IOException {
    return Scores.read(folder.scores());
  }

  /** The seed of the run. */
  public long seed() {
    return seed;
  }

  /** The folders in which the run found its data, to search besides today's. */
  public List<Path> dataFolders() throws IOException {
    return RunFolder.dataFolders(folder.path());
  }

  /**
   * What makes the network's inputs of raw rows. Of a run of a version that did not save it, the
   * values of the inputs are the rows.
   */
  public RowEncoder encoder() {
    return facts.encoder();
  }

  /**
   * A new row as the network takes it, and what is strange about it.
   *
   * @throws DatasetFormatException if it does not fit, with what was expected
   */
  public EncodedRow encode(Object row) throws DatasetFormatException {
    return facts.encoder().encodeNew(row, facts.normalisation());
  }

  /**
   * Features and logits of rows, as {@link #encoder} makes them.
   *
   * @throws IllegalArgumentException if the rows have another shape than those trained on
   */
  public Embeddings embed(Inputs inputs) {
    if (!inputs.shape().equals(backbone.shape())) {
      throw new IllegalArgumentException(
          "the rows have %s, but the network was trained on %s"
              .formatted(inputs.shape(), backbone.shape()));
    }
    try (Engine.Lease lease = Engine.threads(config.training().threads())) {
      return readout.embed(
          backbone, inputs, facts.normalisation(), TrainingPipeline.EMBEDDING_BATCH);
    }
  }

  /**
   * Features of vectors as the network was trained on, of which the encoder's offsets are not yet
   * subtracted.
   *
   * @param rows [rows, columns], finite
   * @return [rows, width of the features]
   * @throws IllegalArgumentException if a row has not as many values as those trained on
   */
  public float[][] embed(float[][] rows) {
    return embed(facts.encoder().offsets().of(FloatMatrix.of(rows), ColumnOffsets.NONE))
        .featureMatrix()
        .toArrays();
  }

  /**
   * Scores the run's weights again on its own data and writes {@code scores.json}, {@code
   * examples.csv} and the files of the report's pictures.
   *
   * @throws ConfigurationException if the run is that of a rival, which trains nothing of its own
   */
  public Scores evaluate(DataRoot root) throws IOException {
    return evaluate(root, TrainingListener.NONE);
  }

  /** As {@link #evaluate(DataRoot)}; the listener is told what is being done. */
  public Scores evaluate(DataRoot root, TrainingListener listener) throws IOException {
    listener.onStage("reading the data of the run");
    DataSplit split = reopen(root);
    Experiment.check(config, split);
    try (FolderLock mine = FolderLock.hold(folder.path());
        Engine.Lease lease = Engine.threads(config.training().threads())) {
      TrainingPipeline pipeline = TrainingPipeline.of(config, split, facts.normalisation(), seed);
      DataSplit read = pipeline.split();
      listener.onStage(TrainingPipeline.scoring(read));
      Scored scored = pipeline.score(rows -> pipeline.embed(backbone, readout, rows));
      Findings findings = scored.findings();
      Examples.of(read.test(), findings.examples()).write(folder.examples());
      Scores scores = Scores.of(findings.scores(), Experiment.notes(config, read));
      scores.write(folder.scores());
      pipeline.writeDetail(scored.with(folder.coarseLearning()), reading(), folder);
      scored.writeLabelCurve(folder);
      listener.onStage("drawing the map and pictures");
      Illustrator.draw(Illustration.WHOLE, read, seed, folder, scored);
      return scores;
    }
  }

  /**
   * Measures what is left of fine detail in each coarse class, without fine labels, and writes
   * {@code detail-left.json}. The options are those of the run's configuration, where it has the
   * evaluator.
   *
   * @throws ConfigurationException if the run is that of a rival, which trains nothing of its own
   */
  public DetailReport detail(DataRoot root) throws IOException {
    return detail(root, TrainingListener.NONE);
  }

  /** As {@link #detail(DataRoot)}; the listener is told what is being done. */
  public DetailReport detail(DataRoot root, TrainingListener listener) throws IOException {
    listener.onStage("reading the data of the run");
    DataSplit split = reopen(root);
    listener.onStage("measuring detail in %,d test rows".formatted(split.test().size()));
    try (FolderLock mine = FolderLock.hold(folder.path());
        Engine.Lease lease = Engine.threads(config.training().threads())) {
      TrainingPipeline pipeline = TrainingPipeline.of(config, split, facts.normalisation(), seed);
      CoarseLearning known = folder.coarseLearning();
      DetailReport report =
          pipeline
              .detail(rows -> pipeline.embed(backbone, readout, rows), reading())
              .with(
                  known != null
                      ? known
                      : pipeline.learning(
                          rows -> pipeline.embed(backbone, Readout.LAST_LAYER, rows),
                          split.validation(),
                          TrainingListener.NONE));
      report.write(folder.detailLeft());
      return report;
    }
  }

  /**
   * Measures what costs nothing beside the run, chooses the features of its model file, and writes
   * {@code answer.json} and the choice to {@code run.json}; or finds that this was done.
   *
   * @param next commands to go on with, as they can be pasted
   * @param listener told of what is measured
   * @return null where the run is of a version that kept too little
   */
  public @Nullable Answer answer(DataSplit split, List<String> next, TrainingListener listener)
      throws IOException {
    if (!Files.exists(folder.model())) {
      return null;
    }
    RunRecord record = RunRecord.read(folder.record());
    if (Files.exists(folder.answer()) && record.features() != null) {
      return Answer.read(folder.answer());
    }
    long startNanos = System.nanoTime();
    MethodConfig method = config.methods().get(0);
    Answer answer;
    try (Engine.Lease lease = Engine.threads(config.training().threads())) {
      TrainingPipeline pipeline = TrainingPipeline.of(config, split, facts.normalisation(), seed);
      try (FeatureCandidates candidates =
          FeatureCandidates.of(pipeline, method, backbone, readout)) {
        FeatureChoice choice = FeatureChoice.of(pipeline.split(), seed);
        Answer.ChosenFeatures chosen =
            choice == null ? withoutLabels(pipeline, candidates, listener) : null;
        answer =
            new RunAnswer(pipeline, Asked.of(config, pipeline.split()), next)
                .of(candidates, choice, chosen, scores(), listener);
      }
    }
    answer.write(folder.answer());
    record
        .with(answer.features())
        .with("answerSeconds", (System.nanoTime() - startNanos) / 1e9)
        .write(folder.record());
    return answer;
  }

  /** The features of the model file where no row has a fine label. */
  private Answer.ChosenFeatures withoutLabels(
      TrainingPipeline pipeline, FeatureCandidates candidates, TrainingListener listener)
      throws IOException {
    MethodConfig method = config.methods().get(0);
    FeatureCandidates.Candidate own = candidates.named(FeatureCandidates.nameOf(method.readout()));
    String whyNot = Granularity.whyNot(pipeline.split());
    if (whyNot != null) {
      return new Answer.ChosenFeatures(own.name(), own.words(), whyNot, "none", List.of());
    }
    Dataset some = FeatureChoice.sample(pipeline.split().train(), FeatureChoice.MOST_FITTED, seed);
    return new Granularity(pipeline, method)
        .choose(
            folder.path(), candidates.embed(own, some.inputs()).featureMatrix(), some, listener);
  }

  /**
   * Writes or replaces the model file of the run, with its own data read again.
   *
   * @throws ConfigurationException as {@link #detail}, or if the run is of a version that kept too
   *     little
   * @throws UnwritableNetworkException if the network or its readout cannot be written as ONNX
   */
  public ModelFile export(DataRoot root, Path file, ModelOptions options) throws IOException {
    ModelDescription model = description();
    return export(model, reopen(root), file, options);
  }

  /**
   * Writes the model file of the run into its folder, where its training has just ended. Where the
   * folder has this run's file already, that stays: fine heads may have been added to it.
   *
   * @param listener told where the network cannot be written as ONNX, or the run is of a version
   *     that kept too little
   * @return null where none was written
   */
  public @Nullable ModelFile export(
      DataSplit split, ModelOptions options, TrainingListener listener) throws IOException {
    if (!Files.exists(folder.model())) {
      // A finished run of a former version, found again.
      listener.onNoModelFile(LACKS_MODEL.formatted(folder.path()));
      return null;
    }
    if (Files.exists(folder.modelFile())) {
      ModelFile former = ModelFile.open(folder.modelFile());
      if (former.model().provenance().equals(RunRecord.read(folder.record()).provenance())) {
        return former;
      }
    }
    try {
      return export(description(), split, folder.modelFile(), options);
    } catch (UnwritableNetworkException e) {
      listener.onNoModelFile(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private ModelFile export(ModelDescription model, DataSplit all, Path file, ModelOptions options)
      throws IOException {
    DataSplit split = TrainingPipeline.read(all, TrainingPipeline.MOST_READ, seed);
    int threads = config.training().threads();
    RunRecord record = RunRecord.read(folder.record());
    String chosen = record.features();
    MethodConfig method = config.methods().get(0);
    try (Engine.Lease lease = Engine.threads(threads)) {
      if (chosen == null || chosen.equals(FeatureCandidates.nameOf(method.readout()))) {
        return new ModelExport(split, model, backbone, readout, threads, options)
            .write(file, record.provenance());
      }
      TrainingPipeline pipeline = TrainingPipeline.of(config, split, facts.normalisation(), seed);
      try (FeatureCandidates candidates =
          FeatureCandidates.of(pipeline, method, backbone, readout)) {
        FeatureCandidates.Candidate features = candidates.named(chosen);
        Inputs one = split.train().inputs().select(new int[] {0});
        int width = candidates.embed(features, one).features().shape().values();
        return new ModelExport(
                split,
                model.reading(features.spec(), width),
                backbone,
                features.readout(),
                threads,
                options)
            .write(file, record.provenance());
      }
    }
  }

  private ModelDescription description() throws IOException {
    if (!Files.exists(folder.model())) {
      throw new ConfigurationException(LACKS_MODEL.formatted(folder.path()));
    }
    return ModelDescription.read(folder.model());
  }

  private FeatureReading reading() {
    return FeatureReading.of(new Contender.Method(config.methods().get(0)));
  }

  /**
   * The data of the run, read again.
   *
   * @throws ConfigurationException if the run is that of a rival, or what was learnt of the
   *     training rows before is not what they give now, so that the network would be asked other
   *     inputs than those it knows
   */
  private DataSplit reopen(DataRoot root) throws IOException {
    RunRecord record = RunRecord.read(folder.record());
    if (!config.methods().get(0).label().equals(record.method())) {
      throw new ConfigurationException(
          "%s holds the rival %s, which only compare can score; name the folder of a method"
              .formatted(folder.path(), record.method()));
    }
    DataSplit split = Experiment.open(config, root, seed);
    if (Files.exists(folder.model()) && !split.encoder().equals(facts.encoder())) {
      throw new ConfigurationException(
          "%s was trained on rows that were encoded otherwise than its data files give now (other columns, categories, words or means); put the files of then back, or train again"
              .formatted(folder.path()));
    }
    String changed = record.changedInput(config.data(), root);
    return changed == null
        ? split
        : split.noted(
            List.of(
                "%s is not the file that the run was trained on: its content has changed since."
                    .formatted(changed)));
  }

  @Override
  public void close() {
    backbone.close();
  }

  /**
   * What besides its weights a network needs to be used.
   *
   * @param encoder what makes its inputs of raw rows
   * @param outputs of the network
   * @param normalisation of every input
   */
  private record Facts(RowEncoder encoder, int outputs, Normalisation normalisation) {
    static Facts read(RunFolder folder, RunFolder trained) throws IOException {
      Safetensors weights = Safetensors.read(trained.weights());
      long count = weights.tensors().values().stream().mapToLong(StoredTensor::count).sum();
      Facts facts;
      try {
        if (Files.exists(folder.model())) {
          ModelDescription model = ModelDescription.read(folder.model());
          facts = new Facts(model.row(), model.outputs(), model.normalisation());
        } else {
          facts = former(weights.metadata());
        }
        // A wrong number must not ask for memory.
        if (facts.outputs < 1 || facts.outputs > count) {
          throw new IllegalArgumentException(
              "outputs is %d, expected 1 to %d, the number of weights"
                  .formatted(facts.outputs, count));
        }
      } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
        throw new CheckpointFormatException(
            "%s has metadata that cannot be read: %s".formatted(trained.weights(), e.getMessage()),
            e);
      }
      return facts;
    }

    /** As versions that wrote no model.json kept them in the file of weights. */
    private static Facts former(Map<String, String> metadata) throws JsonProcessingException {
      int[] sides = numbers(metadata, "shape", int[].class);
      if (sides.length != 3) {
        throw new IllegalArgumentException(
            "shape has %d sides, expected height, width and channels".formatted(sides.length));
      }
      InputShape shape = new InputShape(sides[0], sides[1], sides[2]);
      float[] mean = numbers(metadata, "mean", float[].class);
      float[] deviation = numbers(metadata, "deviation", float[].class);
      ColumnOffsets offsets =
          metadata.containsKey("offsets")
              ? new ColumnOffsets(numbers(metadata, "offsets", double[].class))
              : ColumnOffsets.NONE;
      return new Facts(
          shape.isVector() ? new VectorEncoder(shape.channels(), offsets) : ImageEncoder.of(shape),
          Integer.parseInt(text(metadata, "outputs")),
          metadata.containsKey("reach")
              ? new Normalisation(shape, mean, deviation, numbers(metadata, "reach", float[].class))
              : new Normalisation(shape, mean, deviation));
    }

    private static <T> T numbers(Map<String, String> metadata, String key, Class<T> type)
        throws JsonProcessingException {
      T numbers = Json.MAPPER.readValue(text(metadata, key), type);
      if (numbers == null) {
        throw new IllegalArgumentException("the key %s is null".formatted(key));
      }
      return numbers;
    }

    private static String text(Map<String, String> metadata, String key) {
      String value = metadata.get(key);
      if (value == null) {
        throw new IllegalArgumentException(
            "the key %s is missing, and so is model.json beside it; copy that back or train again"
                .formatted(key));
      }
      return value;
    }
  }
}
