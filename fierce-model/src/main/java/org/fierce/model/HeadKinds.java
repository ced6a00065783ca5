package org.fierce.model;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The fine heads of Fierce, by the names that stored ones begin with. */
public final class HeadKinds implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(FineHead.Facts.class, "nearest-mean", NearestMeanHead.Facts.class),
        new Kind<>(FineHead.Facts.class, "logistic", LogisticHead.Facts.class),
        new Kind<>(FineHead.Facts.class, "ridge", RidgeHead.Facts.class),
        new Kind<>(FineHead.Facts.class, "shares", ShareHead.Facts.class));
  }
}
