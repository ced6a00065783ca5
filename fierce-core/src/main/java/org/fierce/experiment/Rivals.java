package org.fierce.experiment;

import java.io.IOException;
import org.fierce.backbone.Backbone;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.CoarseMean;
import org.fierce.evaluate.Findings;
import org.fierce.evaluate.Pca;
import org.fierce.train.TrainingListener;

/** Scores of what always stands beside the methods. */
record Rivals(Line line) {
  Findings score(Contender.Rival rival, RunFolder folder, TrainingListener listener)
      throws IOException {
    Dataset train = line.split().train();
    Dataset test = line.split().test();
    return switch (rival) {
      case RAW_INPUT -> line.evaluate(raw(train), raw(test));
      case RAW_INPUT_PCA -> principalComponents();
      case UNTRAINED -> {
        try (Backbone backbone = network()) {
          yield line.evaluate(line.embed(backbone, train), line.embed(backbone, test));
        }
      }
      case COARSE_MEAN -> new CoarseMean().examine(line.evaluation(nothing(train), nothing(test)));
      case FINE_CEILING -> new Ceiling(line).score(folder, listener);
    };
  }

  /** The first method's network. */
  private Backbone network() {
    return line.backbone(line.config().methods().get(0));
  }

  private Embeddings raw(Dataset rows) {
    FloatMatrix matrix = FloatMatrix.copyOf(rows.inputs());
    line.normalisation().apply(matrix.values(), 0, matrix.rows());
    return new Embeddings(matrix, null);
  }

  private Findings principalComponents() {
    int width;
    try (Backbone backbone = network()) {
      width = Math.min(backbone.featureWidth(), line.split().train().shape().values());
    }
    FloatMatrix train = raw(line.split().train()).featureMatrix();
    Pca pca = Pca.fit(train, width);
    FloatMatrix test = raw(line.split().test()).featureMatrix();
    return line.evaluate(
        new Embeddings(pca.project(train), null), new Embeddings(pca.project(test), null));
  }

  private static Embeddings nothing(Dataset rows) {
    return new Embeddings(FloatMatrix.zeros(rows.size(), 1), null);
  }
}
