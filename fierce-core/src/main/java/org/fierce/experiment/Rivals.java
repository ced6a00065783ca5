package org.fierce.experiment;

import java.io.IOException;
import org.fierce.algebra.Pca;
import org.fierce.backbone.Backbone;
import org.fierce.config.Contender;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.embed.Embeddings;
import org.fierce.evaluate.CoarseMean;
import org.fierce.run.RunFolder;
import org.fierce.train.TrainingListener;

/** Scores of what always stands beside the methods. */
record Rivals(TrainingPipeline line) {
  Scored score(Contender.Rival rival, RunFolder folder, TrainingListener listener)
      throws IOException {
    Dataset train = line.split().train();
    Dataset test = line.split().test();
    return switch (rival) {
      case RAW_INPUT -> Scored.notShown(line.score(line::raw).findings());
      case RAW_INPUT_PCA -> principalComponents();
      case UNTRAINED, UNTRAINED_LAYERS -> {
        try (Backbone backbone = network()) {
          yield line.score(FeatureReading.of(rival).of(line, backbone));
        }
      }
      case WHITENED, EARLIER_LAYER -> ofTrained(rival, folder);
      case COARSE_MEAN ->
          Scored.notShown(new CoarseMean().examine(line.evaluation(nothing(train), nothing(test))));
      case FINE_CEILING -> new Ceiling(line).score(folder, listener);
    };
  }

  /** The first method's network. */
  private Backbone network() {
    return line.backbone(line.config().methods().get(0));
  }

  /** From the network that the first cross-entropy method has trained at this seed. */
  private Scored ofTrained(Contender.Rival rival, RunFolder folder) throws IOException {
    String method = line.config().firstCrossEntropy().orElseThrow().label();
    try (TrainedRun run = TrainedRun.open(folder.ofContender(method).path())) {
      return line.score(FeatureReading.of(rival).of(line, run.backbone()));
    }
  }

  private Scored principalComponents() {
    int width;
    try (Backbone backbone = network()) {
      width = Math.min(backbone.featureWidth(), line.split().train().shape().values());
    }
    Pca pca = Pca.fit(line.raw(line.split().train().inputs()).featureMatrix(), width);
    return line.score(rows -> new Embeddings(pca.project(line.raw(rows).featureMatrix()), null));
  }

  private static Embeddings nothing(Dataset rows) {
    return new Embeddings(FloatMatrix.zeros(rows.size(), 1), null);
  }
}
