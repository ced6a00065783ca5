package org.fierce.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fierce.data.FloatMatrix;
import org.fierce.files.CheckpointFormatException;
import org.fierce.files.StoredTensor;
import org.jspecify.annotations.Nullable;

/**
 * The fine class whose mean is nearest, among those of the row's coarse class: features less the
 * mean of the training rows, brought to length 1, squared Euclidean distance, the first of equal
 * ones (Wang et al. 2019, 1911.04623), as few-shot accuracy inside the coarse class is measured.
 * Classes are added and taken away without training.
 *
 * <p>The probability of a class given its coarse class is {@code softmax(-distance / temperature)}
 * over the classes of the coarse class. The temperature and the limit of {@link NoneOfThese} are
 * learnt from examples, each left out of the mean of its own class.
 */
public final class NearestMeanHead implements FineHead {
  /** The most examples that are kept of a class. */
  public static final int KEPT = 10;

  /** At most so many of all kept examples are left out in turn, evenly drawn. */
  private static final int LEFT_OUT = 1000;

  private static final String MEANS = "means";
  private static final String EXAMPLES = "examples";
  private static final String EXAMPLE_CLASSES = "exampleClasses";

  private final FeatureCentres centres;
  private final List<KnownClass> classes;
  private final FloatMatrix means;
  private final double[] halfSquares;
  private final int[][] ofCoarse;

  /** Examples, centred and of length 1, and the class of each. */
  private final FloatMatrix examples;

  private final int[] exampleClasses;
  private final double temperature;
  private final @Nullable NoneOfThese noneOfThese;

  /** Where this was fitted just now; null where it was read. */
  private final @Nullable LeaveOneOut fittedOn;

  private NearestMeanHead(
      FeatureCentres centres,
      List<KnownClass> classes,
      FloatMatrix means,
      FloatMatrix examples,
      int[] exampleClasses,
      @Nullable Facts fitted) {
    this.centres = centres;
    this.classes = List.copyOf(classes);
    this.means = means;
    this.examples = examples;
    this.exampleClasses = exampleClasses;
    halfSquares = new double[means.rows()];
    for (int c = 0; c < halfSquares.length; c++) {
      halfSquares[c] = dot(means, c, means, c) / 2;
    }
    int coarse = classes.stream().mapToInt(KnownClass::coarse).max().orElse(-1) + 1;
    ofCoarse = new int[coarse][];
    for (int i = 0; i < coarse; i++) {
      int each = i;
      ofCoarse[i] =
          IntStream.range(0, classes.size()).filter(c -> classes.get(c).coarse() == each).toArray();
    }
    if (fitted == null) {
      fittedOn = leaveOneOut();
      temperature = fittedOn.temperature();
      noneOfThese = fittedOn.noneOfThese();
    } else {
      fittedOn = null;
      temperature = fitted.temperature();
      noneOfThese = fitted.noneOfThese();
    }
  }

  /**
   * A head that knows no class yet.
   *
   * @param centres of the features of the training rows
   */
  public static NearestMeanHead empty(FeatureCentres centres) {
    FloatMatrix nothing = new FloatMatrix(0, centres.features(), new float[0]);
    return new NearestMeanHead(centres, List.of(), nothing, nothing, new int[0], null);
  }

  /**
   * This head with more classes.
   *
   * @throws IllegalArgumentException if a coarse class has one of that name already, or the
   *     features have another width
   */
  public NearestMeanHead with(List<ClassExamples> added) {
    int width = centres.features();
    List<KnownClass> all = new ArrayList<>(classes);
    List<float[]> newMeans = new ArrayList<>();
    List<float[]> newExamples = new ArrayList<>();
    List<Integer> newExampleClasses = new ArrayList<>();
    for (ClassExamples each : added) {
      if (each.features().columns() != width) {
        throw new IllegalArgumentException(
            "class \"%s\" has examples of %d features, but the head reads %d; give those of the head's own model"
                .formatted(each.name(), each.features().columns(), width));
      }
      for (KnownClass known : all) {
        if (known.coarse() == each.coarse() && known.name().equals(each.name())) {
          throw new IllegalArgumentException(
              "the coarse class has a class \"%s\" already, of %d examples; choose another name, or remove it first"
                  .formatted(each.name(), known.examples()));
        }
      }
      double[] sum = new double[width];
      for (int row = 0; row < each.features().rows(); row++) {
        float[] unit = centres.unit(each.features(), row);
        for (int i = 0; i < width; i++) {
          sum[i] += unit[i];
        }
        if (row < Math.min(KEPT, each.kept())) {
          newExamples.add(unit);
          newExampleClasses.add(all.size());
        }
      }
      float[] mean = new float[width];
      for (int i = 0; i < width; i++) {
        mean[i] = (float) (sum[i] / each.features().rows());
      }
      newMeans.add(mean);
      all.add(new KnownClass(each.name(), each.coarse(), each.features().rows()));
    }
    return new NearestMeanHead(
        centres,
        all,
        joined(means, newMeans),
        joined(examples, newExamples),
        IntStream.concat(
                Arrays.stream(exampleClasses),
                newExampleClasses.stream().mapToInt(Integer::intValue))
            .toArray(),
        null);
  }

  /**
   * This head without some classes.
   *
   * @param removed indices into {@link #classes}
   */
  public NearestMeanHead without(int... removed) {
    int[] kept =
        IntStream.range(0, classes.size())
            .filter(c -> Arrays.stream(removed).noneMatch(r -> r == c))
            .toArray();
    int[] position = new int[classes.size()];
    Arrays.fill(position, -1);
    for (int i = 0; i < kept.length; i++) {
      position[kept[i]] = i;
    }
    int[] rows =
        IntStream.range(0, exampleClasses.length)
            .filter(row -> position[exampleClasses[row]] >= 0)
            .toArray();
    return new NearestMeanHead(
        centres,
        Arrays.stream(kept).mapToObj(classes::get).toList(),
        FloatMatrix.copyOf(means.select(kept)),
        FloatMatrix.copyOf(examples.select(rows)),
        Arrays.stream(rows).map(row -> position[exampleClasses[row]]).toArray(),
        null);
  }

  private static FloatMatrix joined(FloatMatrix matrix, List<float[]> rows) {
    FloatMatrix joined = FloatMatrix.zeros(matrix.rows() + rows.size(), matrix.columns());
    System.arraycopy(matrix.values(), 0, joined.values(), 0, matrix.values().length);
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(
          rows.get(i),
          0,
          joined.values(),
          (matrix.rows() + i) * matrix.columns(),
          matrix.columns());
    }
    return joined;
  }

  /** The classes, in the order in which they were added. */
  public List<KnownClass> classes() {
    return classes;
  }

  /** What the probabilities of classes are divided by, above 0, in units of squared distance. */
  public double temperature() {
    return temperature;
  }

  /** From where on a row is of none of the classes; null while no class has two examples. */
  public @Nullable NoneOfThese noneOfThese() {
    return noneOfThese;
  }

  @Override
  public int features() {
    return centres.features();
  }

  @Override
  public String describe() {
    return "nearest of %d class means".formatted(classes.size());
  }

  @Override
  public FineAnswer answer(float[] features, int coarse) {
    check(features);
    int[] competing = competing(coarse);
    if (competing.length == 0) {
      return FineAnswer.NONE;
    }
    FloatMatrix unit = unit(features);
    double[] distances = distances(unit, competing);
    int best = 0;
    for (int i = 1; i < distances.length; i++) {
      best = distances[i] < distances[best] ? i : best;
    }
    double weights = 0;
    for (double distance : distances) {
      weights += Math.exp((distances[best] - distance) / temperature);
    }
    return FineAnswer.of(
        new Prediction.FineClass(
            classes.get(competing[best]).name(),
            1 / weights,
            isUnknown(distances[best], unit, coarse)));
  }

  /** Indices of the classes of a coarse class; none where it has none. */
  int[] competing(int coarse) {
    return coarse < ofCoarse.length ? ofCoarse[coarse] : new int[0];
  }

  /** Whether a row is of none of the classes of a coarse class that has some. */
  boolean isUnknown(float[] features, int coarse) {
    FloatMatrix unit = unit(features);
    double nearest = Arrays.stream(distances(unit, competing(coarse))).min().orElse(Double.NaN);
    return isUnknown(nearest, unit, coarse);
  }

  private boolean isUnknown(double nearest, FloatMatrix unit, int coarse) {
    return noneOfThese != null
        && nearest / centres.fromCoarse(unit, 0, coarse) > noneOfThese.distance();
  }

  private FloatMatrix unit(float[] features) {
    FloatMatrix row = new FloatMatrix(1, features.length, features);
    return new FloatMatrix(1, features.length, centres.unit(row, 0));
  }

  private double[] distances(FloatMatrix unit, int[] competing) {
    double square = dot(unit, 0, unit, 0);
    double[] distances = new double[competing.length];
    for (int i = 0; i < competing.length; i++) {
      distances[i] = distance(unit, 0, square, competing[i]);
    }
    return distances;
  }

  /** Squared distance of a row of length 1 to a mean. */
  private double distance(FloatMatrix rows, int row, double square, int mean) {
    return Math.max(0, square + 2 * (halfSquares[mean] - dot(rows, row, means, mean)));
  }

  private static double dot(FloatMatrix a, int rowOfA, FloatMatrix b, int rowOfB) {
    int width = a.columns();
    int i = rowOfA * width;
    int j = rowOfB * width;
    int end = i + width;
    float[] x = a.values();
    float[] y = b.values();
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (; i + 3 < end; i += 4, j += 4) {
      first += x[i] * y[j];
      second += x[i + 1] * y[j + 1];
      third += x[i + 2] * y[j + 2];
      fourth += x[i + 3] * y[j + 3];
    }
    for (; i < end; i++, j++) {
      first += x[i] * y[j];
    }
    return first + second + third + fourth;
  }

  private LeaveOneOut leaveOneOut() {
    LeaveOneOut.Builder leftOut = new LeaveOneOut.Builder();
    int step = Math.max(1, (exampleClasses.length + LEFT_OUT - 1) / LEFT_OUT);
    for (int coarse = 0; coarse < ofCoarse.length; coarse++) {
      int each = coarse;
      int[] rows =
          IntStream.range(0, exampleClasses.length)
              .filter(row -> row % step == 0)
              .filter(row -> classes.get(exampleClasses[row]).coarse() == each)
              .filter(row -> classes.get(exampleClasses[row]).examples() > 1)
              .toArray();
      addLeftOut(leftOut, rows, coarse);
    }
    return leftOut.build();
  }

  private void addLeftOut(LeaveOneOut.Builder leftOut, int[] rows, int coarse) {
    int[] competing = ofCoarse[coarse];
    int[] placeOf = new int[classes.size()];
    for (int i = 0; i < competing.length; i++) {
      placeOf[competing[i]] = i;
    }
    int width = centres.features();
    // Feature by feature, so that the innermost loop runs over classes and is done in wide steps.
    float[] turned = new float[width * competing.length];
    for (int i = 0; i < competing.length; i++) {
      for (int j = 0; j < width; j++) {
        turned[j * competing.length + i] = means.at(competing[i], j);
      }
    }
    float[] products = new float[competing.length];
    for (int row : rows) {
      Arrays.fill(products, 0);
      for (int j = 0; j < width; j++) {
        addMultiple(examples.at(row, j), turned, j * competing.length, products);
      }
      double square = dot(examples, row, examples, row);
      double[] distances = new double[competing.length];
      for (int i = 0; i < distances.length; i++) {
        distances[i] = Math.max(0, square + 2 * (halfSquares[competing[i]] - products[i]));
      }
      int own = exampleClasses[row];
      leftOut.add(
          distances,
          placeOf[own],
          classes.get(own).examples(),
          centres.fromCoarse(examples, row, coarse),
          coarse);
    }
  }

  private static void addMultiple(float factor, float[] from, int offset, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[offset + i];
    }
  }

  /**
   * Of each coarse class, the share of the kept examples of its classes that are nearest to their
   * own, each left out of its mean; NaN where no class of two examples has another beside it.
   *
   * @param coarseClasses number of coarse classes
   */
  public double[] leaveOneOutAccuracies(int coarseClasses) {
    LeaveOneOut leftOut = fittedOn == null ? leaveOneOut() : fittedOn;
    return IntStream.range(0, coarseClasses).mapToDouble(leftOut::accuracy).toArray();
  }

  @Override
  public Facts facts() {
    return new Facts(classes, exampleClasses.length, temperature, noneOfThese);
  }

  @Override
  public Map<String, StoredTensor> tensors() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put(MEANS, floats(means));
    tensors.put(EXAMPLES, floats(examples));
    tensors.put(
        EXAMPLE_CLASSES,
        new StoredTensor.Longs(
            new long[] {exampleClasses.length},
            Arrays.stream(exampleClasses).asLongStream().toArray()));
    return tensors;
  }

  private static StoredTensor floats(FloatMatrix matrix) {
    return new StoredTensor.Floats(new long[] {matrix.rows(), matrix.columns()}, matrix.values());
  }

  /**
   * What JSON holds of the head.
   *
   * @param classes that it knows
   * @param examples number that it keeps
   * @param temperature of the probabilities, above 0
   * @param noneOfThese null while no class has two examples
   */
  public record Facts(
      List<KnownClass> classes, int examples, double temperature, @Nullable NoneOfThese noneOfThese)
      implements FineHead.Facts {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the temperature is not above 0 and finite, or examples is
     *     below 0
     */
    public Facts {
      classes = List.copyOf(classes);
      if (!(temperature > 0 && Double.isFinite(temperature)) || examples < 0) {
        throw new IllegalArgumentException(
            "temperature is %s and examples %d; expected above 0 and at least 0"
                .formatted(temperature, examples));
      }
    }

    @Override
    public FineQuestion question() {
      return FineQuestion.FINE;
    }

    @Override
    public NearestMeanHead head(HeadTensors tensors) throws CheckpointFormatException {
      int width = tensors.centres().features();
      return new NearestMeanHead(
          tensors.centres(),
          classes,
          tensors.matrix(MEANS, classes.size(), width),
          tensors.matrix(EXAMPLES, examples, width),
          tensors.indices(EXAMPLE_CLASSES, examples, classes.size()),
          this);
    }
  }
}
