package org.fierce.backbone;

import java.util.List;
import org.fierce.data.InputShape;

/**
 * A multilayer perceptron: linear layers with ReLU after each; the features are what comes out of
 * the last ReLU. Images are flattened.
 *
 * @param hidden widths of the hidden layers, each at least 1; the last is the width of the features
 * @param head what turns features into logits
 * @param scalarFeature whether the feature is one number: the mean of the last hidden layer, then a
 *     learned scale (starting at 1) and shift (starting at 0); needs a linear head
 */
public record MlpSpec(List<Integer> hidden, Head head, boolean scalarFeature)
    implements BackboneSpec {
  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if there are none, one is below 1, or a scalar feature meets a
   *     cosine head
   */
  public MlpSpec {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException("hidden must name at least one width, found none");
    }
    for (int width : hidden) {
      Checks.atLeast("hidden", width, 1);
    }
    Checks.scalarFeature(scalarFeature, head, 0);
  }

  /** The network of the paper's unmixing experiment: 200-400-100 hidden units, linear head. */
  public static MlpSpec paper() {
    return new MlpSpec(List.of(200, 400, 100), Head.LINEAR, false);
  }

  @Override
  public Backbone build(InputShape shape, int classes, long seed) {
    Checks.atLeast("classes", classes, 1);
    Assembly parts = new Assembly(seed);
    Layer body = Layer.identity();
    int width = shape.values();
    for (int i = 0; i < hidden.size(); i++) {
      Layer layer = parts.linear("hidden" + i, width, hidden.get(i)).then(Assembly.relu());
      boolean isLast = i == hidden.size() - 1;
      body = body.then(isLast ? layer : parts.earlier(layer));
      width = hidden.get(i);
    }
    return parts.finish(shape, classes, true, body, width, scalarFeature, head);
  }

  @Override
  public MlpSpec withHead(Head newHead) {
    return new MlpSpec(hidden, newHead, scalarFeature);
  }
}
