package org.fierce.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.Safetensors;
import org.fierce.files.StoredTensor;
import org.jspecify.annotations.Nullable;

/**
 * The fine heads of a model, and what every new one starts from. Immutable.
 *
 * @param centres of the features of the training rows
 * @param heads at most one for each question, in the order of {@link FineQuestion}
 */
public record FineHeads(FeatureCentres centres, List<FineHead> heads) {
  private static final String CENTRE = "centre";
  private static final String COARSE_CENTRES = "coarseCentres";

  /**
   * Checks that the heads fit together.
   *
   * @throws IllegalArgumentException if two answer one question, or one reads features of another
   *     width
   */
  public FineHeads {
    heads = heads.stream().sorted((a, b) -> a.question().compareTo(b.question())).toList();
    Map<FineQuestion, FineHead> byQuestion = new EnumMap<>(FineQuestion.class);
    for (FineHead head : heads) {
      if (byQuestion.put(head.question(), head) != null) {
        throw new IllegalArgumentException(
            "two heads answer %s; a model has one. Remove one of them."
                .formatted(head.question().inWords()));
      }
      if (head.features() != centres.features()) {
        throw new IllegalArgumentException(
            "the head for %s reads %d features, but the model has %d; it is a head of another model"
                .formatted(head.question().inWords(), head.features(), centres.features()));
      }
    }
  }

  /** No head yet. */
  public static FineHeads none(FeatureCentres centres) {
    return new FineHeads(centres, List.of());
  }

  /** The head for a question, or null. */
  public @Nullable FineHead head(FineQuestion question) {
    return heads.stream().filter(head -> head.question() == question).findFirst().orElse(null);
  }

  /** These, with a head in the place of the one for the same question, if there was one. */
  public FineHeads with(FineHead head) {
    return new FineHeads(
        centres, Stream.concat(without(head.question()).heads.stream(), Stream.of(head)).toList());
  }

  /** These, without the head for a question. */
  public FineHeads without(FineQuestion question) {
    return new FineHeads(
        centres, heads.stream().filter(head -> head.question() != question).toList());
  }

  /**
   * What all of them answer for one row.
   *
   * @param features of the row
   * @param coarse index of its coarse class
   */
  public FineAnswer answer(float[] features, int coarse) {
    FineAnswer answer = FineAnswer.NONE;
    for (FineHead head : heads) {
      answer = answer.and(head.answer(features, coarse));
    }
    return answer;
  }

  /** What {@code model.json} holds of them. */
  public List<FineHead.Facts> facts() {
    return heads.stream().map(FineHead::facts).toList();
  }

  /** What {@code heads.safetensors} holds of them. */
  public byte[] toBytes() throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put(CENTRE, BoundedLinear.row(centres.all()));
    FloatMatrix coarse = centres.coarse();
    tensors.put(
        COARSE_CENTRES,
        new StoredTensor.Floats(new long[] {coarse.rows(), coarse.columns()}, coarse.values()));
    for (FineHead head : heads) {
      head.tensors()
          .forEach((name, tensor) -> tensors.put(tensorName(head.question(), name), tensor));
    }
    return new Safetensors(tensors, Map.of()).toBytes();
  }

  /**
   * The heads that were stored.
   *
   * @param file what messages call the tensors
   * @param width of the model's features
   * @param facts what {@code model.json} holds
   * @param bytes what {@code heads.safetensors} holds
   * @throws CheckpointFormatException if they do not fit together, or are of another model
   */
  public static FineHeads of(String file, int width, List<FineHead.Facts> facts, byte[] bytes)
      throws IOException {
    Map<String, StoredTensor> tensors = Safetensors.of(file, bytes).tensors();
    StoredTensor found = tensors.get(CENTRE);
    if (!(found instanceof StoredTensor.Floats centre)
        || !Arrays.equals(centre.shape(), new long[] {width})) {
      throw new CheckpointFormatException(
          "%s has %s for the mean of the training rows, but the model has %d features; the heads are of another model"
              .formatted(
                  file,
                  found == null ? "nothing" : "the shape " + Arrays.toString(found.shape()),
                  width));
    }
    FeatureCentres centres = centres(file, centre, tensors.get(COARSE_CENTRES));
    Stream.Builder<FineHead> heads = Stream.builder();
    for (FineHead.Facts each : facts) {
      heads.add(each.head(new HeadTensors(file, each.question(), tensors, centres)));
    }
    try {
      return new FineHeads(centres, heads.build().toList());
    } catch (IllegalArgumentException e) {
      throw new CheckpointFormatException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static FeatureCentres centres(
      String file, StoredTensor.Floats all, @Nullable StoredTensor coarse)
      throws CheckpointFormatException {
    int width = all.count();
    if (!(coarse instanceof StoredTensor.Floats floats)
        || floats.shape().length != 2
        || floats.shape()[1] != width) {
      throw new CheckpointFormatException(
          "%s: the tensor %s is missing or of another shape than [coarse classes, %d]. Write the model file again by export."
              .formatted(file, COARSE_CENTRES, width));
    }
    return new FeatureCentres(
        all.values(), new FloatMatrix((int) floats.shape()[0], width, floats.values()));
  }

  static String tensorName(FineQuestion question, String name) {
    return question.key() + "." + name;
  }
}
