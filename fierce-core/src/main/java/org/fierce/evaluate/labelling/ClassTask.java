package org.fierce.evaluate.labelling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fierce.data.Inputs;
import org.fierce.evaluate.Evaluation;
import org.fierce.evaluate.FineWithinCoarse;
import org.fierce.evaluate.HeldOut;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.stats.Groups;

/** Fine classes, told inside the true coarse class; a label is counted for each fine class. */
final class ClassTask implements LabelTask {
  /** Of 95 % on both sides. */
  private static final double Z_SQUARED = 1.959964 * 1.959964;

  private final CoarseLabels queryCoarse;
  private final FineTargets.Classes queryFine;
  private final FineWithinCoarse within;

  /** The fine class of each pool, and its coarse class. */
  private final int[] poolFine;

  private final int[] poolCoarse;
  private final int[][] pools;

  /** The commonest fine class of the training rows of each coarse class. */
  private final int[] commonest;

  ClassTask(Evaluation evaluation, FineTargets.Classes reference, FineTargets.Classes query) {
    queryCoarse = evaluation.queryCoarse();
    queryFine = query;
    CoarseLabels coarse = evaluation.referenceCoarse();
    within = new FineWithinCoarse(coarse, reference);
    int[] choices = within.choices();
    int[][] byCoarse = Groups.rowsOf(coarse.labels(), coarse.classes());
    List<int[]> found = new ArrayList<>();
    List<Integer> fineOf = new ArrayList<>();
    List<Integer> coarseOf = new ArrayList<>();
    commonest = new int[coarse.classes()];
    for (int c = 0; c < coarse.classes(); c++) {
      int[] rows = byCoarse[c];
      int[][] byFine =
          Groups.rowsOf(HeldOut.select(reference.labels(), rows), reference.names().size());
      for (int f = 0; f < byFine.length; f++) {
        commonest[c] = byFine[f].length > byFine[commonest[c]].length ? f : commonest[c];
        if (byFine[f].length > 0 && choices[c] > 1) {
          found.add(HeldOut.select(rows, byFine[f]));
          fineOf.add(f);
          coarseOf.add(c);
        }
      }
    }
    pools = found.toArray(int[][]::new);
    poolFine = fineOf.stream().mapToInt(Integer::intValue).toArray();
    poolCoarse = coarseOf.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String key() {
    return "labelsAccuracyWithinTrue";
  }

  @Override
  public String classes() {
    return "fine class";
  }

  @Override
  public int[][] pools() {
    return pools;
  }

  @Override
  public int[] asked() {
    return within.rowsWithChoice(queryCoarse);
  }

  @Override
  public String leftOut() {
    return within.leftOut(queryCoarse.labels());
  }

  @Override
  public int mostLabelled() {
    return Integer.MAX_VALUE;
  }

  @Override
  public LabelHead head(Inputs reference, Inputs query, int[] asked) {
    int[] coarse = HeldOut.select(queryCoarse.labels(), asked);
    List<NearestMeans.Group> groups = new ArrayList<>();
    int[][] byCoarse = Groups.rowsOf(coarse, queryCoarse.classes());
    for (int c = 0; c < byCoarse.length; c++) {
      int each = c;
      int[] members = IntStream.range(0, pools.length).filter(p -> poolCoarse[p] == each).toArray();
      if (byCoarse[c].length > 0) {
        groups.add(new NearestMeans.Group(byCoarse[c], members));
      }
    }
    NearestMeans means = new NearestMeans(reference, query, asked, groups);
    int[] truth = HeldOut.select(queryFine.labels(), asked);
    return new LabelHead() {
      @Override
      public double[] errors(int[][] labelled) {
        int[] winners = means.nearest(labelled);
        double[] errors = new double[truth.length];
        for (int i = 0; i < errors.length; i++) {
          errors[i] = poolFine[winners[i]] == truth[i] ? 0 : 1;
        }
        return errors;
      }

      @Override
      public void close() {
        means.close();
      }
    };
  }

  @Override
  public LabelHead coarseAlone(int[] asked) {
    double[] errors =
        Arrays.stream(asked)
            .mapToDouble(
                row -> queryFine.labels()[row] == commonest[queryCoarse.labels()[row]] ? 0 : 1)
            .toArray();
    return labelled -> errors;
  }

  @Override
  public double spread(int[] asked, int[] counts) {
    return 1;
  }

  @Override
  public double score(double error, double spread) {
    return 1 - error;
  }

  /** As Wilson's interval has it where no row of them is missed. */
  @Override
  public double leastHalfWidth(int rows) {
    return Z_SQUARED / (rows + Z_SQUARED);
  }
}
