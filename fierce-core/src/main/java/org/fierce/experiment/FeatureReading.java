package org.fierce.experiment;

import java.util.function.Function;
import org.fierce.algebra.Whitening;
import org.fierce.backbone.Backbone;
import org.fierce.config.Contender;
import org.fierce.data.Inputs;
import org.fierce.embed.Embeddings;
import org.fierce.embed.Readout;
import org.fierce.embed.ReadoutSpec;
import org.fierce.run.DetailReport;
import org.jspecify.annotations.Nullable;

/**
 * How features are read out of a network. The same reading is used for a trained network and for
 * what is measured beside it (the untrained network, the raw input), as two readings of one network
 * differ more than training changes either.
 */
sealed interface FeatureReading {
  /** The reading of a method or rival. */
  static FeatureReading of(Contender contender) {
    if (contender instanceof Contender.Method method) {
      return new ByReadout(method.config().readout());
    }
    return switch ((Contender.Rival) contender) {
      case UNTRAINED_LAYERS -> new ByReadout(ReadoutSpec.AllLayers.standard());
      case WHITENED -> new LastLayerWhitened(LastLayerWhitened.EPSILON);
      case EARLIER_LAYER -> new EarlierLayer();
      case RAW_INPUT, RAW_INPUT_PCA, UNTRAINED, COARSE_MEAN, FINE_CEILING ->
          new ByReadout(new ReadoutSpec.LastLayer());
    };
  }

  /**
   * Makes the reading of a network; what it needs to learn is learnt now, from the training rows.
   */
  Function<Inputs, Embeddings> of(TrainingPipeline pipeline, Backbone backbone);

  /** Share of the mean variance added before whitening; 0 where nothing is whitened. */
  double whitening();

  /**
   * The normalised input, whitened where the network's features are; null where it is too wide to
   * be whitened.
   */
  default @Nullable Function<Inputs, Embeddings> ofInput(TrainingPipeline pipeline) {
    if (whitening() == 0) {
      return pipeline::raw;
    }
    if (pipeline.split().train().shape().values() > DetailReport.WIDEST_INPUT) {
      return null;
    }
    Whitening fitted =
        Whitening.fit(pipeline.raw(pipeline.split().train().inputs()).featureMatrix(), whitening());
    return rows -> new Embeddings(fitted.apply(pipeline.raw(rows).featureMatrix()), null);
  }

  /** As the readout of a method says. */
  record ByReadout(ReadoutSpec spec) implements FeatureReading {
    @Override
    public Function<Inputs, Embeddings> of(TrainingPipeline pipeline, Backbone backbone) {
      Readout readout = pipeline.readout(spec, backbone);
      return rows -> pipeline.embed(backbone, readout, rows);
    }

    @Override
    public double whitening() {
      return spec.whitening();
    }
  }

  /** The last layer, centred and whitened. */
  record LastLayerWhitened(double whitening) implements FeatureReading {
    // Directions below a hundredth of the mean variance are let fade.
    static final double EPSILON = 0.01;

    @Override
    public Function<Inputs, Embeddings> of(TrainingPipeline pipeline, Backbone backbone) {
      Function<Inputs, Embeddings> last =
          rows -> pipeline.embed(backbone, Readout.LAST_LAYER, rows);
      Whitening fitted =
          Whitening.fit(last.apply(pipeline.split().train().inputs()).featureMatrix(), whitening);
      return rows -> {
        Embeddings plain = last.apply(rows);
        return new Embeddings(fitted.apply(plain.featureMatrix()), plain.logits());
      };
    }
  }

  /** The last hidden layer but one. */
  record EarlierLayer() implements FeatureReading {
    @Override
    public Function<Inputs, Embeddings> of(TrainingPipeline pipeline, Backbone backbone) {
      return rows -> pipeline.embedEarlier(backbone, rows);
    }

    @Override
    public double whitening() {
      return 0;
    }
  }
}
