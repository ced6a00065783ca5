package org.fierce.data.batch;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The random changes of rows that Fierce knows. */
public final class Augmentations implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(Augmentation.Step.class, "pad-crop", Augmentation.PadCrop.class),
        new Kind<>(Augmentation.Step.class, "resized-crop", Augmentation.ResizedCrop.class),
        new Kind<>(Augmentation.Step.class, "flip", Augmentation.HorizontalFlip.class),
        new Kind<>(Augmentation.Step.class, "colour-jitter", Augmentation.ColourJitter.class),
        new Kind<>(Augmentation.Step.class, "gaussian-noise", Augmentation.GaussianNoise.class),
        new Kind<>(Augmentation.Step.class, "column-dropout", Augmentation.ColumnDropout.class));
  }
}
