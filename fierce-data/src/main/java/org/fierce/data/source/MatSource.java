package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FloatMatrix;
import org.fierce.data.matrix.MatFile;
import org.fierce.data.matrix.MatMatrix;
import org.fierce.data.split.SceneSplit;
import org.fierce.data.split.Splits;
import org.fierce.data.split.Validation;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;

/**
 * A hyperspectral scene with reference shares in a file of MATLAB, v5 to v7.3; sparse and complex
 * matrices are refused. Coarse label: the material with the largest share. Fine target: the shares.
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
 * @param split how pixels are split
 * @param seed of the split
 * @param validation part of the training pixels to hold out, or null
 * @param limits how much a packed variable may unpack to
 */
public record MatSource(
    String file,
    String spectra,
    String shares,
    List<String> materials,
    SceneSplit split,
    long seed,
    @Nullable Validation validation,
    ReadLimits limits)
    implements DataSource {
  private static final double SUM_TOLERANCE = 1e-3;

  /**
   * Checks the names of the materials.
   *
   * @throws IllegalArgumentException if there are fewer than two or one comes twice
   */
  public MatSource {
    materials = List.copyOf(materials);
    limits = limits == null ? ReadLimits.standard() : limits;
    if (materials.size() < 2 || materials.stream().distinct().count() < materials.size()) {
      throw new IllegalArgumentException(
          "materials are %s; expected at least two different names".formatted(materials));
    }
  }

  /** The Samson scene: variables Y and S_GT, materials soil, tree, water, 30 % for the test. */
  public static MatSource samson(String file) {
    return new MatSource(
        file,
        "Y",
        "S_GT",
        List.of("soil", "tree", "water"),
        SceneSplit.asInThePaper(),
        0,
        null,
        ReadLimits.standard());
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    return List.of(root.resolve(file));
  }

  /** All pixels of a scene, line by line. */
  private record Scene(Dataset pixels, int lines, int columns) {}

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    Scene scene = read(root.resolve(file));
    return Splits.validation(
        split.part(scene.pixels(), scene.lines(), scene.columns(), false, seed + addend),
        Validation.plusSeed(validation, addend));
  }

  private Scene read(Path path) throws IOException {
    Map<String, MatMatrix> variables =
        MatFile.read(path, new LinkedHashSet<>(List.of(spectra, shares)), limits);
    return scene(path, matrix(variables, spectra), matrix(variables, shares));
  }

  private static MatMatrix matrix(Map<String, MatMatrix> variables, String name) {
    return Objects.requireNonNull(variables.get(name));
  }

  private Scene scene(Path path, MatMatrix pixels, MatMatrix mixtures)
      throws DatasetFormatException {
    int[] size = mixtures.dimensions();
    if (size.length != 3 || size[2] != materials.size()) {
      throw new DatasetFormatException(
          "%s: %s is %s; expected lines x columns x %d materials %s"
              .formatted(path, shares, mixtures.size(), materials.size(), materials));
    }
    int lines = size[0];
    int columns = size[1];
    int[] spectraSize = pixels.dimensions();
    if (lines == 0 || columns == 0 || spectraSize[0] == 0) {
      throw new DatasetFormatException(
          "%s: %s is %s and %s is %s; expected at least one pixel and one band"
              .formatted(path, spectra, pixels.size(), shares, mixtures.size()));
    }
    if (spectraSize.length != 2 || spectraSize[1] != lines * columns) {
      throw new DatasetFormatException(
          "%s: %s is %s; expected bands x %d pixels (%d lines x %d columns of %s)"
              .formatted(path, spectra, pixels.size(), lines * columns, lines, columns, shares));
    }
    FineTargets.Shares fine =
        new FineTargets.Shares(readShares(path, mixtures, lines, columns), materials);
    Dataset all =
        new Dataset(
            path.getFileName().toString(),
            readSpectra(path, pixels, lines, columns),
            fine.coarse(),
            fine,
            SimulatedScene.pixelNames(lines, columns));
    return new Scene(all, lines, columns);
  }

  private FloatMatrix readSpectra(Path path, MatMatrix pixels, int lines, int columns)
      throws DatasetFormatException {
    int bands = pixels.dimensions()[0];
    float[] values = new float[Math.multiplyExact(lines * columns, bands)];
    int next = 0;
    for (int line = 0; line < lines; line++) {
      for (int column = 0; column < columns; column++) {
        int pixel = line + column * lines;
        for (int band = 0; band < bands; band++) {
          float value = (float) pixels.at(pixel * bands + band);
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

  private float[] readShares(Path path, MatMatrix mixtures, int lines, int columns)
      throws DatasetFormatException {
    int count = materials.size();
    float[] values = new float[Math.multiplyExact(lines * columns, count)];
    double[] mixture = new double[count];
    for (int row = 0; row < lines * columns; row++) {
      int pixel = row / columns + row % columns * lines;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        mixture[k] = mixtures.at(pixel + k * lines * columns);
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
}
