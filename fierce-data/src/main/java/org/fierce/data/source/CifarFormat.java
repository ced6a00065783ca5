package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.InputShape;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.data.split.ClassNames;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.OwnLabels;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;

/**
 * The binary CIFAR files: records of one label byte (CIFAR-10) or two (CIFAR-100: coarse, then
 * fine), followed by 3072 pixel bytes, 32 x 32, first all of red, then green, then blue, each row
 * by row. No file header. The bytes are kept as they are.
 */
final class CifarFormat {
  static final CifarFormat CIFAR10 =
      new CifarFormat(List.of("label"), new int[] {10}, List.of("batches.meta.txt"));
  static final CifarFormat CIFAR100 =
      new CifarFormat(
          List.of("coarse", "fine"),
          new int[] {20, 100},
          List.of("coarse_label_names.txt", "fine_label_names.txt"));

  private static final InputShape SHAPE = new InputShape(32, 32, 3);

  private final List<String> labels;
  private final int[] classes;
  private final List<String> nameFiles;

  private CifarFormat(List<String> labels, int[] classes, List<String> nameFiles) {
    this.labels = labels;
    this.classes = classes;
    this.nameFiles = nameFiles;
  }

  private int record() {
    return labels.size() + SHAPE.values();
  }

  /** Opens training and test files as one data set. */
  DataSplit open(
      String name,
      List<Path> train,
      Path test,
      LabelColumns columns,
      DataRoot root,
      RowOptions rows)
      throws IOException {
    ByteFiles trainFiles = read(train);
    ByteFiles testFile = read(List.of(test));
    int trainRows = trainFiles.bytes.length / record();
    int size = trainRows + testFile.bytes.length / record();
    Map<String, FineTargets.Classes> own = new LinkedHashMap<>();
    for (int label = 0; label < labels.size(); label++) {
      int[] values = new int[size];
      for (int row = 0; row < size; row++) {
        byte[] bytes = row < trainRows ? trainFiles.bytes : testFile.bytes;
        int r = row < trainRows ? row : row - trainRows;
        values[row] = bytes[r * record() + label] & 0xFF;
      }
      own.put(
          labels.get(label),
          new FineTargets.Classes(
              values,
              ClassNames.readOrNumbers(
                  train.get(0).resolveSibling(nameFiles.get(label)), classes[label])));
    }
    LabelColumns resolved =
        this == CIFAR10
            ? columns.orOwn("label", null, "label")
            : columns.orOwn("coarse", "fine", "fine");
    OwnLabels source =
        new OwnLabels(
            name,
            size,
            own,
            row -> row < trainRows ? trainFiles.place(row) : testFile.place(row - trainRows));
    Path hierarchy = resolved.hierarchyFile(root);
    return RowLabels.of(name, resolved, hierarchy, source, RowLabels.consecutive(trainRows))
        .over(
            name,
            ImageEncoder.of(SHAPE),
            ByteImages.planar(SHAPE, trainFiles.bytes, labels.size()),
            ByteImages.planar(SHAPE, testFile.bytes, labels.size()),
            rows);
  }

  /** The files of class names that stand beside the training file. */
  List<Path> existingNameFiles(Path train) {
    return nameFiles.stream().map(train::resolveSibling).filter(Files::exists).toList();
  }

  private final class ByteFiles {
    final byte[] bytes;
    final List<Path> files;
    final List<Integer> ends = new ArrayList<>();

    ByteFiles(byte[] bytes, List<Path> files) {
      this.bytes = bytes;
      this.files = files;
    }

    String place(int row) {
      int file = 0;
      while (row >= ends.get(file)) {
        file++;
      }
      int record = row - (file == 0 ? 0 : ends.get(file - 1));
      return "%s, record %d (byte %d)".formatted(files.get(file), record, (long) record * record());
    }
  }

  private ByteFiles read(List<Path> files) throws IOException {
    long total = 0;
    for (Path file : files) {
      long size = Files.size(file);
      if (size % record() != 0 || size == 0) {
        throw new DatasetFormatException(
            ("%s has %d bytes, not a multiple of %d (%d label bytes and 3072 pixels) above 0; the last"
                    + " record has %d bytes. The download was probably cut short, or this is not the binary"
                    + " version; fetch it again.")
                .formatted(file, size, record(), labels.size(), size % record()));
      }
      total += size;
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw new DatasetFormatException(
          "%s have %d bytes together; files above 2 GiB are refused".formatted(files, total));
    }
    ByteFiles read = new ByteFiles(new byte[(int) total], files);
    int position = 0;
    for (Path file : files) {
      int end = position + (int) Files.size(file);
      try (var in = Files.newInputStream(file)) {
        int got = in.readNBytes(read.bytes, position, end - position);
        if (got != end - position) {
          throw new DatasetFormatException(
              "%s ended after %d of %d bytes; it changed while it was read"
                  .formatted(file, got, end - position));
        }
      }
      position = end;
      read.ends.add(end / record());
    }
    for (int row = 0; row < read.bytes.length / record(); row++) {
      for (int label = 0; label < labels.size(); label++) {
        int value = read.bytes[row * record() + label] & 0xFF;
        if (value >= classes[label]) {
          throw new DatasetFormatException(
              ("%s: %s label is %d, expected 0..%d. The file is damaged or of another kind (%s); fetch it"
                      + " again or change the source.")
                  .formatted(
                      read.place(row),
                      labels.get(label),
                      value,
                      classes[label] - 1,
                      this == CIFAR10
                          ? "CIFAR-100 has two label bytes"
                          : "CIFAR-10 has one label byte"));
        }
      }
    }
    return read;
  }
}
