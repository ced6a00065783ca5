package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;
import org.fierce.data.Inputs;

/**
 * Features as the converged probes see them: standardised by the reference rows, then turned into
 * the coordinates of their principal components, unscaled. The turn leaves fits and penalties as
 * they are and shows the fitting how steep each coordinate is. Where wider than 1024, only the
 * leading components are kept.
 *
 * @param variances of the reference features along each coordinate
 * @param note what was left out of wide features; empty for nothing
 */
record ProbeFeatures(FloatMatrix reference, FloatMatrix query, double[] variances, String note) {
  private static final int WIDEST = 1024;
  private static final int COMPONENTS = 512;
  private static final double KEPT = 1 - 1e-6;

  static ProbeFeatures of(Inputs reference, Inputs query) {
    Standardiser standardiser = Standardiser.fit(reference);
    FloatMatrix standard = standardiser.apply(reference);
    int columns = reference.shape().values();
    Pca pca = columns > WIDEST ? Pca.fit(standard, COMPONENTS, KEPT) : Pca.fit(standard, columns);
    String note =
        columns > WIDEST
            ? "fitted on %d principal components of %d columns, %.4f of their variance"
                .formatted(pca.components(), columns, pca.explained())
            : "";
    return new ProbeFeatures(
        pca.project(standard), pca.project(standardiser.apply(query)), pca.variances(), note);
  }
}
