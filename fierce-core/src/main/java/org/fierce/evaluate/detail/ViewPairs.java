package org.fierce.evaluate.detail;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.algebra.Covariance;
import org.fierce.algebra.Matrices;
import org.fierce.algebra.Spectrum;
import org.fierce.data.FloatMatrix;
import org.fierce.entropy.CodebookInformation;
import org.fierce.entropy.EntropyTerm;
import org.fierce.evaluate.DetailMeasure;

/**
 * Two views of the same rows of one coarse class, features at length 1, row by row. {@link
 * DetailLeft} has the formulas.
 */
record ViewPairs(FloatMatrix first, FloatMatrix second) {
  /** Squared spread of rows of length 1 that is no more than rounding. */
  static final double NOTHING = 1e-12;

  private static final int WIDEST = 1024;
  private static final double FLOOR = 0.01;
  // Cosines this near are the same but for rounding.
  private static final float TIE = 1e-6f;
  private static final double[] TEMPERATURES = {0.02, 0.05, 0.1, 0.2, 0.5};

  void measure(int candidates, long seed, Map<DetailMeasure, Double> values) {
    values.put(DetailMeasure.VIEW_RATIO, ratio());
    if (first.columns() <= WIDEST) {
      values.put(DetailMeasure.LIDAR_RANK, lidarRank());
    }
    float[] cosines = cosines();
    int among = Math.min(candidates, first.rows());
    values.put(DetailMeasure.INSTANCE_RECALL, recall(cosines, among));
    values.put(DetailMeasure.INSTANCE_INFORMATION, information(cosines, among));
    values.put(DetailMeasure.CODEBOOK_INFORMATION, codebook(seed));
  }

  double ratio() {
    double[] a = centred(first, Covariance.means(first));
    double[] b = centred(second, Covariance.means(second));
    double shared = 0;
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      shared += a[i] * b[i];
      apart += (a[i] - b[i]) * (a[i] - b[i]) / 2;
    }
    double least = NOTHING * first.rows();
    return shared > least ? shared / (shared + apart) : 0;
  }

  double lidarRank() {
    int columns = first.columns();
    float[] mean = new float[first.values().length];
    float[] half = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (first.values()[i] + second.values()[i]) / 2;
      half[i] = (first.values()[i] - second.values()[i]) / 2;
    }
    FloatMatrix means = new FloatMatrix(first.rows(), columns, mean);
    double[] values = new double[columns];
    try (PointerScope scope = new PointerScope()) {
      Tensor between = Covariance.inDouble(means, Covariance.means(means));
      if (between.trace().item_double() <= NOTHING) {
        return 0;
      }
      Tensor within =
          Covariance.inDouble(new FloatMatrix(first.rows(), columns, half), new double[columns]);
      T_TensorTensor_T eigen = torch.linalg_eigh(within);
      Matrices.read(eigen.get0(), values, 0, columns);
      double spread = Arrays.stream(values).map(value -> Math.max(0, value)).sum() / columns;
      if (spread * columns <= NOTHING) {
        return Spectrum.effectiveRank(Spectrum.eigenvalues(between));
      }
      for (int c = 0; c < columns; c++) {
        values[c] = 1 / Math.sqrt(Math.max(0, values[c]) + FLOOR * spread);
      }
      Tensor scaled = eigen.get1().mul(Matrices.doubles(values, 0, 1, columns));
      Tensor whitened = torch.mm(scaled.t(), torch.mm(between, scaled));
      return Spectrum.effectiveRank(Spectrum.eigenvalues(whitened));
    }
  }

  /** Cosine of each row of the first view with each of the second. */
  private float[] cosines() {
    int rows = first.rows();
    float[] cosines = new float[Math.multiplyExact(rows, rows)];
    try (PointerScope scope = new PointerScope()) {
      Tensor product = torch.mm(Matrices.floats(first), Matrices.floats(second).t());
      Matrices.read(product, cosines, 0, cosines.length);
    }
    return cosines;
  }

  /** With {@code among} candidates, the right one included. */
  private double recall(float[] cosines, int among) {
    int rows = first.rows();
    // Chance that none of so many nearer rows is drawn.
    double[] noneDrawn = new double[rows + 1];
    noneDrawn[0] = 1;
    for (int nearer = 0; nearer < rows - 1; nearer++) {
      int others = rows - 1 - nearer;
      noneDrawn[nearer + 1] = noneDrawn[nearer] * Math.max(0, others - (among - 1)) / others;
    }
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += hit(cosines, i * rows, 1, i, noneDrawn) + hit(cosines, i, rows, i, noneDrawn);
    }
    return sum / (2.0 * rows);
  }

  private double hit(float[] cosines, int from, int step, int own, double[] noneDrawn) {
    float right = cosines[from + own * step];
    int nearer = 0;
    int tied = 0;
    for (int j = 0; j < first.rows(); j++) {
      float cosine = cosines[from + j * step];
      if (j != own && cosine > right + TIE) {
        nearer++;
      } else if (j != own && cosine >= right - TIE) {
        tied++;
      }
    }
    // Rows tied with the right one stand in random order with it.
    double sum = 0;
    for (int ahead = 0; ahead <= tied; ahead++) {
      sum += noneDrawn[nearer + ahead];
    }
    return sum / (tied + 1);
  }

  private double information(float[] cosines, int among) {
    double best = 0;
    for (double temperature : TEMPERATURES) {
      double sum = 0;
      int counted = 0;
      for (int start = 0; start + among <= first.rows(); start += among) {
        for (int i = start; i < start + among; i++) {
          sum += told(cosines, i * first.rows() + start, 1, i - start, among, temperature);
          sum +=
              told(cosines, start * first.rows() + i, first.rows(), i - start, among, temperature);
          counted += 2;
        }
      }
      best = Math.max(best, sum / counted);
    }
    return best;
  }

  /** log2 of the share of the right one times their number. */
  private static double told(
      float[] cosines, int from, int step, int own, int among, double temperature) {
    double right = cosines[from + own * step];
    double sum = 0;
    for (int j = 0; j < among; j++) {
      sum += Math.exp((cosines[from + j * step] - right) / temperature);
    }
    return (Math.log(among) - Math.log(sum)) / Math.log(2);
  }

  private double codebook(long seed) {
    double[] mean = Covariance.means(first);
    double[] other = Covariance.means(second);
    for (int c = 0; c < mean.length; c++) {
      mean[c] = (mean[c] + other[c]) / 2;
    }
    double[] a = centred(first, mean);
    double[] b = centred(second, mean);
    double spread = 0;
    for (int i = 0; i < a.length; i++) {
      spread += a[i] * a[i] + b[i] * b[i];
    }
    if (spread <= 2 * NOTHING * first.rows()) {
      return 0;
    }
    try (EntropyTerm codebook =
            CodebookInformation.Options.standard().build(first.columns(), seed);
        PointerScope scope = new PointerScope()) {
      CodebookInformation information = (CodebookInformation) codebook;
      return information.information(floats(a), floats(b)).item_double();
    }
  }

  private Tensor floats(double[] values) {
    return Matrices.doubles(values, 0, first.rows(), first.columns()).to(torch.ScalarType.Float);
  }

  static double[] centred(FloatMatrix matrix, double[] mean) {
    double[] centred = new double[matrix.values().length];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = matrix.values()[i] - mean[i % mean.length];
    }
    return centred;
  }
}
