package org.fierce.train;

import java.util.List;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The optimisers and schedules of Fierce. */
public final class Optimisation implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(OptimiserSpec.class, "sgd", OptimiserSpec.Sgd.class),
        new Kind<>(OptimiserSpec.class, "adam", OptimiserSpec.Adam.class),
        new Kind<>(OptimiserSpec.class, "adam-w", OptimiserSpec.AdamW.class),
        new Kind<>(ScheduleSpec.class, "constant", ScheduleSpec.Constant.class),
        new Kind<>(ScheduleSpec.class, "step", ScheduleSpec.Step.class),
        new Kind<>(ScheduleSpec.class, "cosine", ScheduleSpec.Cosine.class),
        new Kind<>(ScheduleSpec.class, "one-cycle", ScheduleSpec.OneCycle.class));
  }
}
