package org.fierce.cli;

import java.util.ArrayList;
import java.util.List;
import org.fierce.experiment.ModelOptions;
import org.fierce.model.Calibration;
import org.fierce.model.ModelFile;
import org.fierce.model.ReferenceRows;
import org.fierce.model.TrainedModel;
import picocli.CommandLine.Option;

/** The options of commands that write a model file. */
final class ModelFileOptions {
  @Option(
      names = "--no-reference",
      description =
          "Leave the training rows' features and names out of the model file; it then has no nearest examples.")
  private boolean isWithoutReference;

  ModelOptions options() {
    return isWithoutReference ? ModelOptions.withoutReference() : ModelOptions.standard();
  }

  /** A line that names the file, and lines of what somebody who uses it must know. */
  static String words(ModelFile file) {
    StringBuilder words = new StringBuilder("Model: ").append(file.path());
    notes(file).forEach(note -> words.append("\n  ").append(note));
    return words.toString();
  }

  /** What somebody who uses the file must know. */
  static List<String> notes(ModelFile file) {
    List<String> notes = new ArrayList<>();
    TrainedModel model = file.model();
    if (model.calibration().equals(Calibration.NONE)) {
      notes.add(
          "Its probabilities are not calibrated: the run kept no validation rows (data.validation).");
    }
    ReferenceRows.Extent rows = model.reference();
    if (rows != null && rows.rows() < rows.of()) {
      notes.add(
          "It holds %d of %d training rows for nearest examples, drawn by chance: all would take more than 256 MiB."
              .formatted(rows.rows(), rows.of()));
    }
    return notes;
  }
}
