package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.Validation;
import org.jspecify.annotations.Nullable;

/**
 * CIFAR-100 in its binary version: 32 x 32 RGB images with a coarse label (20) and a fine one
 * (100). Record: coarse byte, fine byte, 3072 pixel bytes (red, green, blue plane). Names come from
 * {@code coarse_label_names.txt} and {@code fine_label_names.txt} beside the training file, else
 * the classes are called by their numbers.
 *
 * @param train training file
 * @param test test file
 * @param labels the columns are {@code coarse} and {@code fine}; {@link LabelColumns#own} means
 *     both
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record Cifar100Source(
    String train,
    String test,
    LabelColumns labels,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /**
   * Checks the row limits.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Cifar100Source {
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  /** All rows with both labels. */
  public static Cifar100Source of(String train, String test) {
    return new Cifar100Source(train, test, LabelColumns.own(), null, null, null, 0);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    return CifarFormat.CIFAR100.open(
        "CIFAR-100",
        List.of(root.resolve(train)),
        root.resolve(test),
        labels,
        root,
        new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend));
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>(List.of(root.resolve(train), root.resolve(test)));
    files.addAll(CifarFormat.CIFAR100.existingNameFiles(files.get(0)));
    labels.addFiles(root, files);
    return List.copyOf(files);
  }
}
