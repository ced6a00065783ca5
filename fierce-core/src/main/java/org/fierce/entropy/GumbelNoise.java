package org.fierce.entropy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.Tensors;
import org.fierce.random.Streams;

/** A source of standard Gumbel noise, {@code -ln(-ln u)} with u uniform in (0, 1). */
@FunctionalInterface
public interface GumbelNoise {
  /** The noise of a step: [rows, columns] floats on the CPU that the caller may overwrite. */
  Tensor draw(long step, int rows, int columns);

  /**
   * Noise that is a pure function of (seed, step, place). u lies on the middles of 2^23 equal
   * steps, which 32-bit floats hold exactly, so that values lie between -2.82 and 16.64.
   */
  static GumbelNoise seeded(long seed) {
    return (step, rows, columns) -> {
      float[] uniform = uniform(Streams.key(seed, "gumbel" + step), rows * columns);
      return Tensors.of(uniform, rows, columns).log_().neg_().log_().neg_();
    };
  }

  /** No noise. */
  static GumbelNoise none() {
    return (step, rows, columns) -> torch.zeros(rows, columns);
  }

  private static float[] uniform(long key, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      long word = Streams.word(key, i >> 1);
      values[i] = middle((int) (word >>> 41));
      if (i + 1 < count) {
        values[i + 1] = middle((int) word >>> 9);
      }
    }
    return values;
  }

  private static float middle(int step) {
    return (step + 0.5f) * 0x1p-23f;
  }
}
