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

/** Scores the rivals: what is compared with the methods and is cheap or cannot be reached. */
record Rivals(TrainingPipeline pipeline) {
  Scored score(Contender.Rival rival, RunFolder folder, TrainingListener listener)
      throws IOException {
    Dataset train = pipeline.split().train();
    Dataset test = pipeline.split().test();
    return switch (rival) {
      case RAW_INPUT -> Scored.notShown(pipeline.score(pipeline::raw).findings());
      case RAW_INPUT_PCA -> principalComponents();
      case UNTRAINED, UNTRAINED_LAYERS -> {
        try (Backbone backbone = network()) {
          yield pipeline.score(FeatureReading.of(rival).of(pipeline, backbone));
        }
      }
      case WHITENED, EARLIER_LAYER -> ofTrained(rival, folder);
      case COARSE_MEAN ->
          Scored.notShown(
              new CoarseMean().evaluate(pipeline.evaluation(nothing(train), nothing(test))));
      case FINE_CEILING -> new Ceiling(pipeline).score(folder, listener);
    };
  }

  /** The first method's network. */
  private Backbone network() {
    return pipeline.backbone(pipeline.config().methods().get(0));
  }

  /** From the network that the first cross-entropy method has trained at this seed. */
  private Scored ofTrained(Contender.Rival rival, RunFolder folder) throws IOException {
    String method = pipeline.config().firstCrossEntropy().orElseThrow().label();
    try (TrainedRun run = TrainedRun.open(folder.ofContender(method).path())) {
      return pipeline.score(FeatureReading.of(rival).of(pipeline, run.backbone()));
    }
  }

  private Scored principalComponents() {
    int width;
    try (Backbone backbone = network()) {
      width = Math.min(backbone.featureWidth(), pipeline.split().train().shape().values());
    }
    Pca pca = Pca.fit(pipeline.raw(pipeline.split().train().inputs()).featureMatrix(), width);
    return pipeline.score(
        rows -> new Embeddings(pca.project(pipeline.raw(rows).featureMatrix()), null));
  }

  private static Embeddings nothing(Dataset rows) {
    return new Embeddings(FloatMatrix.zeros(rows.size(), 1), null);
  }
}
