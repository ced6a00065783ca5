package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.FolderDigest;
import org.fierce.data.InputShape;
import org.fierce.data.RowColumns;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.fierce.random.Streams;

/**
 * Images of another source, each turned about its middle by an angle of its own, uniform in {@code
 * [-degrees, degrees]}. Fine target: the angle in degrees, positive anticlockwise. Coarse label:
 * its sign, {@code clockwise} or {@code anticlockwise}. The labels of the other source are not
 * used.
 *
 * <p>A turned pixel is bilinear between the four pixels round the place it comes from; outside the
 * image all is 0. The result is kept as bytes. Angles are a pure function of the seed, the part of
 * the split and the row.
 *
 * @param images where the images come from; no vectors, and not turned already
 * @param degrees the largest angle, above 0, at most 180
 * @param seed of the angles
 */
public record TurnedSource(DataSource images, double degrees, long seed) implements DataSource {
  /** Names of the coarse classes, the negative angles first. */
  static final List<String> DIRECTIONS = List.of("clockwise", "anticlockwise");

  private static final int TRAIN = 0;
  private static final int VALIDATION = 1;
  private static final int TEST = 2;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the largest angle is out of range or the images are turned
   *     already
   */
  public TurnedSource {
    if (!(degrees > 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          "degrees is %s; it must be above 0 and at most 180".formatted(degrees));
    }
    if (images instanceof TurnedSource) {
      throw new IllegalArgumentException("images of a turned source cannot be turned again");
    }
  }

  @Override
  public DataSplit open(DataRoot root, long addend) throws IOException {
    DataSplit split = images.open(root, addend);
    Dataset validation = split.validation();
    DataSplit turned =
        new DataSplit(
                turn(split.train(), TRAIN, seed + addend),
                validation == null ? null : turn(validation, VALIDATION, seed + addend),
                turn(split.test(), TEST, seed + addend),
                split.encoder())
            .noted(split.notes());
    int[] present = Arrays.stream(turned.train().coarse().labels()).distinct().toArray();
    if (present.length < DIRECTIONS.size()) {
      throw new DatasetFormatException(
          "%s: all %d training images are turned %s; use more rows or another seed"
              .formatted(turned.train().name(), turned.train().size(), DIRECTIONS.get(present[0])));
    }
    return turned;
  }

  private Dataset turn(Dataset rows, int part, long from) throws DatasetFormatException {
    InputShape shape = rows.shape();
    if (shape.isVector()) {
      throw new DatasetFormatException(
          "%s has rows of %s; only images can be turned".formatted(rows.name(), shape));
    }
    int values = shape.values();
    byte[] bytes = new byte[Math.multiplyExact(rows.size(), values)];
    double[] angles = new double[rows.size()];
    int[] signs = new int[rows.size()];
    float[] image = new float[values];
    for (int row = 0; row < rows.size(); row++) {
      double share = Streams.generator(from, Streams.Purpose.TURN, part, row, 0).nextDouble();
      angles[row] = degrees * (2 * share - 1);
      signs[row] = angles[row] < 0 ? 0 : 1;
      rows.inputs().read(row, image, 0);
      float[] turned = turned(image, shape, angles[row]);
      for (int i = 0; i < values; i++) {
        bytes[row * values + i] = (byte) Math.round(255 * turned[i]);
      }
    }
    return new Dataset(
        rows.name() + ", turned",
        ByteImages.interleaved(shape, bytes),
        new CoarseLabels(signs, DIRECTIONS),
        new FineTargets.Scalars(angles, "degrees"),
        rows.ids());
  }

  /**
   * An image turned about its middle: bilinear, 0 outside.
   *
   * @param image values in the order height, width, channel
   * @param degrees angle, positive anticlockwise (what was on the right comes to stand at the top)
   */
  static float[] turned(float[] image, InputShape shape, double degrees) {
    double sine = StrictMath.sin(Math.toRadians(degrees));
    double cosine = StrictMath.cos(Math.toRadians(degrees));
    double middleLine = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    int channels = shape.channels();
    float[] turned = new float[shape.values()];
    for (int line = 0; line < shape.height(); line++) {
      for (int column = 0; column < shape.width(); column++) {
        double down = line - middleLine;
        double right = column - middleColumn;
        double fromLine = middleLine + right * sine + down * cosine;
        double fromColumn = middleColumn + right * cosine - down * sine;
        int to = (line * shape.width() + column) * channels;
        for (int channel = 0; channel < channels; channel++) {
          turned[to + channel] = (float) between(image, shape, fromLine, fromColumn, channel);
        }
      }
    }
    return turned;
  }

  private static double between(
      float[] image, InputShape shape, double line, double column, int channel) {
    int top = (int) Math.floor(line);
    int left = (int) Math.floor(column);
    double below = line - top;
    double beside = column - left;
    double upper =
        (1 - beside) * at(image, shape, top, left, channel)
            + beside * at(image, shape, top, left + 1, channel);
    double lower =
        (1 - beside) * at(image, shape, top + 1, left, channel)
            + beside * at(image, shape, top + 1, left + 1, channel);
    return (1 - below) * upper + below * lower;
  }

  private static double at(float[] image, InputShape shape, int line, int column, int channel) {
    boolean isInside = line >= 0 && line < shape.height() && column >= 0 && column < shape.width();
    return isInside ? image[(line * shape.width() + column) * shape.channels() + channel] : 0;
  }

  @Override
  public RowColumns rowColumns() {
    return images.rowColumns();
  }

  @Override
  public boolean canBeMirrored() {
    return false;
  }

  @Override
  public List<Path> files(DataRoot root) throws IOException {
    return images.files(root);
  }

  @Override
  public List<FolderDigest> folders(DataRoot root) throws IOException {
    return images.folders(root);
  }
}
