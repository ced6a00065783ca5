package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code --quick} does to a configuration without a {@code quick} section: a tenth of the
 * epochs, at most {@value #TRAIN_ROWS} training and {@value #TEST_ROWS} test rows, one seed.
 */
final class QuickDefaults {
  private static final int EPOCHS = 10;
  private static final int TRAIN_ROWS = 2_000;
  private static final int TEST_ROWS = 1_000;
  private static final String ORIGIN = "--quick";

  private QuickDefaults() {}

  /**
   * Changes the configuration, before its defaults are filled in.
   *
   * @param hasSeeds whether the number of seeds means something
   * @return what was changed, in a sentence
   */
  static String apply(ConfigDocument document, boolean hasSeeds) {
    ObjectNode whole = document.root().deepCopy();
    ConfigSchema schema = ConfigSchema.shared();
    schema.fillDefaults(whole);
    List<String> changed = new ArrayList<>();
    int epochs = whole.path("training").path("epochs").asInt(1);
    int fewer = fewer(epochs);
    document.set("training.epochs", IntNode.valueOf(fewer), ORIGIN);
    changed.add("%s instead of %d".formatted(counted(fewer, "epoch"), epochs));
    for (int i = 0; i < whole.path("methods").size(); i++) {
      JsonNode own = whole.get("methods").get(i).path("epochs");
      if (own.isInt() && document.root().has("methods")) {
        document.set("methods." + i + ".epochs", IntNode.valueOf(fewer(own.intValue())), ORIGIN);
      }
    }
    Set<String> keys = schema.keysOf(whole, "data");
    limit(document, whole, keys, "trainRows", TRAIN_ROWS, "training rows", changed);
    limit(document, whole, keys, "testRows", TEST_ROWS, "test rows", changed);
    int seeds = whole.path("seeds").asInt(1);
    if (hasSeeds && seeds > 1) {
      document.set("seeds", IntNode.valueOf(1), ORIGIN);
      changed.add("one seed instead of " + seeds);
    }
    return "Quick: %s; for a first look, not for a result.".formatted(String.join(", ", changed));
  }

  private static void limit(
      ConfigDocument document,
      ObjectNode whole,
      Set<String> keys,
      String key,
      int most,
      String words,
      List<String> changed) {
    JsonNode now = whole.path("data").path(key);
    if (keys.contains(key) && !(now.isInt() && now.intValue() <= most)) {
      document.set("data." + key, IntNode.valueOf(most), ORIGIN);
      changed.add(String.format(Locale.ROOT, "at most %,d %s", most, words));
    }
  }

  private static int fewer(int epochs) {
    return (epochs + EPOCHS - 1) / EPOCHS;
  }

  private static String counted(int number, String word) {
    return number == 1 ? "1 " + word : "%d %ss".formatted(number, word);
  }
}
