package org.fierce.entropy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.fierce.engine.Tensors;

/**
 * The rows of a batch by coarse class, in order of the labels. Classes of one example stand apart:
 * they have no spread to tell of.
 */
final class ClassRows {
  private final List<Long> labels = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final int[] order;
  private final int counted;

  /**
   * Of the labels of a batch, [n] 64-bit integers.
   *
   * @param views rows of each example
   */
  ClassRows(Tensor coarse, int views) {
    long[] all = longs(coarse);
    Map<Long, List<Integer>> byLabel = new TreeMap<>();
    for (int row = 0; row < all.length; row++) {
      byLabel.computeIfAbsent(all[row], label -> new ArrayList<>()).add(row);
    }
    order = new int[all.length];
    int place = 0;
    for (Map.Entry<Long, List<Integer>> entry : byLabel.entrySet()) {
      if (entry.getValue().size() > views) {
        labels.add(entry.getKey());
        sizes.add(entry.getValue().size());
        for (int row : entry.getValue()) {
          order[place++] = row;
        }
      }
    }
    counted = place;
    for (List<Integer> rows : byLabel.values()) {
      if (rows.size() <= views) {
        for (int row : rows) {
          order[place++] = row;
        }
      }
    }
  }

  private static long[] longs(Tensor coarse) {
    try (PointerScope scope = new PointerScope()) {
      Tensor dense = coarse.cpu().to(ScalarType.Long).contiguous();
      long[] values = new long[Math.toIntExact(dense.numel())];
      LongPointer data = dense.data_ptr_long();
      data.get(values, 0, values.length);
      return values;
    }
  }

  /** Number of classes of two examples or more. */
  int classes() {
    return sizes.size();
  }

  /** Number of rows in those classes. */
  int rows() {
    return counted;
  }

  long label(int index) {
    return labels.get(index);
  }

  int size(int index) {
    return sizes.get(index);
  }

  /** Weight of a class: its share of the rows in classes of two examples or more. */
  double weight(int index) {
    return (double) sizes.get(index) / counted;
  }

  /** Rows put class after class, those of classes of one example last. */
  Tensor sorted(Tensor rows) {
    return rows.index_select(0, index(order, rows));
  }

  /** The parts of sorted rows, a class each; a last one of the rest where there is any. */
  TensorVector parts(Tensor sorted) {
    boolean hasRest = counted < order.length;
    long[] lengths = new long[sizes.size() + (hasRest ? 1 : 0)];
    for (int i = 0; i < sizes.size(); i++) {
      lengths[i] = sizes.get(i);
    }
    if (hasRest) {
      lengths[sizes.size()] = (long) order.length - counted;
    }
    return sorted.split(lengths, 0);
  }

  /** The inverse of {@link #sorted}. */
  Tensor restored(Tensor sorted) {
    int[] inverse = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      inverse[order[place]] = place;
    }
    return sorted.index_select(0, index(inverse, sorted));
  }

  private static Tensor index(int[] places, Tensor model) {
    Tensor index = Tensors.labels(places);
    return model.is_cuda() ? index.to(model.device(), index.scalar_type()) : index;
  }
}
