package org.fierce.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.experiment.Experiment;
import org.fierce.experiment.TrainedRun;
import org.fierce.labels.FineTargets;
import org.fierce.model.ClassExamples;
import org.fierce.model.FeatureCentres;
import org.fierce.model.NearestMeanHead;
import org.fierce.model.Prediction;
import org.fierce.random.Streams;

/**
 * How well scores tell rows of fine classes that a head was not given from rows of those it was:
 * half the fine classes of each coarse class are left out of the head. Arguments: folder of the
 * data, then folders of runs. Prints the area under the ROC curve of each score, mean and standard
 * deviation over runs and draws of classes, and the share of rows of known classes that the head
 * itself calls none of these.
 */
public final class NoneOfTheseMeasured {
  private static final int DRAWS = 5;

  private NoneOfTheseMeasured() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    DataRoot root = new DataRoot(List.of(Path.of(arguments[0])));
    Map<String, List<Double>> results = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      try (TrainedRun run = TrainedRun.open(Path.of(arguments[i]))) {
        DataSplit split = Experiment.open(run.config(), root, run.seed());
        Embeddings train = run.embed(split.train().inputs());
        Embeddings test = run.embed(split.test().inputs());
        for (int draw = 0; draw < DRAWS; draw++) {
          for (int shots : new int[] {0, 5, -3}) {
            measure(split, train, test, draw, shots, results);
          }
        }
      }
    }
    print(results, System.out);
  }

  private static void print(Map<String, List<Double>> results, PrintStream out) {
    results.forEach(
        (name, values) -> {
          double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
          double square =
              values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
          out.printf(
              Locale.ROOT,
              "%-52s %.3f +- %.3f (%d)%n",
              name,
              mean,
              Math.sqrt(square),
              values.size());
        });
  }

  private static FineTargets.Classes fine(Dataset rows) {
    return (FineTargets.Classes) Objects.requireNonNull(rows.fine());
  }

  /** Whether each fine class is known: half of those of each coarse class, at least one. */
  private static boolean[] known(DataSplit split, int draw) {
    int[] fine = fine(split.train()).labels();
    int[] coarse = split.train().coarse().labels();
    boolean[] isKnown = new boolean[fine(split.train()).names().size()];
    SplittableRandom random = Streams.generator(draw, "classes-left-out", 0);
    for (int c = 0; c < split.train().coarse().classes(); c++) {
      int each = c;
      int[] inside =
          IntStream.range(0, fine.length)
              .filter(row -> coarse[row] == each)
              .map(row -> fine[row])
              .distinct()
              .sorted()
              .toArray();
      Streams.shuffle(inside, inside.length, random);
      for (int i = 0; i < (inside.length + 1) / 2; i++) {
        isKnown[inside[i]] = true;
      }
    }
    return isKnown;
  }

  private static void measure(
      DataSplit split,
      Embeddings train,
      Embeddings test,
      int draw,
      int shots,
      Map<String, List<Double>> results) {
    boolean[] isKnown = known(split, draw);
    FineTargets.Classes fine = fine(split.train());
    int[] coarse = split.train().coarse().labels();
    FloatMatrix features = train.featureMatrix();
    double[] mean = Covariance.means(features);
    // Examples that the network was not trained on are test rows, which are then not asked.
    boolean isUnseen = shots < 0;
    boolean[] isAsked = new boolean[fine(split.test()).size()];
    Arrays.fill(isAsked, true);
    FineTargets.Classes exampleFine = isUnseen ? fine(split.test()) : fine;
    int[] exampleCoarse = isUnseen ? split.test().coarse().labels() : coarse;
    FloatMatrix exampleFeatures = isUnseen ? test.featureMatrix() : features;
    List<ClassExamples> classes = new ArrayList<>();
    List<int[]> rowsOf = new ArrayList<>();
    for (int f = 0; f < isKnown.length; f++) {
      int each = f;
      if (!isKnown[f]) {
        continue;
      }
      int[] rows =
          IntStream.range(0, exampleFine.size())
              .filter(row -> exampleFine.labels()[row] == each)
              .toArray();
      rows = shots == 0 ? rows : Arrays.copyOf(rows, Math.min(Math.abs(shots), rows.length));
      if (isUnseen) {
        Arrays.stream(rows).forEach(row -> isAsked[row] = false);
      }
      if (rows.length == 0) {
        continue;
      }
      rowsOf.add(rows);
      classes.add(
          new ClassExamples(
              Integer.toString(f),
              exampleCoarse[rows[0]],
              FloatMatrix.copyOf(exampleFeatures.select(rows))));
    }
    NearestMeanHead head =
        NearestMeanHead.empty(FeatureCentres.of(features, coarse, split.train().coarse().classes()))
            .with(classes);
    Scores scores = new Scores(classes, rowsOf, features, coarse, mean);
    int[] asked = IntStream.range(0, isAsked.length).filter(i -> isAsked[i]).toArray();
    FloatMatrix queries = FloatMatrix.copyOf(test.featureMatrix().select(asked));
    FloatMatrix logits = FloatMatrix.copyOf(Objects.requireNonNull(test.logits()).select(asked));
    int[] predicted = logits.largestColumns();
    int[] labels = fine(split.test()).select(asked).labels();
    Map<String, double[]> byScore = new LinkedHashMap<>();
    boolean[] isNew = new boolean[queries.rows()];
    double alarms = 0;
    double caught = 0;
    int old = 0;
    float[] row = new float[mean.length];
    for (int i = 0; i < isNew.length; i++) {
      queries.read(i, row, 0);
      isNew[i] = !isKnown[labels[i]];
      Prediction.FineClass answer = Objects.requireNonNull(head.answer(row, predicted[i]).fine());
      old += isNew[i] ? 0 : 1;
      alarms += !isNew[i] && answer.isUnknown() ? 1 : 0;
      caught += isNew[i] && answer.isUnknown() ? 1 : 0;
      int at = i;
      double[] p = softmax(logits, i);
      Map<String, Double> all = scores.of(row, predicted[i]);
      all.put("maximum softmax (coarse)", -Arrays.stream(p).max().orElseThrow());
      all.put("maximum softmax (fine, of the head)", -answer.probability());
      all.forEach(
          (name, value) ->
              byScore.computeIfAbsent(name, key -> new double[isNew.length])[at] = value);
    }
    String setting =
        shots == 0
            ? "all training rows: "
            : isUnseen
                ? "%d unseen rows a class: ".formatted(-shots)
                : "%d training rows a class: ".formatted(shots);
    byScore.forEach(
        (name, values) ->
            results
                .computeIfAbsent(setting + name, key -> new ArrayList<>())
                .add(area(values, isNew)));
    results
        .computeIfAbsent(setting + "FALSE ALARMS of the head", key -> new ArrayList<>())
        .add(alarms / old);
    results
        .computeIfAbsent(setting + "CAUGHT by the head", key -> new ArrayList<>())
        .add(caught / (isNew.length - old));
  }

  private static double[] softmax(FloatMatrix logits, int row) {
    double[] p = new double[logits.columns()];
    double largest = logits.at(row, 0);
    for (int c = 0; c < p.length; c++) {
      largest = Math.max(largest, logits.at(row, c));
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(logits.at(row, c) - largest);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** Share of pairs of a new and a known row of which the new has the larger score; ties half. */
  private static double area(double[] scores, boolean[] isNew) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a], scores[b]));
    double wins = 0;
    long below = 0;
    long news = 0;
    for (int i = 0; i < order.length; ) {
      int end = i;
      long same = 0;
      long newHere = 0;
      while (end < order.length && scores[order[end]] == scores[order[i]]) {
        newHere += isNew[order[end]] ? 1 : 0;
        same += isNew[order[end]] ? 0 : 1;
        end++;
      }
      wins += newHere * (below + same / 2.0);
      below += same;
      news += newHere;
      i = end;
    }
    return wins / ((double) below * news);
  }

  /** Scores that grow with how strange a row is, all inside its predicted coarse class. */
  private static final class Scores {
    private final List<ClassExamples> classes;
    private final double[] centre;
    private final int width;

    /** Of each class: units of its examples, and their mean. */
    private final List<double[][]> units = new ArrayList<>();

    private final List<double[]> means = new ArrayList<>();

    /** Mean squared distance of examples to the mean of the others, shrunk to that of all. */
    private final double[] spread;

    /** Whitening of what examples differ by inside their class, and means after it. */
    private final double[] whitening;

    private final List<double[]> whiteMeans = new ArrayList<>();
    private final double[] whiteningOfAll;
    private final double[] whiteCentre;

    private final double[] meanOfAll;
    private final double[][] meanOfCoarse;

    Scores(
        List<ClassExamples> classes,
        List<int[]> rowsOf,
        FloatMatrix train,
        int[] coarse,
        double[] mean) {
      this.classes = classes;
      this.centre = mean;
      width = mean.length;
      float[] within = new float[rowsOf.stream().mapToInt(rows -> rows.length).sum() * width];
      int next = 0;
      spread = new double[classes.size()];
      double all = 0;
      int counted = 0;
      for (int c = 0; c < classes.size(); c++) {
        FloatMatrix features = classes.get(c).features();
        int n = features.rows();
        double[][] unit = new double[n][];
        double[] own = new double[width];
        for (int i = 0; i < n; i++) {
          float[] row = new float[width];
          features.read(i, row, 0);
          unit[i] = unit(row);
          for (int j = 0; j < width; j++) {
            own[j] += unit[i][j] / n;
          }
        }
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < width; j++) {
            within[next++] = (float) (unit[i][j] - own[j]);
          }
          if (n > 1) {
            spread[c] += distance(unit[i], own) * (n + 1) / (n - 1.0) / n;
          }
        }
        all += spread[c] * n;
        counted += n;
        units.add(unit);
        means.add(own);
      }
      for (int c = 0; c < classes.size(); c++) {
        int n = units.get(c).length;
        spread[c] = (spread[c] * n + 5 * all / counted) / (n + 5);
      }
      int count = within.length / width;
      whitening =
          inverse(
              new FloatMatrix(count, width, within),
              (double) count / Math.max(1, count - classes.size()));
      FloatMatrix unitTrain = FloatMatrix.zeros(train.rows(), width);
      for (int row = 0; row < train.rows(); row++) {
        float[] raw = new float[width];
        train.read(row, raw, 0);
        double[] unit = unit(raw);
        for (int j = 0; j < width; j++) {
          unitTrain.values()[row * width + j] = (float) unit[j];
        }
      }
      double[] unitCentre = Covariance.means(unitTrain);
      meanOfAll = unitCentre;
      int most = Arrays.stream(coarse).max().orElseThrow() + 1;
      meanOfCoarse = new double[most][];
      for (int c = 0; c < most; c++) {
        int each = c;
        int[] inside = IntStream.range(0, coarse.length).filter(i -> coarse[i] == each).toArray();
        meanOfCoarse[c] = Covariance.means(unitTrain.select(inside));
      }
      for (int row = 0; row < train.rows(); row++) {
        for (int j = 0; j < width; j++) {
          unitTrain.values()[row * width + j] -= (float) unitCentre[j];
        }
      }
      whiteningOfAll = inverse(unitTrain, 1);
      whiteCentre = whitened(whiteningOfAll, unitCentre);
      means.forEach(own -> whiteMeans.add(whitened(whitening, own)));
    }

    /** W with W'W the inverse of the second moment, a tenth of its mean diagonal added. */
    private double[] inverse(FloatMatrix rows, double factor) {
      double[] inverse = new double[width * width];
      try (PointerScope scope = new PointerScope()) {
        Tensor moment = Covariance.of(rows, new double[width]).mul(new Scalar(factor));
        double ridge = 0.1 * moment.diagonal().mean().item_double();
        Tensor whole =
            moment.add(
                torch.eye(width, new TensorOptions(ScalarType.Double)).mul(new Scalar(ridge)));
        Matrices.read(torch.linalg_inv(torch.linalg_cholesky(whole)), inverse, 0, inverse.length);
      }
      return inverse;
    }

    private double[] unit(float[] row) {
      double[] unit = new double[width];
      double squares = 0;
      for (int i = 0; i < width; i++) {
        unit[i] = row[i] - centre[i];
        squares += unit[i] * unit[i];
      }
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int i = 0; i < width; i++) {
        unit[i] *= scale;
      }
      return unit;
    }

    private static double distance(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
      }
      return sum;
    }

    private double[] whitened(double[] map, double[] row) {
      double[] whitened = new double[width];
      for (int i = 0; i < width; i++) {
        double sum = 0;
        // Lower triangle.
        for (int j = 0; j <= i; j++) {
          sum += map[i * width + j] * row[j];
        }
        whitened[i] = sum;
      }
      return whitened;
    }

    Map<String, Double> of(float[] row, int coarse) {
      double[] unit = unit(row);
      double[] white = whitened(whitening, unit);
      double nearest = Double.POSITIVE_INFINITY;
      double second = Double.POSITIVE_INFINITY;
      double scaled = Double.POSITIVE_INFINITY;
      double mahalanobis = Double.POSITIVE_INFINITY;
      List<Double> examples = new ArrayList<>();
      for (int c = 0; c < classes.size(); c++) {
        if (classes.get(c).coarse() != coarse) {
          continue;
        }
        double d = distance(unit, means.get(c));
        if (d < nearest) {
          second = nearest;
          nearest = d;
        } else {
          second = Math.min(second, d);
        }
        scaled = Math.min(scaled, d / spread[c]);
        mahalanobis = Math.min(mahalanobis, distance(white, whiteMeans.get(c)));
        for (double[] example : units.get(c)) {
          examples.add(distance(unit, example));
        }
      }
      examples.sort(Double::compare);
      Map<String, Double> scores = new LinkedHashMap<>();
      scores.put("Mahalanobis (shared covariance)", mahalanobis);
      scores.put(
          "Mahalanobis relative to that of all rows",
          mahalanobis - distance(whitened(whiteningOfAll, unit), whiteCentre));
      scores.put("kNN distance, k = 1", examples.get(0));
      scores.put("kNN distance, k = 5", examples.get(Math.min(4, examples.size() - 1)));
      scores.put("distance to the nearest class mean", nearest);
      scores.put("  divided by the class's own spread", scaled);
      scores.put("  less that of the mean of all rows", nearest - distance(unit, meanOfAll));
      scores.put(
          "  less that of the mean of the coarse class",
          nearest - distance(unit, meanOfCoarse[coarse]));
      scores.put(
          "  divided by that of the mean of the coarse class",
          nearest / distance(unit, meanOfCoarse[coarse]));
      scores.put("  divided by that of the second class", nearest / second);
      scores.put("  less that of the second class", nearest - second);
      return scores;
    }
  }
}
