package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.fierce.data.ByteImages;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSplit;
import org.fierce.data.Dataset;
import org.fierce.data.InputShape;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.kinds.Kinds;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;
import org.junit.jupiter.api.Test;

class TurnedSourceTest {
  private static final InputShape THREE = new InputShape(3, 3, 1);
  private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final DataRoot ROOT = new DataRoot(List.of(Path.of(".")));

  /** Images of one value each: 28 x 28, 200 for training, 50 held out, 100 for the test. */
  private static DataSource greys() {
    return new DataSource() {
      @Override
      public DataSplit open(DataRoot root, long addend) {
        return new DataSplit(rows(200), rows(50), rows(100), ImageEncoder.of(rows(1).shape()));
      }

      @Override
      public List<Path> files(DataRoot root) {
        return List.of();
      }
    };
  }

  private static Dataset rows(int count) {
    InputShape shape = new InputShape(28, 28, 1);
    byte[] bytes = new byte[count * shape.values()];
    Arrays.fill(bytes, (byte) 100);
    return Dataset.numbered(
        "grey",
        ByteImages.interleaved(shape, bytes),
        new CoarseLabels(new int[count], List.of("one", "other")),
        null);
  }

  @Test
  void noTurnLeavesTheImageAndAQuarterMovesTheRightToTheTop() {
    assertThat(TurnedSource.turned(NINE, THREE, 0)).containsExactly(NINE);
    assertThat(TurnedSource.turned(NINE, THREE, 90))
        .containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, within(1e-5f));
    assertThat(TurnedSource.turned(NINE, THREE, -90))
        .containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, within(1e-5f));
    assertThat(TurnedSource.turned(NINE, THREE, 180))
        .containsExactly(new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, within(1e-5f));
  }

  @Test
  void channelsTurnTogether() {
    // 1 x 2 pixels of 3 channels, turned half round.
    float[] turned =
        TurnedSource.turned(new float[] {1, 2, 3, 4, 5, 6}, new InputShape(1, 2, 3), 180);
    assertThat(turned).containsExactly(new float[] {4, 5, 6, 1, 2, 3}, within(1e-5f));
  }

  @Test
  void anEighthIsBilinearBetweenFourPixels() {
    float[] turned = TurnedSource.turned(NINE, THREE, 45);
    // Top middle comes from sqrt(1/2) up and right of the middle, with a = sqrt(1/2):
    // (1-a)^2 * 5 + a (1-a) * (6 + 2) + a^2 * 3.
    double a = Math.sqrt(0.5);
    assertThat(turned[1])
        .isCloseTo((float) ((1 - a) * (1 - a) * 5 + a * (1 - a) * 8 + a * a * 3), within(1e-5f));
    // The corner comes from sqrt 2 to the right of the middle, 0.414 beyond the 6; 0 is outside.
    assertThat(turned[2]).isCloseTo((float) (6 * (2 - Math.sqrt(2))), within(1e-5f));
    assertThat(turned[4]).isEqualTo(5);
  }

  @Test
  void anglesAreUniformAndTheirSignIsTheCoarseLabel() throws IOException {
    DataSplit split = new TurnedSource(greys(), 60, 3).open(ROOT);

    double[] angles = angles(split.train());
    assertThat(angles).hasSize(200).doesNotHaveDuplicates();
    assertThat(Arrays.stream(angles).min().orElseThrow()).isBetween(-60.0, -57.0);
    assertThat(Arrays.stream(angles).max().orElseThrow()).isBetween(57.0, 60.0);
    // Deviation of the mean of 200: 60 / sqrt 3 / sqrt 200 = 2.4.
    assertThat(Arrays.stream(angles).average().orElseThrow()).isBetween(-7.0, 7.0);
    for (int row = 0; row < angles.length; row++) {
      assertThat(split.train().coarse().names().get(split.train().coarse().labels()[row]))
          .isEqualTo(angles[row] < 0 ? "clockwise" : "anticlockwise");
    }
    assertThat(angles(split.test())).hasSize(100).doesNotContain(angles);
    assertThat(split.validation()).isNotNull();
  }

  @Test
  void seedsDrawAnglesAnewAndTheSameOnesAgain() throws IOException {
    TurnedSource source = new TurnedSource(greys(), 60, 3);
    double[] angles = angles(source.open(ROOT).train());
    assertThat(angles(source.open(ROOT).train())).containsExactly(angles);
    assertThat(angles(source.open(ROOT, 0).train())).containsExactly(angles);
    assertThat(angles(source.open(ROOT, 1).train())).doesNotContain(angles);
  }

  @Test
  void pixelsAreThoseOfTheTurnedImage() throws IOException {
    Dataset train = new TurnedSource(greys(), 60, 3).open(ROOT).train();
    float[] image = new float[28 * 28];
    Arrays.fill(image, 100 / 255f);
    float[] expected = TurnedSource.turned(image, train.shape(), angles(train)[7]);
    float[] pixels = new float[28 * 28];
    train.inputs().read(7, pixels, 0);
    assertThat(pixels).containsExactly(expected, within(0.5f / 255 + 1e-6f));
    assertThat(pixels[14 * 28 + 14]).isEqualTo(100 / 255f);
    assertThat(pixels[0]).isLessThan(100 / 255f);
  }

  @Test
  void anglesOutOfRangeAndTurnedImagesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TurnedSource(greys(), 0, 0))
        .withMessageContaining("degrees is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TurnedSource(greys(), 181, 0))
        .withMessageContaining("181");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TurnedSource(new TurnedSource(greys(), 60, 0), 60, 0))
        .withMessageContaining("cannot be turned again");
  }

  @Test
  void bindsAsItIsWritten() throws JsonProcessingException {
    DataSource source =
        Kinds.all()
            .register(new ObjectMapper(new YAMLFactory()))
            .readValue(
                "{source: turned, images: {source: scene, seed: 1, split: {kind: random, testFraction: 0.3}}, degrees: 45, seed: 2}",
                DataSource.class);
    assertThat(source).isEqualTo(new TurnedSource(SimulatedScene.of(1), 45, 2));
  }

  private static double[] angles(Dataset rows) {
    assertThat(rows.fine()).isInstanceOf(FineTargets.Scalars.class);
    return ((FineTargets.Scalars) Objects.requireNonNull(rows.fine())).values();
  }
}
