package org.fierce.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.config.NearestName;

/** The experiments of the paper (arXiv 2208.03684), each as comparisons that come with Fierce. */
public enum Reproduction {
  /** Unmixing: the largest material of a pixel is known, the shares are asked for. */
  HYPERSPECTRAL("Hyperspectral unmixing"),
  /** Regression: whether a number is above the median is known, the number is asked for. */
  REGRESSION("Regression from two bins"),
  /** Few-shot: base classes are known, classes never seen in training are asked for. */
  FEW_SHOT("Few-shot learning of new classes");

  private static final String BLOCKS = "data.split={kind: blocks, side: 15}";
  private static final String SAMSON =
      "put Samson.mat (github.com/burknipalsson/hu_autoencoders, folder Datasets) into the folder samson of FIERCE_DATA";

  private final String title;

  Reproduction(String title) {
    this.title = title;
  }

  /**
   * One comparison of an experiment.
   *
   * @param name of its folder
   * @param title what it is, for people
   * @param resource its configuration
   * @param overrides what differs from the configuration, as {@code key=value}
   * @param remedy how to come by its data, empty where it needs none
   */
  public record Part(
      String name, String title, String resource, List<String> overrides, String remedy) {
    /** Copies the overrides. */
    public Part {
      overrides = List.copyOf(overrides);
    }

    /**
     * The configuration of this part.
     *
     * @param more overrides that come after its own
     * @param isQuick whether the configuration's {@code quick} section applies
     */
    public ExperimentConfig config(List<String> more, boolean isQuick) {
      List<String> all = new ArrayList<>(overrides);
      all.addAll(more);
      return new ConfigReader(all, isQuick).bundled(Reproduction.class, "reproduce/" + resource);
    }
  }

  /** Its word on the command line, as {@code few-shot}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is called, for people. */
  public String title() {
    return title;
  }

  /** Its comparisons, in order. */
  public List<Part> parts() {
    return switch (this) {
      case HYPERSPECTRAL ->
          List.of(
              new Part(
                  "scene",
                  "Simulated scene, pixels split at random as in the paper",
                  "hyperspectral-scene.yaml",
                  List.of(),
                  ""),
              new Part(
                  "scene-blocks",
                  "Simulated scene, split by blocks of 15 x 15 pixels",
                  "hyperspectral-scene.yaml",
                  List.of(BLOCKS),
                  ""),
              new Part(
                  "samson",
                  "Samson, a real scene, pixels split at random as in the paper",
                  "hyperspectral-samson.yaml",
                  List.of(),
                  SAMSON),
              new Part(
                  "samson-blocks",
                  "Samson, a real scene, split by blocks of 15 x 15 pixels",
                  "hyperspectral-samson.yaml",
                  List.of(BLOCKS),
                  SAMSON));
      case REGRESSION ->
          List.of(
              new Part(
                  "california",
                  "California housing: above or below the median value -> the value in dollars",
                  "regression-california.yaml",
                  List.of(),
                  "put housing.csv (github.com/ageron/handson-ml2, folder datasets/housing) into the folder california-housing of FIERCE_DATA"),
              new Part(
                  "abalone",
                  "Abalone: more rings than the median or not -> the number of rings",
                  "regression-abalone.yaml",
                  List.of(),
                  "put abalone.csv (github.com/jbrownlee/Datasets) into the folder abalone of FIERCE_DATA"),
              new Part(
                  "turned-fashion",
                  "Fashion-MNIST, each image turned by up to 60 degrees: to which side -> the angle in degrees",
                  "regression-turned-fashion.yaml",
                  List.of(),
                  "run fierce fetch fashion-mnist"));
      case FEW_SHOT ->
          List.of(
              new Part(
                  "cifar-fs",
                  "CIFAR-FS: 64 base classes -> 20 novel classes, 5 ways, 1 and 5 shots",
                  "few-shot-cifar-fs.yaml",
                  List.of(),
                  "run fierce fetch cifar100"));
    };
  }

  /**
   * Those of these names, or all where none is named.
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  public List<Part> parts(List<String> names) {
    List<Part> parts = parts();
    List<String> known = parts.stream().map(Part::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no data set '%s'; %s"
                .formatted(word(), name, NearestName.suggest(name, known)));
      }
    }
    return names.isEmpty()
        ? parts
        : parts.stream().filter(part -> names.contains(part.name())).toList();
  }

  /**
   * The experiment of this word.
   *
   * @throws IllegalArgumentException if there is none, naming the nearest
   */
  public static Reproduction of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the paper has no experiment '%s'; %s"
                        .formatted(
                            word,
                            NearestName.suggest(
                                word, Arrays.stream(values()).map(Reproduction::word).toList()))));
  }
}
