package org.fierce.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.backbone.Backbone.Parameter;

/**
 * The parameters of a network laid end to end in one tensor, and their gradients in another; the
 * network's own tensors become views of it. An optimiser's step is then a handful of kernels
 * whatever the number of layers, and autograd adds every gradient to its place by itself.
 *
 * <p>Parameters that decay come first. Each starts at a multiple of 64 bytes; the gaps hold zeros
 * and stay so.
 */
final class FlatParameters implements AutoCloseable {
  private static final int ALIGNMENT = 16;

  private record Span(Parameter parameter, long offset, long[] shape, long[] strides) {}

  private final List<Span> spans = new ArrayList<>();
  private final Tensor weights;
  private final Tensor decaying;
  private final Tensor gradients;
  private final Tensor decayingGradients;
  private boolean isOpen = true;

  /** Lays out the parameters, whose values stay and whose gradients become zero. */
  FlatParameters(List<Parameter> parameters) {
    long end = place(parameters, true, 0);
    long decayEnd = end;
    end = place(parameters, false, end);
    try (PointerScope scope = new PointerScope()) {
      Tensor like = parameters.get(0).tensor();
      weights = torch.zeros(new long[] {end}, like.options()).detach().retainReference();
      weights.set_requires_grad(false);
      gradients = torch.zeros_like(weights).retainReference();
      decaying = weights.narrow(0, 0, decayEnd).retainReference();
      decayingGradients = gradients.narrow(0, 0, decayEnd).retainReference();
      for (Span span : spans) {
        Tensor tensor = span.parameter().tensor();
        Tensor view = view(weights, span);
        view.copy_(tensor.detach());
        tensor.set_data(view);
        tensor.mutable_grad().put(view(gradients, span));
      }
    }
  }

  private long place(List<Parameter> parameters, boolean decays, long from) {
    long offset = from;
    for (Parameter parameter : parameters) {
      if (parameter.decays() == decays) {
        Span span = span(parameter, offset);
        spans.add(span);
        offset += (parameter.tensor().numel() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    return offset;
  }

  private static Span span(Parameter parameter, long offset) {
    Tensor tensor = parameter.tensor();
    long[] shape = new long[(int) tensor.dim()];
    long[] strides = new long[shape.length];
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
      strides[i] = tensor.stride(i);
      last += (shape[i] - 1) * strides[i];
    }
    if (last + 1 != tensor.numel()) {
      throw new IllegalArgumentException(
          "parameter %s does not lie densely in memory".formatted(parameter.name()));
    }
    return new Span(parameter, offset, shape, strides);
  }

  private static Tensor view(Tensor flat, Span span) {
    return flat.narrow(0, span.offset(), span.parameter().tensor().numel())
        .as_strided(span.shape(), span.strides());
  }

  /** All parameters. */
  Tensor weights() {
    return weights;
  }

  /** The part of {@link #weights} that weight decay applies to; may be empty. */
  Tensor decaying() {
    return decaying;
  }

  /** All gradients. */
  Tensor gradients() {
    return gradients;
  }

  /** The gradients that belong to {@link #decaying}. */
  Tensor decayingGradients() {
    return decayingGradients;
  }

  /** A new tensor of the same layout, all zero, that lives until it is closed. */
  Tensor zeros() {
    try (PointerScope scope = new PointerScope()) {
      return torch.zeros_like(weights).retainReference();
    }
  }

  /**
   * Views of a tensor of this layout, one a parameter, named after it; they belong to the caller's
   * scope.
   */
  List<Parameter> views(String prefix, Tensor flat) {
    List<Parameter> views = new ArrayList<>();
    for (Span span : spans) {
      views.add(new Parameter(prefix + span.parameter().name(), view(flat, span), false));
    }
    return views;
  }

  /** Whether no weight is NaN or infinite. */
  boolean areFinite() {
    try (PointerScope scope = new PointerScope()) {
      return torch.isfinite(weights).all().item_bool();
    }
  }

  /** Frees the gradients; the network keeps its weights. */
  @Override
  public void close() {
    if (isOpen) {
      isOpen = false;
      for (Span span : spans) {
        try (Tensor gradient = span.parameter().tensor().mutable_grad()) {
          gradient.reset();
        }
      }
      weights.close();
      decaying.close();
      gradients.close();
      decayingGradients.close();
    }
  }
}
