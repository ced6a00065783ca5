package org.fierce.evaluate;

import org.fierce.data.FloatMatrix;

/**
 * Features as the converged probes see them: standardised by the reference rows, and, where wider
 * than 1024, in the coordinates of their leading principal components (unscaled, so that the
 * penalty means the same).
 *
 * @param note what was done to wide features; empty for nothing
 */
record ProbeFeatures(FloatMatrix reference, FloatMatrix query, String note) {
  private static final int WIDEST = 1024;
  private static final int COMPONENTS = 512;
  private static final double KEPT = 1 - 1e-6;

  static ProbeFeatures of(FloatMatrix reference, FloatMatrix query) {
    Standardiser standardiser = Standardiser.fit(reference);
    FloatMatrix standard = standardiser.apply(reference);
    FloatMatrix standardQuery = standardiser.apply(query);
    if (reference.columns() <= WIDEST) {
      return new ProbeFeatures(standard, standardQuery, "");
    }
    Pca pca = Pca.fit(standard, COMPONENTS, KEPT);
    String note =
        "fitted on %d principal components of %d columns, %.4f of their variance"
            .formatted(pca.components(), reference.columns(), pca.explained());
    return new ProbeFeatures(pca.project(standard), pca.project(standardQuery), note);
  }
}
