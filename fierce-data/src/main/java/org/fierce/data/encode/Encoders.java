package org.fierce.data.encode;

import java.util.List;
import org.fierce.data.RowEncoder;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The encoders of Fierce, by the names that saved ones begin with. */
public final class Encoders implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(RowEncoder.class, "table", TableEncoder.class),
        new Kind<>(RowEncoder.class, "text", TextEncoder.class),
        new Kind<>(RowEncoder.class, "image", ImageEncoder.class),
        new Kind<>(RowEncoder.class, "vector", VectorEncoder.class));
  }
}
