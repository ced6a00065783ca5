package org.fierce.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.probe.HeadFitter;
import org.fierce.evaluate.probe.HeadKind;
import org.fierce.evaluate.probe.LabelledRows;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.labels.FineTargets;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;

/**
 * Accuracy inside the true coarse class of heads for fine classes, fitted on all training rows, and
 * how long the fit takes. Arguments: folder of the data, then folders of runs.
 */
public final class HeadsCompared {
  private HeadsCompared() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    DataRoot root = new DataRoot(List.of(Path.of(arguments[0])));
    for (int i = 1; i < arguments.length; i++) {
      try (TrainedRun run = TrainedRun.open(Path.of(arguments[i]))) {
        DataSplit split = Experiment.open(run.config(), root, run.seed());
        for (HeadKind kind : List.of(HeadKind.NEAREST_MEAN, HeadKind.LOGISTIC)) {
          System.out.printf(
              Locale.ROOT, "%s %s: %s%n", arguments[i], kind.key(), of(run, split, kind));
        }
      }
    }
  }

  private static String of(TrainedRun run, DataSplit split, HeadKind kind) {
    FloatMatrix train = run.embed(split.train().inputs()).featureMatrix();
    FloatMatrix test = run.embed(split.test().inputs()).featureMatrix();
    int[] coarse = split.train().coarse().labels();
    int classes = split.train().coarse().classes();
    FeatureCentres centres = FeatureCentres.of(train, coarse, classes);
    FineTargets known = Objects.requireNonNull(split.train().fine());
    long start = System.nanoTime();
    FineHead head =
        new HeadFitter(centres, classes, 0)
            .fit(kind, new LabelledRows(train, coarse, coarse, known), null);
    double seconds = (System.nanoTime() - start) / 1e9;
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.test().fine());
    float[] row = new float[test.columns()];
    int right = 0;
    for (int r = 0; r < fine.size(); r++) {
      test.read(r, row, 0);
      String name =
          Objects.requireNonNull(head.answer(row, split.test().coarse().labels()[r]).fine()).name();
      right += name.equals(fine.names().get(fine.labels()[r])) ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "%.4f inside the true coarse class, fitted in %.1f s",
        (double) right / fine.size(),
        seconds);
  }
}
