package org.fierce.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fierce.files.Json;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code coarseLearning} of {@code run.json} and {@code detail-left.json}: {@code
 * {"learnt": false, "rowsOf": "validation", "rows": 400, "accuracy": 0.51, "low": 0.46, "high":
 * 0.56, "commonestClass": "mid", "commonestShare": 0.5}}. {@code learnt} is null where the rows
 * cannot tell.
 */
final class LearningFile {
  static final String KEY = "coarseLearning";

  private LearningFile() {}

  /** Adds the object to a file's tree; nothing where there is nothing to say. */
  static void put(ObjectNode root, @Nullable CoarseLearning learning) {
    if (learning == null) {
      return;
    }
    ObjectNode node = root.putObject(KEY);
    if (learning.cannotTell()) {
      node.putNull("learnt");
    } else {
      node.put("learnt", !learning.isNoBetterThanChance());
    }
    node.put("rowsOf", learning.rowsOf())
        .put("rows", learning.rows())
        .put("accuracy", learning.accuracy())
        .put("low", learning.low())
        .put("high", learning.high())
        .put("commonestClass", learning.commonest())
        .put("commonestShare", learning.commonestShare());
  }

  /** The object of a file's tree; null where it has none. */
  static @Nullable CoarseLearning read(JsonNode root) {
    JsonNode node = root.path(KEY);
    return node.path("rows").asInt() < 1
        ? null
        : new CoarseLearning(
            node.path("rowsOf").asText(),
            node.path("rows").asInt(),
            Json.number(node, "accuracy"),
            node.path("commonestClass").asText(),
            Json.number(node, "commonestShare"));
  }
}
