package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.InputShape;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.data.split.ClassNames;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.OwnLabels;
import org.fierce.data.split.RowLabels;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * Images and labels in four IDX files (MNIST, Fashion-MNIST), plain or gzip: images as unsigned
 * bytes [n, height, width] or [n, height, width, channels], labels as unsigned bytes [n].
 *
 * @param trainImages training images
 * @param trainLabels their labels
 * @param testImages test images, of the same shape
 * @param testLabels their labels
 * @param classNames names of the classes by label, or empty to call them by their numbers
 * @param labels the one column is "label": the coarse label, or the fine one where a hierarchy
 *     groups it
 * @param validation part of the training rows to hold out, or null
 * @param trainRows at most so many training rows, validation rows among them, or null for all
 * @param testRows at most so many test rows, or null for all
 * @param rowSeed of the draw of rows where they are limited
 * @param limits how much a gzip file may unpack to
 */
public record IdxSource(
    String trainImages,
    String trainLabels,
    String testImages,
    String testLabels,
    List<String> classNames,
    LabelColumns labels,
    @Nullable Validation validation,
    @Nullable Integer trainRows,
    @Nullable Integer testRows,
    long rowSeed,
    ReadLimits limits)
    implements DataSource {
  /**
   * Checks class names and row limits.
   *
   * @throws IllegalArgumentException if a class name comes twice or a limit is below 1
   */
  public IdxSource {
    classNames = classNames == null ? List.of() : List.copyOf(classNames);
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new IllegalArgumentException("class names %s are not distinct".formatted(classNames));
    }
    limits = limits == null ? ReadLimits.standard() : limits;
    new RowOptions(validation, trainRows, testRows, rowSeed);
  }

  /** The four official files of Fashion-MNIST in a folder, with its ten class names. */
  public static IdxSource fashionMnist(String folder, LabelColumns labels) {
    return new IdxSource(
        folder + "/train-images-idx3-ubyte.gz",
        folder + "/train-labels-idx1-ubyte.gz",
        folder + "/t10k-images-idx3-ubyte.gz",
        folder + "/t10k-labels-idx1-ubyte.gz",
        List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot"),
        labels,
        null,
        null,
        null,
        0,
        ReadLimits.standard());
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    IdxFile train = IdxFile.read(root.resolve(trainImages), 3, 4, limits);
    IdxFile test = IdxFile.read(root.resolve(testImages), 3, 4, limits);
    InputShape shape = shape(train);
    if (!shape.equals(shape(test))) {
      throw new DatasetFormatException(
          "%s has images of %s but %s of %s; training and test images need one shape"
              .formatted(train.file(), shape, test.file(), shape(test)));
    }
    IdxFile trainOwn = labelsOf(train, root.resolve(trainLabels));
    IdxFile testOwn = labelsOf(test, root.resolve(testLabels));
    int trainCount = trainOwn.values().length;
    int[] own = new int[trainCount + testOwn.values().length];
    for (int row = 0; row < own.length; row++) {
      byte value = row < trainCount ? trainOwn.values()[row] : testOwn.values()[row - trainCount];
      own[row] = value & 0xFF;
      if (!classNames.isEmpty() && own[row] >= classNames.size()) {
        throw new DatasetFormatException(
            "%s: label is %d, expected 0..%d as %d class names are given"
                .formatted(
                    place(trainOwn, testOwn, row),
                    own[row],
                    classNames.size() - 1,
                    classNames.size()));
      }
    }
    List<String> names =
        classNames.isEmpty()
            ? ClassNames.numbers(Arrays.stream(own).max().orElse(0) + 1)
            : classNames;
    String name = train.file().getFileName().toString();
    OwnLabels source =
        new OwnLabels(
            name,
            own.length,
            Map.of("label", new FineTargets.Classes(own, names)),
            row -> place(trainOwn, testOwn, row));
    LabelColumns columns = labels.orOwn("label", null, "label");
    Path hierarchy = columns.hierarchyFile(root);
    return RowLabels.of(name, columns, hierarchy, source, RowLabels.consecutive(trainCount))
        .over(
            name,
            ImageEncoder.of(shape),
            ByteImages.interleaved(shape, train.values()),
            ByteImages.interleaved(shape, test.values()),
            new RowOptions(validation, trainRows, testRows, rowSeed).plusSeed(addend));
  }

  private static InputShape shape(IdxFile images) {
    int[] d = images.dimensions();
    return new InputShape(d[1], d[2], d.length == 4 ? d[3] : 1);
  }

  private IdxFile labelsOf(IdxFile images, Path file) throws IOException {
    IdxFile labels = IdxFile.read(file, 1, 1, limits);
    if (labels.dimensions()[0] != images.dimensions()[0]) {
      throw new DatasetFormatException(
          "%s has %d labels but %s has %d images; the files do not belong together"
              .formatted(file, labels.dimensions()[0], images.file(), images.dimensions()[0]));
    }
    return labels;
  }

  private static String place(IdxFile train, IdxFile test, int row) {
    int count = train.values().length;
    int item = row < count ? row : row - count;
    return "%s, item %d (byte %d)".formatted((row < count ? train : test).file(), item, 8 + item);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : List.of(trainImages, trainLabels, testImages, testLabels)) {
      files.add(root.resolve(name));
    }
    labels.addFiles(root, files);
    return List.copyOf(files);
  }
}
