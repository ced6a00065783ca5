package org.fierce.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.EncodedRow;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.labels.FineTargets;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;

/** Share of test rows whose number lies in its interval. Arguments: folder of the data, runs. */
public final class IntervalsMeasured {
  private IntervalsMeasured() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    DataRoot root = new DataRoot(List.of(Path.of(arguments[0])));
    for (int i = 1; i < arguments.length; i++) {
      try (TrainedRun run = TrainedRun.open(Path.of(arguments[i]));
          Predictor predictor = Predictor.load(Path.of(arguments[i], "model.fierce"))) {
        DataSplit split = Experiment.open(run.config(), root, run.seed());
        double[] truth =
            ((FineTargets.Scalars) Objects.requireNonNull(split.test().fine())).values();
        List<EncodedRow> rows = new ArrayList<>();
        for (int row = 0; row < truth.length; row++) {
          float[] input = new float[split.test().shape().values()];
          split.test().inputs().read(row, input, 0);
          rows.add(new EncodedRow(input, List.of()));
        }
        List<Prediction> answers = predictor.answer(rows);
        int inside = 0;
        double width = 0;
        double error = 0;
        double level = 0;
        for (int row = 0; row < truth.length; row++) {
          Prediction.FineNumber n = Objects.requireNonNull(answers.get(row).number());
          inside += truth[row] >= n.low() && truth[row] <= n.high() ? 1 : 0;
          width += (n.high() - n.low()) / truth.length;
          error += Math.abs(truth[row] - n.value()) / truth.length;
          level = n.level();
        }
        System.out.printf(
            Locale.ROOT,
            "%s: %d of %d test rows inside (%.3f, stated %.2f), mean width %.3g, mean absolute error %.3g; %s; validation rows %s%n",
            arguments[i],
            inside,
            truth.length,
            (double) inside / truth.length,
            level,
            width,
            error,
            predictor.model().heads(),
            split.validation() == null ? "none" : Integer.toString(split.validation().size()));
      }
    }
  }
}
