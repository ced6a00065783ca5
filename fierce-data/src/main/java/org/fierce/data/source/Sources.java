package org.fierce.data.source;

import java.util.List;
import org.fierce.data.DataSource;
import org.fierce.data.split.SceneSplit;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;

/** The sources of data that Fierce reads, and how a scene is split. */
public final class Sources implements KindProvider {
  @Override
  public List<Kind<?>> kinds() {
    return List.of(
        new Kind<>(DataSource.class, "cifar10", Cifar10Source.class),
        new Kind<>(DataSource.class, "cifar100", Cifar100Source.class),
        new Kind<>(DataSource.class, "idx", IdxSource.class),
        new Kind<>(DataSource.class, "images", ImageSource.class),
        new Kind<>(DataSource.class, "table", TableSource.class),
        new Kind<>(DataSource.class, "mat", MatSource.class),
        new Kind<>(DataSource.class, "npy", NpySource.class),
        new Kind<>(DataSource.class, "text", TextSource.class),
        new Kind<>(DataSource.class, "scene", SimulatedScene.class),
        new Kind<>(DataSource.class, "cifar-fs", CifarFsSource.class),
        new Kind<>(DataSource.class, "turned", TurnedSource.class),
        new Kind<>(DataSource.class, "held-out", HeldOutSource.class),
        new Kind<>(SceneSplit.class, "random", SceneSplit.RandomPixels.class),
        new Kind<>(SceneSplit.class, "blocks", SceneSplit.Blocks.class));
  }
}
