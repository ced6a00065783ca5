package org.fierce.extension;

import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Assembly;
import org.fierce.backbone.Backbone;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.Layer;
import org.fierce.data.InputShape;

/**
 * One hidden layer of sines, then a linear one that gives the features.
 *
 * @param width of both layers
 * @param head what turns features into logits
 */
record SineNetwork(int width, Head head) implements BackboneSpec {
  @Override
  public Backbone build(InputShape shape, int classes, long seed) {
    Assembly parts = new Assembly(seed);
    Layer sine =
        Layer.of(
            (input, training) -> torch.sin(input),
            (graph, input) -> graph.elementwise("Sin", Map.of(), input));
    Layer hidden = parts.earlier(parts.linear("hidden", shape.values(), width).then(sine));
    Layer body = hidden.then(parts.linear("features", width, width));
    return parts.finish(shape, classes, true, body, width, false, head);
  }

  @Override
  public SineNetwork withHead(Head other) {
    return new SineNetwork(width, other);
  }
}
