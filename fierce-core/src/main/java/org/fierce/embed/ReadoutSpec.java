package org.fierce.embed;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import org.fierce.algebra.Whitening;
import org.fierce.backbone.Backbone;
import org.fierce.data.Inputs;
import org.fierce.data.Normalisation;
import org.fierce.files.CheckpointFormatException;

/** What the frozen features of a trained network are made of. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface ReadoutSpec {
  /** The features that the head receives, as they are. */
  record LastLayer() implements ReadoutSpec {
    @Override
    public Readout fit(Backbone backbone, Inputs train, Normalisation normalisation, int batch) {
      return Readout.LAST_LAYER;
    }

    @Override
    public Readout load(Path file) {
      return Readout.LAST_LAYER;
    }
  }

  /**
   * Every layer: for vectors the normalised input, then the earlier layers, then the last. Each is
   * centred, whitened ({@link Whitening}) and scaled to a mean squared norm of 1 over the training
   * rows, so that all count alike in a cosine; then they stand side by side. What a coarse
   * classifier drops from its last layer is often still there before it, and whitening lifts it
   * above what the classifier uses. Reading out of several layers of a frozen network: Evci et al.
   * 2022 (Head2Toe, arXiv 2201.03529).
   *
   * @param cells maps are averaged over cells x cells parts of the picture, at least 1; over fewer
   *     where a map is smaller, or a layer would become wider than 2048
   * @param whitening share of the mean variance added to each before the root, above 0
   */
  record AllLayers(int cells, double whitening) implements ReadoutSpec {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AllLayers {
      if (cells < 1) {
        throw new IllegalArgumentException("cells is %d, must be at least 1".formatted(cells));
      }
      if (!(whitening > 0 && Double.isFinite(whitening))) {
        throw new IllegalArgumentException(
            "whitening is %s, must be above 0; 0.1 is usual".formatted(whitening));
      }
    }

    @Override
    public Readout fit(Backbone backbone, Inputs train, Normalisation normalisation, int batch) {
      return LayersReadout.fit(this, backbone, train, normalisation, batch);
    }

    @Override
    public Readout load(Path file) throws IOException {
      return LayersReadout.load(file);
    }

    /** 4 x 4 cells, a tenth of the mean variance. */
    public static AllLayers standard() {
      return new AllLayers(4, 0.1);
    }
  }

  /**
   * Learns from the training rows, without labels, what has to be learnt.
   *
   * @param normalisation the training rows' own
   * @param batch rows at a time, at least 1
   */
  Readout fit(Backbone backbone, Inputs train, Normalisation normalisation, int batch);

  /**
   * Reads what {@link Readout#save} wrote.
   *
   * @throws CheckpointFormatException if the file is malformed or holds something else
   * @throws IOException if it cannot be read
   */
  Readout load(Path file) throws IOException;

  /**
   * Share of the mean variance that is added to each layer before it is whitened, so that the raw
   * input can be whitened alike; 0 where nothing is whitened.
   */
  default double whitening() {
    return 0;
  }
}
