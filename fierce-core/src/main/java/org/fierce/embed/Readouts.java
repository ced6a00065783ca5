package org.fierce.embed;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The readouts of Fierce. */
public final class Readouts implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(ReadoutSpec.class, "last", ReadoutSpec.LastLayer.class),
        new Kind<>(ReadoutSpec.class, "layers", ReadoutSpec.AllLayers.class));
  }
}
