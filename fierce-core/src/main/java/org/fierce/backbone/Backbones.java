package org.fierce.backbone;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The networks of Fierce. */
public final class Backbones implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(BackboneSpec.class, "mlp", MlpSpec.class),
        new Kind<>(BackboneSpec.class, "small-cnn", SmallCnnSpec.class),
        new Kind<>(BackboneSpec.class, "resnet", ResNetSpec.class));
  }
}
