package org.fierce.extension;

import java.util.List;
import org.fierce.backbone.BackboneSpec;
import org.fierce.data.DataSource;
import org.fierce.embed.ReadoutSpec;
import org.fierce.entropy.EntropySpec;
import org.fierce.evaluate.Evaluator;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;
import org.fierce.loss.LossSpec;
import org.fierce.stats.Measure;
import org.fierce.stats.MeasureProvider;

/** Names what this library adds. */
public final class Extension implements KindProvider, MeasureProvider {
  @Override
  public List<Measure> measures() {
    return List.of(
        Measure.of(
            "centreAccuracy",
            "accuracy by centres",
            Measure.Unit.FRACTION,
            Measure.Direction.LARGER));
  }

  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(DataSource.class, "corners", Corners.class),
        new Kind<>(BackboneSpec.class, "sine", SineNetwork.class),
        new Kind<>(EntropySpec.class, "log-spread", LogSpread.class),
        new Kind<>(LossSpec.class, "logit-decay", LogitDecay.class),
        new Kind<>(ReadoutSpec.class, "centred", Centred.class),
        new Kind<>(ReadoutSpec.class, "unwritten", Unwritten.class),
        new Kind<>(Evaluator.class, "centre-accuracy", CentreAccuracy.class));
  }
}
