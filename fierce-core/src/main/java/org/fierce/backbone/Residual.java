package org.fierce.backbone;

import org.bytedeco.pytorch.Tensor;

/** Lays residual blocks one after the other, keeping track of the shape of the maps. */
final class Residual {
  private final Assembly parts;
  private Maps maps;

  Residual(Assembly parts, Maps input) {
    this.parts = parts;
    this.maps = input;
  }

  int channels() {
    return maps.channels();
  }

  /** Stem and stages of basic blocks; every stage but the first starts with stride 2. */
  Layer basic(int width, int depth) {
    int stages = depth == 18 ? 4 : 3;
    int blocks = depth == 20 ? 3 : 2;
    Layer body = convolutionAndNorm("stem.conv", "stem.norm", width, 3, 1).then(Assembly.relu());
    for (int stage = 0; stage < stages; stage++) {
      for (int block = 0; block < blocks; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        body =
            body.then(
                basicBlock("stage%d.block%d".formatted(stage, block), width << stage, stride));
      }
      if (stage < stages - 1) {
        body = parts.earlier(body);
      }
    }
    return body;
  }

  private Layer basicBlock(String name, int out, int stride) {
    Layer shortcut = shortcut(name, out, stride);
    Layer path =
        convolutionAndNorm(name + ".conv1", name + ".norm1", out, 3, stride)
            .then(Assembly.relu())
            .then(convolutionAndNorm(name + ".conv2", name + ".norm2", out, 3, 1));
    return sum(path, shortcut).then(Assembly.relu());
  }

  /** Four blocks of three convolutions, each followed by a pool. */
  Layer fewShot(int width) {
    int[] widths = {width, 5 * width / 2, 5 * width, 10 * width};
    Layer body = Layer.identity();
    for (int stage = 0; stage < widths.length; stage++) {
      String name = "stage" + stage;
      int out = widths[stage];
      Layer shortcut = shortcut(name, out, 1);
      Layer path =
          convolutionAndNorm(name + ".conv1", name + ".norm1", out, 3, 1)
              .then(Assembly.leakyRelu())
              .then(convolutionAndNorm(name + ".conv2", name + ".norm2", out, 3, 1))
              .then(Assembly.leakyRelu())
              .then(convolutionAndNorm(name + ".conv3", name + ".norm3", out, 3, 1));
      body = body.then(sum(path, shortcut)).then(Assembly.leakyRelu()).then(Assembly.maxPool());
      maps = maps.pooled();
      if (stage < widths.length - 1) {
        body = parts.earlier(body);
      }
    }
    return body;
  }

  /** The input itself where the shape stays, else a 1 x 1 convolution and a norm. */
  private Layer shortcut(String name, int out, int stride) {
    if (stride == 1 && maps.channels() == out) {
      return Layer.identity();
    }
    return parts.normedConvolution(
        name + ".shortcut.conv", name + ".shortcut.norm", maps, out, 1, stride);
  }

  private Layer convolutionAndNorm(String convolution, String norm, int out, int side, int stride) {
    Layer layer = parts.normedConvolution(convolution, norm, maps, out, side, stride);
    maps = maps.convolved(out, stride);
    return layer;
  }

  // In place: batch norm, the path's last layer, does not need its own output for its gradient.
  private static Layer sum(Layer path, Layer shortcut) {
    return Layer.of(
        (input, training) -> {
          Tensor result = path.forward(input, training);
          Tensor added = shortcut.forward(input, training);
          result.add_(added);
          Layer.release(added, input, result);
          return result;
        },
        (graph, input) -> graph.sum(path.write(graph, input), shortcut.write(graph, input)));
  }
}
