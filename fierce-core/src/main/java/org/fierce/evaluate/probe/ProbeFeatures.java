package org.fierce.evaluate.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fierce.algebra.Pca;
import org.fierce.algebra.Standardiser;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;
import org.fierce.evaluate.Evaluation;

/**
 * Features as the converged probes see them: standardised by the reference rows, then turned into
 * the coordinates of their principal components, unscaled. The turn leaves fits and penalties as
 * they are and shows the fitting how steep each coordinate is. Where wider than 1024, only the
 * leading 512 components are kept, or as many as there are rows where these are no more than 1024.
 *
 * @param map that gave them
 * @param variances of the reference features along each coordinate
 * @param note what was chosen, left out of wide features and bounded; empty for nothing
 */
record ProbeFeatures(
    FloatMatrix reference, FloatMatrix query, ProbeMap map, double[] variances, String note) {
  private static final int WIDEST = 1024;
  private static final int COMPONENTS = 512;
  private static final double KEPT = 1 - 1e-6;

  /** With more rows a column than these the scale of columns hardly matters. */
  private static final int ROWS_A_COLUMN = 4;

  /** Of features taken as they are: so that penalties weigh a hundredfold. */
  private static final double VARIANCE = 0.01;

  public static ProbeFeatures of(Inputs reference, Inputs query) {
    return of(Standardiser.fit(reference), reference, query, "");
  }

  /**
   * What a probe may choose from on rows left out: standardised columns and, where there are fewer
   * than {@value #ROWS_A_COLUMN} rows a column, also all columns by one factor. With so few rows
   * the penalty decides much, and standardising lifts what hardly varies in training, as a rare
   * category, to the size of what varies in all rows.
   */
  static List<ProbeFeatures> choices(Evaluation evaluation) {
    return choices(evaluation.reference().features(), evaluation.query().features());
  }

  /** As {@link #choices(Evaluation)}. */
  static List<ProbeFeatures> choices(Inputs reference, Inputs query) {
    Standardiser standardiser = Standardiser.fit(reference);
    List<ProbeFeatures> choices = new ArrayList<>();
    choices.add(of(standardiser, reference, query, ""));
    if (reference.size() <= (long) ROWS_A_COLUMN * reference.shape().values()) {
      String note = "columns not standardised, which was better on held-out training rows";
      choices.add(of(standardiser.alike(VARIANCE), reference, query, note));
    }
    return choices;
  }

  private static ProbeFeatures of(
      Standardiser standardiser, Inputs reference, Inputs query, String choice) {
    FloatMatrix standard = standardiser.apply(reference);
    int columns = reference.shape().values();
    // Few rows span few directions, which can all be kept.
    int most = reference.size() <= WIDEST ? Math.max(COMPONENTS, reference.size()) : COMPONENTS;
    Pca pca = columns > WIDEST ? Pca.fit(standard, most, KEPT) : Pca.fit(standard, columns);
    String wide =
        columns > WIDEST
            ? "fitted on %d principal components of %d columns, %.4f of their variance"
                .formatted(pca.components(), columns, pca.explained())
            : "";
    String note =
        Stream.of(choice, wide, standardiser.bounded(query).note("feature values"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    return new ProbeFeatures(
        pca.project(standard),
        pca.project(standardiser.apply(query)),
        new ProbeMap(standardiser, pca.map()),
        pca.variances(),
        note);
  }
}
