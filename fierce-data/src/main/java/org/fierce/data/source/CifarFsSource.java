package org.fierce.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.Inputs;
import org.fierce.data.JoinedInputs;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.RowOptions;
import org.fierce.data.split.Splits;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * CIFAR-FS (Bertinetto et al. 2019, 1805.08136): the 100 classes of CIFAR-100 as 64 base, 16
 * validation and 20 novel classes of 600 images each, training and test file taken together. The
 * base classes are the labels to train on; there is no finer one. Rows of the classes asked for are
 * the novel rows of the split: no label of theirs is ever trained on.
 *
 * <p>Training and test rows are both of the base classes: a share of each class is held out for the
 * coarse accuracy, which published protocols do not have.
 *
 * @param train training file of CIFAR-100, binary version, its files of class names beside it
 * @param test test file
 * @param asked which classes the novel rows are of
 * @param testFraction share of each base class held out as test rows, above 0 and below 1
 * @param seed of the draw of test rows
 * @param trainRows at most so many training rows, or null for all
 */
public record CifarFsSource(
    String train,
    String test,
    Part asked,
    double testFraction,
    long seed,
    @Nullable Integer trainRows)
    implements DataSource {
  private static final String SPLIT = "cifar-fs-split.txt";

  /** The parts of the classes. */
  public enum Part {
    /** 64 classes to train on. */
    @JsonProperty("base")
    BASE,
    /** 16 classes to choose by. */
    @JsonProperty("validation")
    VALIDATION,
    /** 20 classes to report. */
    @JsonProperty("novel")
    NOVEL
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the base classes are asked for, or a number is out of range
   */
  public CifarFsSource {
    if (asked == Part.BASE) {
      throw new IllegalArgumentException(
          "asked is base, but those classes are trained on; ask for novel or validation");
    }
    if (!(testFraction > 0 && testFraction < 1)) {
      throw new IllegalArgumentException(
          "testFraction is %s; it must be above 0 and below 1".formatted(testFraction));
    }
    new RowOptions(null, trainRows, null, seed);
  }

  /** The files of a folder; a tenth of each base class held out; the novel classes asked for. */
  public static CifarFsSource of(String folder) {
    return new CifarFsSource(folder + "/train.bin", folder + "/test.bin", Part.NOVEL, 0.1, 0, null);
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    DataSplit files =
        new Cifar100Source(train, test, LabelColumns.coarse("fine"), null, null, null, 0)
            .open(root);
    List<String> names = files.train().coarse().names();
    Map<Part, List<Integer>> classes = classes(names, root.resolve(train));
    Inputs inputs = new JoinedInputs(files.train().inputs(), files.test().inputs());
    int[] labels = Arrays.copyOf(files.train().coarse().labels(), inputs.size());
    int[] rest = files.test().coarse().labels();
    System.arraycopy(rest, 0, labels, files.train().size(), rest.length);

    Dataset base = part("CIFAR-FS", inputs, labels, names, part(classes, Part.BASE));
    Dataset novel =
        part(
            "CIFAR-FS, %s classes".formatted(asked.name().toLowerCase(Locale.ROOT)),
            inputs,
            labels,
            names,
            part(classes, asked));
    Dataset asFine =
        new Dataset(
            novel.name(),
            novel.inputs(),
            novel.coarse(),
            new FineTargets.Classes(novel.coarse().labels(), novel.coarse().names()),
            novel.ids());
    Splits.Parts parts = Splits.fraction(base.coarse(), testFraction, seed + addend);
    DataSplit split =
        new DataSplit(
                base.select(parts.remaining()), null, base.select(parts.drawn()), files.encoder())
            .withNovel(asFine);
    return Splits.limit(split, trainRows, null, seed + addend);
  }

  private static List<Integer> part(Map<Part, List<Integer>> classes, Part part) {
    return Objects.requireNonNull(classes.get(part));
  }

  /**
   * The rows of some classes, numbered anew in the order of the list; ids are rows of the files.
   */
  private static Dataset part(
      String name, Inputs inputs, int[] labels, List<String> names, List<Integer> classes) {
    int[] place = new int[names.size()];
    Arrays.fill(place, -1);
    for (int i = 0; i < classes.size(); i++) {
      place[classes.get(i)] = i;
    }
    List<String> ids = new ArrayList<>();
    int[] rows = new int[labels.length];
    int[] renumbered = new int[labels.length];
    int count = 0;
    for (int row = 0; row < labels.length; row++) {
      if (place[labels[row]] >= 0) {
        ids.add(Integer.toString(row));
        rows[count] = row;
        renumbered[count++] = place[labels[row]];
      }
    }
    return new Dataset(
        name,
        inputs.select(Arrays.copyOf(rows, count)),
        new CoarseLabels(
            Arrays.copyOf(renumbered, count), classes.stream().map(names::get).toList()),
        null,
        ids);
  }

  /** The numbers of the classes of each part, ascending. */
  private static Map<Part, List<Integer>> classes(List<String> names, Path file)
      throws DatasetFormatException {
    Map<Part, List<Integer>> classes = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      classes.put(part, new ArrayList<>());
    }
    Map<String, Part> parts = parts();
    for (String name : parts.keySet()) {
      if (!names.contains(name)) {
        throw new DatasetFormatException(
            "CIFAR-FS names the class %s, which is none of %s's; its file fine_label_names.txt must lie beside it"
                .formatted(name, file));
      }
    }
    for (int c = 0; c < names.size(); c++) {
      part(classes, parts.getOrDefault(names.get(c), Part.BASE)).add(c);
    }
    return classes;
  }

  /** The part of each class that is not a base class. */
  static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(CifarFsSource.class.getResourceAsStream(SPLIT), SPLIT),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Part part : new Part[] {Part.VALIDATION, Part.NOVEL}) {
          String word = part.name().toLowerCase(Locale.ROOT) + ": ";
          if (line.startsWith(word)) {
            Stream.of(line.substring(word.length()).split(" ", -1))
                .forEach(name -> parts.put(name, part));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    return new Cifar100Source(train, test, LabelColumns.own(), null, null, null, 0).files(root);
  }
}
