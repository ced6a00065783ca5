package org.fierce.backbone;

/** A convolution by its definition, in nested loops and double precision, and its gradients. */
final class PlainConvolution {
  final int rows;
  final int in;
  final int out;
  final int height;
  final int width;
  final int kernel;
  final int stride;
  final int highOut;
  final int wideOut;

  PlainConvolution(int rows, int in, int out, int height, int width, int kernel, int stride) {
    this.rows = rows;
    this.in = in;
    this.out = out;
    this.height = height;
    this.width = width;
    this.kernel = kernel;
    this.stride = stride;
    Maps maps = new Maps(in, height, width).convolved(out, stride);
    highOut = maps.height();
    wideOut = maps.width();
  }

  /** What happens at each product of a weight with a value of the input. */
  private interface Product {
    void at(int input, int weight, int output);
  }

  private void forEach(Product product) {
    int pad = kernel / 2;
    for (int n = 0; n < rows; n++) {
      for (int o = 0; o < out; o++) {
        for (int y = 0; y < highOut; y++) {
          for (int x = 0; x < wideOut; x++) {
            int output = ((n * out + o) * highOut + y) * wideOut + x;
            for (int i = 0; i < in; i++) {
              for (int ky = 0; ky < kernel; ky++) {
                for (int kx = 0; kx < kernel; kx++) {
                  int row = y * stride + ky - pad;
                  int column = x * stride + kx - pad;
                  if (row >= 0 && row < height && column >= 0 && column < width) {
                    product.at(
                        ((n * in + i) * height + row) * width + column,
                        ((o * in + i) * kernel + ky) * kernel + kx,
                        output);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /** Maps, [n, out, height, width] in row-major order. */
  double[] forward(double[] input, double[] weight) {
    double[] maps = new double[rows * out * highOut * wideOut];
    forEach((i, w, o) -> maps[o] += input[i] * weight[w]);
    return maps;
  }

  /** Gradient of the input, given that of the maps. */
  double[] inputGradient(double[] weight, double[] gradient) {
    double[] found = new double[rows * in * height * width];
    forEach((i, w, o) -> found[i] += weight[w] * gradient[o]);
    return found;
  }

  /** Gradient of the weights, given that of the maps. */
  double[] weightGradient(double[] input, double[] gradient) {
    double[] found = new double[out * in * kernel * kernel];
    forEach((i, w, o) -> found[w] += input[i] * gradient[o]);
    return found;
  }
}
