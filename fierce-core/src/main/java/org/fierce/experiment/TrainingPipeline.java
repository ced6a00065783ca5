package org.fierce.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.config.Contender;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.MethodConfig;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.data.batch.Batches;
import org.fierce.data.split.Splits;
import org.fierce.embed.Embedder;
import org.fierce.embed.Embeddings;
import org.fierce.embed.LayerEmbeddings;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.evaluate.AugmentedQueries;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.ValidationLogits;
import org.fierce.evaluate.detail.DetailLeft;
import org.fierce.files.Json;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.loss.Loss;
import org.fierce.model.ModelDescription;
import org.fierce.run.DetailReport;
import org.fierce.run.Provenance;
import org.fierce.run.RunFolder;
import org.fierce.run.SeedStreams;
import org.fierce.train.CheckpointFolder;
import org.fierce.train.CoarseLearning;
import org.fierce.train.EpochInspector;
import org.fierce.train.Trainer;
import org.fierce.train.TrainingListener;
import org.fierce.train.TrainingSpec;
import org.fierce.train.Validation;
import org.fierce.train.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Runs one method from rows to scores: batches, backbone, loss, trainer, embedder, evaluators.
 *
 * @param split whose rows are read out and scored
 * @param whole the training rows that networks learn from, those of the split and maybe more
 */
public record TrainingPipeline(
    ExperimentConfig config,
    DataSplit split,
    Dataset whole,
    Normalisation normalisation,
    long seed) {
  static final int EMBEDDING_BATCH = 256;

  /** No more training rows, and no more test rows, are read out of a network. */
  static final int MOST_READ = 60_000;

  /** Rows on which accuracy is known to some 0.07 at worst. */
  private static final int ENOUGH_ROWS = 200;

  static TrainingPipeline of(ExperimentConfig config, DataSplit split, long seed) {
    return of(config, split, Normalisation.fit(split.train().inputs()), seed);
  }

  /** With a normalisation that is known. */
  static TrainingPipeline of(
      ExperimentConfig config, DataSplit split, Normalisation normalisation, long seed) {
    return new TrainingPipeline(
        config, read(split, MOST_READ, seed), split.train(), normalisation, seed);
  }

  /**
   * The rows to read out of a network: all, or so many of the training and of the test rows, drawn
   * with a seed, as features of very many rows do not fit into memory and say no more.
   */
  static DataSplit read(DataSplit split, int most, long seed) {
    Integer train = split.train().size() > most ? most : null;
    Integer test = split.test().size() > most ? most : null;
    return train == null && test == null
        ? split
        : Splits.limit(split, train, test, seed)
            .noted(
                List.of(
                    "Networks learn from all %,d training rows; features are read, compared and scored on %,d of them and on %,d of %,d test rows, drawn with the seed."
                        .formatted(
                            split.train().size(),
                            train == null ? split.train().size() : most,
                            test == null ? split.test().size() : most,
                            split.test().size())));
  }

  /** Trains a method on the coarse labels and scores its frozen features. */
  Scored run(MethodConfig method, RunFolder folder, TrainingListener listener) throws IOException {
    try (Backbone backbone = backbone(method);
        Loss loss =
            method
                .loss()
                .build(backbone.featureWidth(), backbone.classes(), SeedStreams.LOSS.of(seed))) {
      TrainingSpec training = method.training(config.training());
      fit(
          backbone,
          loss,
          training,
          whole,
          split.validation(),
          folder,
          listener,
          new DetailOverTime(this, method, folder, listener));
      Readout readout = readout(method.readout(), backbone);
      save(method.label(), spec(config, method), backbone, method.readout(), readout, folder);
      CoarseLearning learning =
          learning(rows -> embed(backbone, Readout.LAST_LAYER, rows), split.validation(), listener);
      listener.onStage(scoring(split));
      return score(rows -> embed(backbone, readout, rows)).with(learning);
    }
  }

  /**
   * Reads the network out that another method has trained, which differs in its readout alone, and
   * scores these features.
   */
  Scored read(MethodConfig method, RunFolder trained, RunFolder folder, TrainingListener listener)
      throws IOException {
    try (TrainedRun run = TrainedRun.open(trained.path())) {
      Backbone backbone = run.backbone();
      Readout readout = readout(method.readout(), backbone);
      describe(method.label(), spec(config, method), backbone, method.readout(), readout, folder);
      CoarseLearning learning =
          learning(rows -> embed(backbone, Readout.LAST_LAYER, rows), split.validation(), listener);
      listener.onStage(scoring(split));
      return score(rows -> embed(backbone, readout, rows)).with(learning);
    }
  }

  /** What is done when rows are scored, in words. */
  static String scoring(DataSplit split) {
    return "scoring the features of %,d training and %,d test rows"
        .formatted(split.train().size(), split.test().size());
  }

  /** The network of a method, untrained. */
  Backbone backbone(MethodConfig method) {
    return spec(config, method)
        .build(
            split.train().shape(), split.train().coarse().classes(), SeedStreams.WEIGHTS.of(seed));
  }

  public static BackboneSpec spec(ExperimentConfig config, MethodConfig method) {
    return method.head() == null ? config.backbone() : config.backbone().withHead(method.head());
  }

  /** Trains, or goes on from the folder's checkpoint. */
  void fit(
      Backbone backbone,
      Loss loss,
      TrainingSpec training,
      Dataset train,
      @Nullable Dataset validation,
      RunFolder folder,
      TrainingListener listener,
      EpochInspector inspector)
      throws IOException {
    Batches batches =
        new Batches(
                train,
                normalisation,
                config.augmentation(),
                training.batch(),
                SeedStreams.BATCHES.of(seed))
            .withViews(loss.views());
    new Trainer(backbone, loss, training, seed, listener)
        .withInspector(inspector)
        .fit(
            batches,
            validation == null ? null : new Validation(validation, normalisation),
            new CheckpointFolder(folder.path()),
            true);
  }

  /**
   * Writes what {@link TrainedRun} opens: the readout, the description, and the weights last, so
   * that a folder with weights has it all.
   *
   * @param label of the method or rival that trained the network
   */
  void save(
      String label,
      BackboneSpec spec,
      Backbone backbone,
      ReadoutSpec readoutSpec,
      Readout readout,
      RunFolder folder)
      throws IOException {
    describe(label, spec, backbone, readoutSpec, readout, folder);
    Weights.save(backbone, Map.of("fierce", Provenance.version()), folder.weights());
  }

  private void describe(
      String label,
      BackboneSpec spec,
      Backbone backbone,
      ReadoutSpec readoutSpec,
      Readout readout,
      RunFolder folder)
      throws IOException {
    readout.save(folder.readout());
    Inputs one = split.train().inputs().select(new int[] {0});
    new ModelDescription(
            Provenance.version(),
            label,
            seed,
            split.encoder(),
            normalisation,
            split.train().coarse().among(),
            Json.ofRecord(spec),
            backbone.classes(),
            Json.ofRecord(readoutSpec),
            embed(backbone, readout, one).featureMatrix().columns())
        .write(folder.model());
  }

  /**
   * Whether the coarse classes were learnt, told on rows that were not trained on: the validation
   * rows, with the test rows where those are fewer than {@link #ENOUGH_ROWS}.
   *
   * @param validation rows held out of training, or null where there are none
   * @param listener told of it
   * @return null where the network has no logits of coarse classes
   */
  @Nullable CoarseLearning learning(
      Function<Inputs, Embeddings> embed, @Nullable Dataset validation, TrainingListener listener) {
    List<Dataset> judged = new ArrayList<>();
    if (validation != null) {
      judged.add(validation);
    }
    if (validation == null || validation.size() < ENOUGH_ROWS) {
      judged.add(split.test());
    }
    int rows = judged.stream().mapToInt(Dataset::size).sum();
    int[] decisions = new int[rows];
    int[] labels = new int[rows];
    int first = 0;
    for (Dataset each : judged) {
      FloatMatrix logits = embed.apply(each.inputs()).logits();
      if (logits == null || logits.columns() != each.coarse().classes()) {
        return null;
      }
      System.arraycopy(logits.largestColumns(), 0, decisions, first, each.size());
      System.arraycopy(each.coarse().labels(), 0, labels, first, each.size());
      first += each.size();
    }
    CoarseLearning learning =
        CoarseLearning.of(
            judged.size() > 1 ? "validation and test" : validation == null ? "test" : "validation",
            decisions,
            new CoarseLabels(labels, split.train().coarse().names()));
    listener.onLearning(learning);
    return learning;
  }

  /** What features are made of, learnt from the training rows. */
  Readout readout(ReadoutSpec spec, Backbone backbone) {
    return spec.fit(backbone, split.train().inputs(), normalisation, EMBEDDING_BATCH);
  }

  Embeddings embed(Backbone backbone, Readout readout, Inputs inputs) {
    return readout.embed(backbone, inputs, normalisation, EMBEDDING_BATCH);
  }

  /** Features of the last layer but one, and logits. */
  Embeddings embedEarlier(Backbone backbone, Inputs inputs) {
    LayerEmbeddings layers =
        Embedder.embedLayers(backbone, inputs, normalisation, EMBEDDING_BATCH, 1);
    return new Embeddings(
        layers.earlier().get(layers.earlier().size() - 1), layers.last().logits());
  }

  /**
   * Scores the embeddings of the training and the test rows and, where an evaluator needs augmented
   * copies, of test rows augmented as training rows are. Where the split has novel rows, evaluators
   * that prefer them score those.
   */
  Scored score(Function<Inputs, Embeddings> embed) {
    Embeddings reference = embed.apply(split.train().inputs());
    Embeddings query = embed.apply(split.test().inputs());
    Scored scored =
        score(
            evaluation(reference, query)
                .withInput(input())
                .withAugmented(copies(embed, split.test().inputs()))
                .withValidation(query.logits() == null ? null : validation(embed)),
            reference);
    String bounded = normalisation.bounded(split.test().inputs()).note("input values");
    Dataset novel = split.novel();
    if (novel == null) {
      return new Scored(scored.findings().withNote(bounded), scored.train(), scored.test());
    }
    Evaluation ofNovel =
        Evaluation.ofNovel(
                reference,
                embed.apply(novel.inputs()),
                novel.coarse(),
                SeedStreams.EVALUATION.of(seed))
            .withAugmented(copies(embed, novel.inputs()));
    Findings findings = scored.findings().withNote(bounded);
    for (Evaluator evaluator : config.evaluation()) {
      if (evaluator.prefersNovelRows()) {
        findings = findings.and(evaluator.evaluate(ofNovel));
      }
    }
    return new Scored(findings, scored.train(), scored.test());
  }

  /** The normalised input of the rows of {@link #evaluation}. */
  private Evaluation.RawInput input() {
    Inputs train = split.train().inputs().select(fine(split.train()).known());
    return new Evaluation.RawInput(
        new NormalisedInputs(train, normalisation),
        new NormalisedInputs(split.test().inputs(), normalisation));
  }

  /** Logits of the validation rows, to fit a temperature on; null without such rows. */
  private @Nullable ValidationLogits validation(Function<Inputs, Embeddings> embed) {
    Dataset held = split.validation();
    FloatMatrix logits = held == null ? null : embed.apply(held.inputs()).logits();
    return held == null || logits == null ? null : new ValidationLogits(logits, held.coarse());
  }

  /** Embeddings of rows augmented as training rows are; null where they are not. */
  private @Nullable AugmentedQueries copies(Function<Inputs, Embeddings> embed, Inputs rows) {
    if (config.augmentation().steps().isEmpty()) {
      return null;
    }
    return view ->
        embed
            .apply(
                config
                    .augmentation()
                    .view(rows, normalisation, SeedStreams.COPIES.of(seed), 0, view))
            .featureMatrix();
  }

  /** Writes the measures of detail, where there are any, beside those of the references. */
  void writeDetail(Scored scored, FeatureReading reading, RunFolder folder) throws IOException {
    if (!scored.findings().classes().isEmpty()) {
      detail(scored.findings().classes(), reading)
          .with(scored.learning())
          .write(folder.detailLeft());
    }
  }

  /**
   * What an embedding leaves of detail in the test rows, beside what the references do, read out in
   * the same way.
   */
  DetailReport detail(Function<Inputs, Embeddings> embed, FeatureReading reading) {
    return detail(measure(embed), reading);
  }

  private DetailReport detail(List<ClassDetail> classes, FeatureReading reading) {
    Map<String, List<ClassDetail>> references = new LinkedHashMap<>();
    try (Backbone untrained = backbone(config.methods().get(0))) {
      references.put(Contender.Rival.UNTRAINED.label(), measure(reading.of(this, untrained)));
    }
    Function<Inputs, Embeddings> input = reading.ofInput(this);
    if (input != null) {
      references.put(Contender.Rival.RAW_INPUT.label(), measure(input));
    }
    return DetailReport.of(classes, references);
  }

  private List<ClassDetail> measure(Function<Inputs, Embeddings> embed) {
    return evaluator(DetailLeft.standard())
        .classes(
            embed.apply(split.test().inputs()).features(),
            split.test().coarse(),
            copies(embed, split.test().inputs()),
            SeedStreams.EVALUATION.of(seed));
  }

  /** The configuration's evaluator of this class; this one where it has none. */
  <E extends Evaluator> E evaluator(E standard) {
    @SuppressWarnings("unchecked")
    Class<E> type = (Class<E>) standard.getClass();
    return config.evaluation().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(standard);
  }

  /** The normalised input itself. */
  Embeddings raw(Inputs rows) {
    FloatMatrix matrix = FloatMatrix.copyOf(rows);
    normalisation.apply(matrix.values(), 0, matrix.rows());
    return new Embeddings(matrix, null);
  }

  /** Scores frozen embeddings of the training and the test rows, of which there are no copies. */
  Scored score(Embeddings reference, Embeddings query) {
    return score(evaluation(reference, query), reference);
  }

  private Scored score(Evaluation evaluation, Embeddings reference) {
    return new Scored(
        evaluate(evaluation, config.evaluation()),
        reference.features(),
        evaluation.query().features());
  }

  /**
   * The findings of the evaluators; those that need fine targets find nothing where there are none.
   */
  Findings evaluate(Evaluation evaluation, List<Evaluator> evaluators) {
    boolean hasFine = split.test().fine() != null;
    Findings findings = Findings.NONE;
    for (Evaluator evaluator : evaluators) {
      boolean isOfNovel = split.novel() != null && evaluator.prefersNovelRows();
      if (!isOfNovel && (hasFine || !evaluator.needsFineTargets())) {
        findings = findings.and(evaluator.evaluate(evaluation));
      }
    }
    return findings;
  }

  /** The rows that an evaluator scores. */
  static Dataset rowsFor(Evaluator evaluator, DataSplit split) {
    Dataset novel = split.novel();
    return novel != null && evaluator.prefersNovelRows() ? novel : split.test();
  }

  /** Of the training rows, those whose fine target is known. */
  Evaluation evaluation(Embeddings reference, Embeddings query) {
    FineTargets fine = fine(split.train());
    int[] known = fine.known();
    return new Evaluation(
        known.length == fine.size() ? reference : reference.select(known),
        split.train().coarse().select(known),
        fine.select(known),
        query,
        split.test().coarse(),
        fine(split.test()),
        SeedStreams.EVALUATION.of(seed));
  }

  /** The fine targets; where nobody knows them, one class that no evaluator will ask for. */
  private static FineTargets fine(Dataset rows) {
    FineTargets fine = rows.fine();
    return fine == null ? new FineTargets.Classes(new int[rows.size()], List.of("unknown")) : fine;
  }
}
