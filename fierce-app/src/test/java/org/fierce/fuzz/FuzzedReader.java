package org.fierce.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fierce.config.ConfigReader;
import org.fierce.config.ExperimentConfig;
import org.fierce.data.DataRoot;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.MatrixFile;
import org.fierce.data.matrix.NpyFile;
import org.fierce.data.split.HierarchyFile;
import org.fierce.experiment.Experiment;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Safetensors;
import org.fierce.model.Predictor;
import org.fierce.run.Examples;
import org.fierce.train.FuzzedCheckpoint;

/**
 * The readers of files, each with what it takes to hand it hostile bytes. Its seeds and the inputs
 * once found lie in {@code fierce-data/src/test/resources/fuzz/NAME}.
 */
public enum FuzzedReader {
  YAML("input.yaml", folder -> file -> new ConfigReader(List.of(), false).read(file)),
  CSV(
      "input.csv",
      set(
          "source: table, train: input.csv, labels: {coarse: c, fine: f}, split: {fraction: 0.3}, missing: mean-indicator")),
  LABELS(
      "input.csv",
      folder -> {
        NpyFile.write(folder.resolve("x.npy"), new FloatMatrix(8, 2, new float[16]));
        return set("source: npy, train: x.npy, trainLabels: input.csv, labels: {coarse: c, fine: f}, split: {fraction: 0.3}")
            .prepare(folder);
      }),
  HIERARCHY("input.csv", folder -> HierarchyFile::read),
  LINES(
      "input.txt",
      set(
          "source: text, format: lines, train: input.txt, labels: {coarse: coarse}, split: {fraction: 0.3}")),
  EXAMPLES("examples.csv", folder -> Examples::read),
  NPY(
      "input.npy",
      folder ->
          file -> {
            try (MatrixFile matrix = MatrixFile.open(file)) {
              matrix.inputs(matrix.offsets());
            }
          }),
  MAT(
      "input.mat",
      set("source: mat, file: input.mat, spectra: Y, shares: S, materials: [a, b, c]")),
  IDX(
      "input.idx",
      folder -> {
        copySeed("idx", "labels.idx", folder.resolve("labels.idx"));
        copySeed("idx", "seed.idx", folder.resolve("test.idx"));
        return set("source: idx, trainImages: input.idx, trainLabels: labels.idx, testImages: test.idx, testLabels: labels.idx, labels: {coarse: label}")
            .prepare(folder);
      }),
  CIFAR(
      "input.bin",
      folder -> {
        copySeed("cifar", "seed.bin", folder.resolve("test.bin"));
        Reading reading = set("source: cifar10, train: input.bin, test: test.bin").prepare(folder);
        return file -> {
          try {
            reading.read(file);
          } catch (DatasetFormatException e) {
            // A class without rows is told of the set, whose rows may come from several files.
            if (!String.valueOf(e.getMessage()).startsWith("CIFAR-10, coarse class ")) {
              throw e;
            }
          }
        };
      }),
  PNG("input.png", folder -> pictures(folder, "input.png")),
  JPEG("input.jpg", folder -> pictures(folder, "input.jpg")),
  GIF("input.gif", folder -> pictures(folder, "input.gif")),
  BMP("input.bmp", folder -> pictures(folder, "input.bmp")),
  TIFF("input.tif", folder -> pictures(folder, "input.tif")),
  WEBP("input.webp", folder -> pictures(folder, "input.webp")),
  ZIP(
      "input.zip",
      folder -> {
        Files.writeString(
            folder.resolve("labels.csv"), "file,c\na.png,x\nb.png,x\nc.png,y\nd.png,y\n");
        return set("source: images, images: input.zip, labelFile: labels.csv, side: 4, labels: {coarse: c}, split: {fraction: 0.5}")
            .prepare(folder);
      }),
  SAFETENSORS("input.safetensors", folder -> Safetensors::read),
  MODEL("input.fierce", folder -> file -> Predictor.load(file).close()),
  CHECKPOINT("run/checkpoint/checkpoint.json", FuzzedCheckpoint::new),
  CHECKPOINT_TENSORS("run/checkpoint/epoch-2.safetensors", FuzzedCheckpoint::new),
  REPORT("any", FuzzedReport::new);

  /** Reads a file. */
  public interface Reading {
    void read(Path file) throws IOException;
  }

  /** Puts what else a reader needs into a folder. */
  interface Preparation {
    Reading prepare(Path folder) throws IOException;
  }

  private final String file;

  @SuppressWarnings("ImmutableEnumChecker") // references to constructors
  private final Preparation preparation;

  FuzzedReader(String file, Preparation preparation) {
    this.file = file;
    this.preparation = preparation;
  }

  /** The name of the folder of its inputs. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reader at work in a folder of its own. */
  public HostileFile in(Path folder) {
    try {
      return new HostileFile(
          Files.createDirectories(folder).resolve(file), preparation.prepare(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its seeds and the inputs once found, by name. */
  public List<Path> inputs() {
    Path folder = Path.of("../fierce-data/src/test/resources/fuzz", folder());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copySeed(String reader, String name, Path to) throws IOException {
    Files.copy(
        Path.of("../fierce-data/src/test/resources/fuzz", reader, name),
        to,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A configuration whose data set is opened: read once, opened for each input. */
  private static Preparation set(String data) {
    return folder -> {
      Path config =
          Files.writeString(
              folder.resolve("config.yaml"), "formatVersion: 1\ndata: {" + data + "}\n");
      ExperimentConfig read = new ConfigReader(List.of(), false).read(config);
      DataRoot root = new DataRoot(List.of(folder));
      return file -> Experiment.open(read, root, 0);
    };
  }

  private static Reading pictures(Path folder, String name) throws IOException {
    for (String other : List.of("a.png", "b.png", "c.png")) {
      copySeed("png", "seed.png", folder.resolve(other));
    }
    Files.writeString(
        folder.resolve("labels.csv"),
        "file,c,s\na.png,x,train\n" + name + ",y,train\nb.png,x,test\nc.png,y,test\n");
    return set("source: images, images: ., labelFile: labels.csv, side: 4, labels: {coarse: c}, split: {column: s}")
        .prepare(folder);
  }
}
