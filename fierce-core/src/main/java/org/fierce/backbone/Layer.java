package org.fierce.backbone;

import org.bytedeco.pytorch.Tensor;

/** One step of a forward pass; holds its own tensors. */
@FunctionalInterface
interface Layer {
  Tensor forward(Tensor input, boolean training);

  default Layer then(Layer next) {
    return (input, training) -> next.forward(forward(input, training), training);
  }
}
