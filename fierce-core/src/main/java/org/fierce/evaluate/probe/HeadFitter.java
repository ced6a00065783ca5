package org.fierce.evaluate.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.data.FloatMatrix;
import org.fierce.evaluate.HeldOut;
import org.fierce.labels.FineTargets;
import org.fierce.model.BoundedLinear;
import org.fierce.model.ClassExamples;
import org.fierce.model.FeatureCentres;
import org.fierce.model.FineHead;
import org.fierce.model.LogisticHead;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.RidgeHead;
import org.fierce.model.ShareHead;
import org.jspecify.annotations.Nullable;

/**
 * Fits fine heads on frozen features, from any number of fine labels. Linear maps are fitted as
 * those of {@link LinearProbe} are; the penalty of ridge regression is chosen by leaving out each
 * row.
 *
 * <p>Where rows are given that the network was not trained on, what is usual of the classes and the
 * interval of a number are learnt from them: of its own training rows a network knows too much.
 *
 * @param centres of the features of the training rows
 * @param coarseClasses of the model, at least 1
 * @param seed of the rows that the penalty of a softmax is chosen on
 */
public record HeadFitter(FeatureCentres centres, int coarseClasses, long seed) {
  /** The share of rows whose number is to lie inside its interval. */
  public static final double LEVEL = 0.9;

  private static final LinearProbe PROBE = LinearProbe.standard();

  /** The fewest rows of a coarse class that has an interval of its own. */
  private static final int ENOUGH = 40;

  /** The fewest rows with which an interval reaches its level, and a limit its rate. */
  private static final int FEWEST = 19;

  /**
   * A head of a kind.
   *
   * @param rows to fit on
   * @param unseen rows that the network was not trained on, or null
   * @throws IllegalArgumentException if the kind does not suit the targets, or too few are known
   */
  public FineHead fit(HeadKind kind, LabelledRows rows, @Nullable LabelledRows unseen) {
    if (!kind.suits(rows.fine())) {
      throw new IllegalArgumentException(
          "a head of kind %s answers %s, but the fine target is %s; take the kind %s"
              .formatted(
                  kind.key(),
                  kind.answers(),
                  rows.fine().describe(),
                  HeadKind.of(rows.fine()).key()));
    }
    LabelledRows known = rows.known();
    if (known.size() < kind.fewest()) {
      throw new IllegalArgumentException(
          "%d rows have a target; a head of kind %s needs at least %d"
              .formatted(known.size(), kind.key(), kind.fewest()));
    }
    return kind.fit(this, known, unseen == null ? null : unseen.known());
  }

  NearestMeanHead nearestMean(LabelledRows rows, @Nullable LabelledRows unseen) {
    Map<Long, List<float[]>> unseenOf = unseen == null ? Map.of() : byClass(unseen);
    Map<Long, List<float[]>> seenOf = byClass(rows);
    List<String> names = rows.fine().names();
    boolean isEnough = unseen != null && unseen.size() >= FEWEST;
    List<ClassExamples> classes = new ArrayList<>();
    for (Map.Entry<Long, List<float[]>> each : seenOf.entrySet()) {
      List<float[]> examples = new ArrayList<>(unseenOf.getOrDefault(each.getKey(), List.of()));
      int first = examples.size();
      examples.addAll(each.getValue());
      classes.add(
          new ClassExamples(
              names.get((int) (each.getKey() % names.size())),
              (int) (each.getKey() / names.size()),
              FloatMatrix.of(examples.toArray(new float[0][])),
              isEnough ? first : examples.size()));
    }
    return NearestMeanHead.empty(centres).with(classes);
  }

  /** Features of the rows of each fine class of each coarse class, in the order of both. */
  private static Map<Long, List<float[]>> byClass(LabelledRows rows) {
    int[] fine = ((FineTargets.Classes) rows.fine()).labels();
    int names = rows.fine().names().size();
    Map<Long, List<float[]>> byClass = new LinkedHashMap<>();
    long[] keys =
        IntStream.range(0, rows.size())
            .mapToLong(row -> (long) rows.coarse()[row] * names + fine[row])
            .toArray();
    Arrays.stream(keys).sorted().distinct().forEach(key -> byClass.put(key, new ArrayList<>()));
    int width = rows.features().columns();
    for (int row = 0; row < keys.length; row++) {
      float[] features = new float[width];
      rows.features().read(row, features, 0);
      byClass.computeIfAbsent(keys[row], key -> new ArrayList<>()).add(features);
    }
    return byClass;
  }

  LogisticHead logistic(LabelledRows rows, @Nullable LabelledRows unseen) {
    NearestMeanHead means = nearestMean(rows, unseen);
    Map<Long, List<float[]>> byClass = byClass(rows);
    List<Long> keys = List.copyOf(byClass.keySet());
    int[] fine = ((FineTargets.Classes) rows.fine()).labels();
    int names = rows.fine().names().size();
    int[] labels =
        IntStream.range(0, rows.size())
            .map(row -> keys.indexOf((long) rows.coarse()[row] * names + fine[row]))
            .toArray();
    SoftmaxFit fit =
        softmax(rows, labels, keys.size(), ScalarType.Float, ClassProbe.target(labels));
    return new LogisticHead(
        rows.size(), fit.penalty(), means, fit.features().map().folded(fit.point(), keys.size()));
  }

  ShareHead shares(LabelledRows rows) {
    FineTargets.Shares shares = (FineTargets.Shares) rows.fine();
    SoftmaxFit fit =
        softmax(
            rows, rows.coarse(), shares.components(), ScalarType.Double, ShareProbe.target(shares));
    return new ShareHead(
        new ShareHead.Facts(shares.names(), rows.size(), fit.penalty()),
        fit.features().map().folded(fit.point(), shares.components()));
  }

  private SoftmaxFit softmax(
      LabelledRows rows,
      int[] groups,
      int outputs,
      ScalarType precision,
      SoftmaxFit.Target target) {
    int most = Arrays.stream(groups).max().orElseThrow() + 1;
    return SoftmaxFit.fit(
        PROBE,
        ProbeFeatures.choices(rows.features(), rows.features().select(new int[] {0})),
        HeldOut.split(groups, most, PROBE.heldOut(), seed),
        outputs,
        precision,
        target);
  }

  RidgeHead ridge(LabelledRows rows, @Nullable LabelledRows unseen) {
    FineTargets.Scalars numbers = (FineTargets.Scalars) rows.fine();
    ProbeFeatures features = null;
    RidgePath.Choice choice = null;
    for (ProbeFeatures each :
        ProbeFeatures.choices(rows.features(), rows.features().select(new int[] {0}))) {
      RidgePath.Choice tried = RidgePath.of(each.reference(), numbers.values()).choose();
      if (choice == null || tried.error() < choice.error()) {
        features = each;
        choice = tried;
      }
    }
    if (features == null || choice == null) {
      throw new IllegalStateException("there is always a choice of features");
    }
    BoundedLinear linear;
    try (PointerScope scope = new PointerScope()) {
      int[] all = IntStream.range(0, rows.size()).toArray();
      double[] point =
          new ScalarProbe.Ridge(features.reference(), numbers.values(), all)
              .solve(choice.penalty());
      linear = features.map().folded(point, 1);
    }
    double[] residuals = choice.residuals();
    int[] predicted = rows.predicted();
    if (unseen != null && unseen.size() >= FEWEST) {
      residuals = residuals(linear, unseen);
      predicted = unseen.predicted();
    }
    return interval(
        new RidgeHead.Facts(
            numbers.name(),
            rows.size(),
            choice.penalty(),
            Math.min(LEVEL, (residuals.length - 1.0) / (residuals.length + 1)),
            residuals.length,
            coarseClasses),
        linear,
        residuals,
        predicted);
  }

  private static double[] residuals(BoundedLinear linear, LabelledRows rows) {
    double[] values = ((FineTargets.Scalars) rows.fine()).values();
    double[] residuals = new double[rows.size()];
    float[] features = new float[linear.features()];
    for (int row = 0; row < residuals.length; row++) {
      rows.features().read(row, features, 0);
      residuals[row] = values[row] - linear.apply(features)[0];
    }
    return residuals;
  }

  private RidgeHead interval(
      RidgeHead.Facts facts, BoundedLinear linear, double[] residuals, int[] predicted) {
    float[] below = new float[coarseClasses];
    float[] above = new float[coarseClasses];
    double[] all = Arrays.stream(residuals).sorted().toArray();
    for (int coarse = 0; coarse < coarseClasses; coarse++) {
      int each = coarse;
      double[] own =
          IntStream.range(0, residuals.length)
              .filter(row -> predicted[row] == each)
              .mapToDouble(row -> residuals[row])
              .sorted()
              .toArray();
      double[] sorted = own.length < ENOUGH ? all : own;
      int rank = Math.max(1, (int) Math.floor((sorted.length + 1) * (1 - LEVEL) / 2));
      below[coarse] = (float) sorted[rank - 1];
      above[coarse] = (float) sorted[sorted.length - rank];
    }
    return new RidgeHead(facts, linear, below, above);
  }
}
