package org.fierce.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.fierce.model.ReferenceRows.Extent;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says of its model, besides the numbers of the network.
 *
 * @param description what a row is, the coarse classes, the network and its readout
 * @param calibration of the probabilities of the coarse classes
 * @param heads the small facts of its fine heads, at most one for each question
 * @param reference how many training rows the file holds, for nearest examples; null where it holds
 *     none
 * @param provenance the record of the run that trained it ({@code run.json})
 */
public record TrainedModel(
    ModelDescription description,
    Calibration calibration,
    List<FineHead.Facts> heads,
    @Nullable Extent reference,
    ObjectNode provenance) {
  /** Checks that nothing is missing. */
  public TrainedModel {
    heads = List.copyOf(heads);
    Objects.requireNonNull(description);
    Objects.requireNonNull(calibration);
    Objects.requireNonNull(provenance);
  }

  /** The same with other heads. */
  public TrainedModel withHeads(List<FineHead.Facts> others) {
    return new TrainedModel(description, calibration, others, reference, provenance);
  }
}
