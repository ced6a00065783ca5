package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is compared where nobody names a method: plain cross-entropy read at its last layer, the
 * same under the default readout, and the default method; beside them the raw input, an untrained
 * network and, where there is a fine target, the coarse class alone and the ceiling.
 */
final class ComparisonDefaults {
  private ComparisonDefaults() {}

  static void add(ObjectNode root) {
    if (root.has("methods")) {
      return;
    }
    ArrayNode methods = root.putArray("methods");
    methods.addObject().put("name", "cross-entropy");
    methods
        .addObject()
        .put("name", "cross-entropy")
        .put("label", "cross-entropy-layers")
        .put("readout", "layers");
    methods.add(ConfigSchema.shared().standardMethod());
    if (!root.has("rivals")) {
      ArrayNode rivals = root.putArray("rivals");
      rivals.add(Contender.Rival.RAW_INPUT.label()).add(Contender.Rival.UNTRAINED_LAYERS.label());
      if (mayHaveFineTarget(root.path("data").path("labels"))) {
        rivals.add(Contender.Rival.COARSE_MEAN.label()).add(Contender.Rival.FINE_CEILING.label());
      }
    }
  }

  /** Sources with labels of their own may; of others the labels name it. */
  private static boolean mayHaveFineTarget(JsonNode labels) {
    return !labels.has("coarse") || labels.has("fine");
  }
}
