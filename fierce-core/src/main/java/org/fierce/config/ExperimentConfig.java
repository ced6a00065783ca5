package org.fierce.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fierce.backbone.BackboneSpec;
import org.fierce.data.DataSource;
import org.fierce.data.batch.Augmentation;
import org.fierce.evaluate.Evaluator;
import org.fierce.train.TrainingSpec;

/**
 * A configuration with every default filled in.
 *
 * @param data where rows and labels come from
 * @param augmentation what happens to a training row
 * @param backbone the network
 * @param methods at least one, with distinct labels
 * @param training optimiser, schedule, length
 * @param evaluation the scores wanted
 * @param scoreEvery number of epochs after which fine detail is scored while training, again and
 *     again; 0 for only at the end
 * @param rivals which rivals stand beside the methods
 * @param seeds number of seeds of a comparison: 0 to seeds - 1
 * @param quick what {@code --quick} changed by itself, in a sentence; empty where nothing
 * @param yaml the configuration as text, complete, as run folders keep it
 */
public record ExperimentConfig(
    DataSource data,
    Augmentation augmentation,
    BackboneSpec backbone,
    List<MethodConfig> methods,
    TrainingSpec training,
    List<Evaluator> evaluation,
    int scoreEvery,
    List<Contender.Rival> rivals,
    int seeds,
    String quick,
    String yaml) {
  /**
   * Checks what the parts cannot check alone.
   *
   * @throws IllegalArgumentException if there is no method, two have one label, one wants two views
   *     and there is no augmentation, or a rival is made from a method that is not there
   */
  public ExperimentConfig {
    methods = List.copyOf(methods);
    evaluation = List.copyOf(evaluation);
    rivals = List.copyOf(rivals);
    if (scoreEvery < 0) {
      throw new IllegalArgumentException(
          "evaluation.every is %d, must be at least 1".formatted(scoreEvery));
    }
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("methods is empty; name at least one, as cross-entropy");
    }
    Set<String> labels = new HashSet<>();
    for (Contender.Rival rival : Contender.Rival.values()) {
      labels.add(rival.label());
    }
    for (MethodConfig method : methods) {
      if (!labels.add(method.label())) {
        throw new IllegalArgumentException(
            "two methods are called '%s'; give each a label of its own".formatted(method.label()));
      }
      if (method.loss().views() > 1 && augmentation.steps().isEmpty()) {
        throw new IllegalArgumentException(
            "method %s learns from two augmented views of each row, but augmentation is empty, so both would be the same; name at least one step, as augmentation: [resized-crop, flip] for images or [gaussian-noise] for tables"
                .formatted(method.label()));
      }
    }
    if (!data.canBeMirrored()
        && augmentation.steps().stream().anyMatch(Augmentation.Step::mirrors)) {
      throw new IllegalArgumentException(
          "augmentation flips, but the data are turned images: mirrored, an image has another angle than its label says; take flip out of augmentation");
    }
    for (Contender.Rival rival : rivals) {
      if (rival.needsTrainedMethod() && firstCrossEntropy(methods).isEmpty()) {
        throw new IllegalArgumentException(
            "the rival %s is made from the trained network of the first method cross-entropy, and there is none; add cross-entropy to methods, or take %s out of rivals"
                .formatted(rival.label(), rival.label()));
      }
    }
    checkScoreKeys(evaluation);
  }

  /** Whether another configuration leads to the same runs: all but the number of seeds and text. */
  public boolean isSame(ExperimentConfig other) {
    return withoutText().equals(other.withoutText());
  }

  /** Whether another configuration asks the same, perhaps of other methods, rivals and seeds. */
  public boolean asksTheSame(ExperimentConfig other) {
    return with(methods, List.of()).equals(other.with(methods, List.of()));
  }

  /** What the run of a contender depends on, without text. */
  ExperimentConfig essentialOf(Contender contender) {
    return with(List.of(contender.essentialOf(this)), List.of());
  }

  private ExperimentConfig withoutText() {
    return with(methods, rivals);
  }

  private ExperimentConfig with(List<MethodConfig> others, List<Contender.Rival> otherRivals) {
    return new ExperimentConfig(
        data,
        augmentation,
        backbone,
        others,
        training,
        evaluation,
        scoreEvery,
        otherRivals,
        1,
        "",
        "");
  }

  /** The method whose trained network some rivals are made from. */
  public Optional<MethodConfig> firstCrossEntropy() {
    return firstCrossEntropy(methods);
  }

  private static Optional<MethodConfig> firstCrossEntropy(List<MethodConfig> methods) {
    return methods.stream().filter(m -> m.loss().usesOnlyCrossEntropy()).findFirst();
  }

  private static void checkScoreKeys(List<Evaluator> evaluators) {
    Set<String> keys = new HashSet<>();
    for (Evaluator evaluator : evaluators) {
      for (String key : evaluator.exclusiveKeys()) {
        if (!keys.add(key)) {
          throw new IllegalArgumentException(
              "two evaluators would give the score %s; name its ways, shots and classifiers in one of them only"
                  .formatted(key));
        }
      }
    }
  }

  /** The method of this label. */
  public MethodConfig method(String label) {
    return methods.stream()
        .filter(method -> method.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "there is no method '%s'; %s"
                        .formatted(
                            label,
                            NearestName.suggest(
                                label, methods.stream().map(MethodConfig::label).toList()))));
  }
}
