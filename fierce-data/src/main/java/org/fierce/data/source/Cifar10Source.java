package org.fierce.data.source;

import com.fasterxml.jackson.annotation.JsonFormat;
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
 * CIFAR-10 in its binary version: 32 x 32 RGB images with one label (10). Record: label byte, 3072
 * pixel bytes (red, green, blue plane). Names come from {@code batches.meta.txt} beside the first
 * training file, else the classes are called by their numbers.
 *
 * @param train training files, at least one; a single name may stand for a list of one
 * @param test test file
 * @param labels the one column is "label": the coarse label, or the fine one where a hierarchy
 *     groups it
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 */
public record Cifar10Source(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> train,
    String test,
    LabelColumns labels,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed)
    implements DataSource {
  /**
   * Checks the files and row limits.
   *
   * @throws IllegalArgumentException if there is no training file or a limit is below 1
   */
  public Cifar10Source {
    train = List.copyOf(train);
    if (train.isEmpty()) {
      throw new IllegalArgumentException("cifar10 needs at least one training file");
    }
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  /** All rows of the official five training files and the test file in a folder. */
  public static Cifar10Source of(String folder, LabelColumns labels) {
    List<String> train = new ArrayList<>();
    for (int batch = 1; batch <= 5; batch++) {
      train.add("%s/data_batch_%d.bin".formatted(folder, batch));
    }
    return new Cifar10Source(train, folder + "/test_batch.bin", labels, null, null, null, 0);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    return CifarFormat.CIFAR10.open(
        "CIFAR-10",
        trainFiles(root),
        root.resolve(test),
        labels,
        root,
        new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend));
  }

  private List<Path> trainFiles(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : train) {
      files.add(root.resolve(name));
    }
    return files;
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = trainFiles(root);
    files.add(root.resolve(test));
    files.addAll(CifarFormat.CIFAR10.existingNameFiles(files.get(0)));
    labels.addFiles(root, files);
    return List.copyOf(files);
  }
}
