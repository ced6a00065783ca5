package org.fierce.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * A hyperspectral scene with reference shares in a MATLAB v5 file (saved by {@code -v6} or {@code
 * -v7}; {@code -v7.3} is another format and refused). Coarse label: the material with the largest
 * share. Fine target: the shares.
 *
 * <p>Layout: spectra [bands, pixels], shares [lines, columns, materials]. Pixel c of the spectra is
 * line {@code c % lines} and column {@code c / lines}: column by column, MATLAB's order. The rows
 * of the data set go line by line and are named {@code "line,column"} from 0.
 *
 * <p>Materials have no names in such files. To tell them, look at the reference spectra or at the
 * mean spectrum of pixels with a share near 1: water is dark in the infrared, trees rise steeply at
 * 700 nm (the red edge), soil rises evenly. For Samson the order is soil, tree, water.
 *
 * @param file name of the file
 * @param spectra name of the variable of spectra
 * @param shares name of the variable of shares; those of a pixel sum to 1 within 1e-3, and are
 *     divided by their sum
 * @param materials names in the order of the shares
 * @param split how pixels are parted
 * @param seed of the split
 * @param validation part of the training pixels to hold out, or null
 */
public record MatSource(
    String file,
    String spectra,
    String shares,
    List<String> materials,
    SceneSplit split,
    long seed,
    @Nullable Validation validation)
    implements DataSource {
  private static final double SUM_TOLERANCE = 1e-3;

  /**
   * Checks the names of the materials.
   *
   * @throws IllegalArgumentException if there are fewer than two or one comes twice
   */
  public MatSource {
    materials = List.copyOf(materials);
    if (materials.size() < 2 || materials.stream().distinct().count() < materials.size()) {
      throw new IllegalArgumentException(
          "materials are %s; expected at least two different names".formatted(materials));
    }
  }

  /** The Samson scene: variables Y and S_GT, materials soil, tree, water, 30 % for the test. */
  public static MatSource samson(String file) {
    return new MatSource(
        file, "Y", "S_GT", List.of("soil", "tree", "water"), SceneSplit.asInThePaper(), 0, null);
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    return List.of(root.resolve(file));
  }

  /** All pixels of a scene, line by line. */
  private record Scene(Dataset pixels, int lines, int columns) {}

  @Override
  public DataSplit open(DataRoot root) throws IOException {
    Scene scene = read(root.resolve(file));
    return Splits.validation(
        split.part(scene.pixels(), scene.lines(), scene.columns(), false, seed), validation);
  }

  private Scene read(Path path) throws IOException {
    refuseOtherVersions(path);
    try (Source source = Sources.openFile(path.toFile());
        MatFile variables = Mat5.newReader(source).readMat()) {
      return scene(path, variables);
    } catch (DatasetFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library tells a cut file by whatever its parser stumbles over.
      throw new DatasetFormatException(
          "%s (%d bytes) cannot be read as a MATLAB v5 file: %s. It was probably cut short; fetch it again."
              .formatted(path, Files.size(path), e.getMessage()),
          e);
    }
  }

  private static void refuseOtherVersions(Path path) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(path)) {
      start = in.readNBytes(10);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (!text.equals("MATLAB 5.0")) {
      throw new DatasetFormatException(
          "%s begins with \"%s\"; expected \"MATLAB 5.0\". Save it in MATLAB with the option -v7."
              .formatted(path, text));
    }
  }

  private Scene scene(Path path, MatFile variables) throws DatasetFormatException {
    Matrix pixels = matrix(path, variables, spectra);
    Matrix mixtures = matrix(path, variables, shares);
    int[] size = mixtures.getDimensions();
    if (size.length != 3 || size[2] != materials.size()) {
      throw new DatasetFormatException(
          "%s: %s is %s; expected lines x columns x %d materials %s"
              .formatted(path, shares, sides(size), materials.size(), materials));
    }
    int lines = size[0];
    int columns = size[1];
    int[] spectraSize = pixels.getDimensions();
    if (spectraSize.length != 2 || spectraSize[1] != lines * columns) {
      throw new DatasetFormatException(
          "%s: %s is %s; expected bands x %d pixels (%d lines x %d columns of %s)"
              .formatted(
                  path, spectra, sides(spectraSize), lines * columns, lines, columns, shares));
    }
    FineTargets.Shares fine =
        new FineTargets.Shares(readShares(path, mixtures, lines, columns), materials);
    Dataset all =
        new Dataset(
            path.getFileName().toString(),
            readSpectra(path, pixels, lines, columns),
            fine.largest(),
            fine,
            SimulatedScene.pixelNames(lines, columns));
    return new Scene(all, lines, columns);
  }

  private static Matrix matrix(Path path, MatFile variables, String name)
      throws DatasetFormatException {
    List<String> names = new ArrayList<>();
    for (MatFile.Entry entry : variables.getEntries()) {
      names.add(entry.getName());
      if (entry.getName().equals(name)) {
        Array value = entry.getValue();
        if (value instanceof Matrix matrix && !matrix.isComplex()) {
          return matrix;
        }
        throw new DatasetFormatException(
            "%s: variable %s is of type %s; expected a matrix of real numbers"
                .formatted(path, name, value.getType()));
      }
    }
    throw new DatasetFormatException(
        "%s has no variable %s; it has %s".formatted(path, name, String.join(", ", names)));
  }

  private static String sides(int[] size) {
    return String.join(" x ", Arrays.stream(size).mapToObj(Integer::toString).toList());
  }

  private FloatMatrix readSpectra(Path path, Matrix pixels, int lines, int columns)
      throws DatasetFormatException {
    int bands = pixels.getDimensions()[0];
    float[] values = new float[Math.multiplyExact(lines * columns, bands)];
    int next = 0;
    for (int line = 0; line < lines; line++) {
      for (int column = 0; column < columns; column++) {
        int pixel = line + column * lines;
        for (int band = 0; band < bands; band++) {
          float value = (float) pixels.getDouble(pixel * bands + band);
          if (!Float.isFinite(value)) {
            throw new DatasetFormatException(
                "%s: %s of band %d, pixel %d is %s; expected a finite number"
                    .formatted(path, spectra, band + 1, pixel + 1, value));
          }
          values[next++] = value;
        }
      }
    }
    return new FloatMatrix(lines * columns, bands, values);
  }

  private float[] readShares(Path path, Matrix mixtures, int lines, int columns)
      throws DatasetFormatException {
    int count = materials.size();
    float[] values = new float[Math.multiplyExact(lines * columns, count)];
    double[] mixture = new double[count];
    for (int row = 0; row < lines * columns; row++) {
      int pixel = row / columns + row % columns * lines;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        mixture[k] = mixtures.getDouble(pixel + k * lines * columns);
        if (!(mixture[k] >= -SUM_TOLERANCE && mixture[k] <= 1 + SUM_TOLERANCE)) {
          throw new DatasetFormatException(
              "%s: %s of material %s at line %d, column %d is %s; expected a share in [0, 1]"
                  .formatted(
                      path,
                      shares,
                      materials.get(k),
                      row / columns + 1,
                      row % columns + 1,
                      mixture[k]));
        }
        mixture[k] = Math.max(0, mixture[k]);
        sum += mixture[k];
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new DatasetFormatException(
            "%s: %s at line %d, column %d sum to %s; expected 1"
                .formatted(path, shares, row / columns + 1, row % columns + 1, sum));
      }
      for (int k = 0; k < count; k++) {
        values[row * count + k] = (float) (mixture[k] / sum);
      }
    }
    return values;
  }

  @Override
  public MatSource plusSeed(long addend) {
    return new MatSource(
        file,
        spectra,
        shares,
        materials,
        split,
        seed + addend,
        Validation.plusSeed(validation, addend));
  }
}
