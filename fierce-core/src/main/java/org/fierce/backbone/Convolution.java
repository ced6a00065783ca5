package org.fierce.backbone;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A square convolution of maps in channels_last, padded to keep the size at stride 1.
 *
 * <p>One of 1 x 1 is a matrix product of positions with weights, taken as such. The engine's own
 * kernels for it are not safe: in oneDNN 3.7.1 the backward pass at stride 2 with few maps writes
 * outside its memory (uxlfoundation/oneDNN#6035), and the forward pass divides by zero on an AMD
 * EPYC with AVX-512; docs/reliability.md.
 *
 * @param kernel side of the kernel, odd
 * @param stride at least 1
 */
record Convolution(int kernel, int stride) {
  /**
   * Convolves.
   *
   * @param input [n, in, height, width], in channels_last
   * @param weight [out, in, kernel, kernel]
   * @param bias [out], or null for none
   * @return in channels_last, nobody else's memory
   */
  Tensor apply(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return kernel == 1 ? pointwise(input, weight, bias) : spatial(input, weight, bias);
  }

  private Tensor spatial(Tensor input, Tensor weight, @Nullable Tensor bias) {
    long[] strides = {stride, stride};
    long[] padding = {kernel / 2, kernel / 2};
    long[] dilation = {1, 1};
    try (TensorOptional added = bias == null ? new TensorOptional() : new TensorOptional(bias)) {
      return torch.conv2d(input, weight, added, strides, padding, dilation, 1);
    }
  }

  private Tensor pointwise(Tensor input, Tensor weight, @Nullable Tensor bias) {
    long in = weight.size(1);
    long out = weight.size(0);
    // The strides are taken with the maps last, so that the gradient lies like that, too.
    try (Tensor mapsLast = input.permute(0, 2, 3, 1);
        Tensor rows = every(mapsLast, 1);
        Tensor positions = every(rows, 2);
        Tensor flat = positions.reshape(-1, in);
        Tensor matrix = weight.view(out, in);
        Tensor transposed = matrix.t();
        Tensor product =
            bias == null ? torch.mm(flat, transposed) : torch.addmm(bias, flat, transposed);
        Tensor maps = product.view(positions.size(0), positions.size(1), positions.size(2), out)) {
      return maps.permute(0, 3, 1, 2);
    }
  }

  /** Every stride-th index of a dimension, from the first on. */
  private Tensor every(Tensor maps, long dimension) {
    return stride == 1
        ? new Tensor(maps)
        : maps.slice(dimension, new LongOptional(), new LongOptional(), stride);
  }
}
