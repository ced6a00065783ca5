package org.fierce.labels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fine target of one row: a class, a number, or shares. In a file it is a text, a number, or an
 * object of numbers.
 *
 * @param name of the class; null where the target is none
 * @param number NaN where the target is none
 * @param shares by component; empty where the target is none
 */
public record FineValue(@Nullable String name, double number, Map<String, Double> shares) {
  static FineValue ofClass(String name) {
    return new FineValue(name, Double.NaN, Map.of());
  }

  static FineValue ofNumber(double number) {
    return new FineValue(null, number, Map.of());
  }

  static FineValue ofShares(Map<String, Double> shares) {
    return new FineValue(null, Double.NaN, shares);
  }

  /** The same with other shares. */
  public FineValue withShares(DoubleUnaryOperator change) {
    Map<String, Double> changed = new LinkedHashMap<>();
    shares.forEach((component, share) -> changed.put(component, change.applyAsDouble(share)));
    return new FineValue(name, number, changed);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static FineValue read(JsonNode node) {
    if (node.isTextual()) {
      return ofClass(node.textValue());
    }
    if (node.isNumber()) {
      return ofNumber(node.doubleValue());
    }
    if (!node.isObject() || !node.valueStream().allMatch(JsonNode::isNumber)) {
      throw new IllegalArgumentException(
          "a fine target is %s, expected a class, a number, or an object of shares"
              .formatted(node));
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    node.properties().forEach(each -> shares.put(each.getKey(), each.getValue().doubleValue()));
    return ofShares(shares);
  }

  @JsonValue
  Object value() {
    return name != null ? name : shares.isEmpty() ? (Object) number : shares;
  }
}
