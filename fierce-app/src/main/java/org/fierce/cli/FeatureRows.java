package org.fierce.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fierce.data.EncodedRow;
import org.fierce.data.FloatMatrix;
import org.fierce.data.rows.NewRow;
import org.fierce.data.rows.NewRows;
import org.fierce.files.DatasetFormatException;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;

/**
 * What a model makes of rows that it is to learn from. None may be left out: one that cannot be
 * read ends the command.
 *
 * @param features [rows, width]
 * @param coarse index of the coarse class that each row is predicted to be in
 */
record FeatureRows(FloatMatrix features, int[] coarse) {
  /** Reads rows and asks the model for their features. */
  static final class Reader {
    private final Predictor predictor;
    private final List<EncodedRow> rows = new ArrayList<>();

    Reader(Predictor predictor) {
      this.predictor = predictor;
    }

    /**
     * Adds a row.
     *
     * @throws DatasetFormatException if it does not fit, with its place
     */
    void add(String place, Object row) throws DatasetFormatException {
      try {
        rows.add(predictor.encode(row));
      } catch (DatasetFormatException e) {
        throw new DatasetFormatException("%s: %s".formatted(place, e.getMessage()), e);
      }
    }

    /** Adds rows, and closes them. */
    void addAll(NewRows added) throws IOException {
      try (added) {
        for (NewRow row = added.next(); row != null; row = added.next()) {
          Object value;
          try {
            value = row.value();
          } catch (DatasetFormatException e) {
            throw new DatasetFormatException("%s: %s".formatted(row.id(), e.getMessage()), e);
          }
          add(row.place().isEmpty() ? row.id() : row.place(), value);
        }
      }
    }

    int size() {
      return rows.size();
    }

    /** The features of all rows, at least one. */
    FeatureRows read() {
      List<String> names = predictor.model().description().coarse().names();
      float[][] features = new float[rows.size()][];
      int[] coarse = new int[rows.size()];
      List<Prediction> predictions = predictor.answer(rows);
      for (int row = 0; row < coarse.length; row++) {
        features[row] = predictions.get(row).embedding();
        coarse[row] = names.indexOf(predictions.get(row).coarse());
      }
      return new FeatureRows(FloatMatrix.of(features), coarse);
    }
  }
}
