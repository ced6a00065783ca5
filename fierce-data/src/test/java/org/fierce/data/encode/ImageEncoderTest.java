package org.fierce.data.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fierce.data.ByteImages;
import org.fierce.data.InputShape;
import org.fierce.data.RowEncoderContract;
import org.fierce.data.RowNote;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageEncoderTest extends RowEncoderContract {
  private static final ImageEncoder ENCODER = ImageEncoder.square(2, Pixels.RGB, ImageFit.STRETCH);

  @TempDir private Path folder;

  /** Four pixels, left to right and top to bottom: red, green, blue, (1, 2, 3). */
  private static byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(0, 1, 0x0000FF);
    image.setRGB(1, 1, 0x010203);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  @Override
  protected Fitted fitted() throws Exception {
    byte[] pixels = {-1, 0, 0, 0, -1, 0, 0, 0, -1, 1, 2, 3};
    byte[] thrice = new byte[36];
    for (int i = 0; i < thrice.length; i++) {
      thrice[i] = pixels[i % 12];
    }
    float[] values = new float[12];
    ByteImages inputs = ByteImages.interleaved(new InputShape(2, 2, 3), thrice);
    inputs.read(0, values, 0);
    Path file = Files.write(folder.resolve("picture.png"), png());
    return new Fitted(ENCODER, List.of(png(), file, values), inputs);
  }

  @Override
  protected Map<Object, String> misfits() throws Exception {
    Path text = Files.writeString(folder.resolve("note.txt"), "no picture");
    Path none = folder.resolve("none.png");
    return Map.of(
        text,
        text + ": none of PNG, JPEG, GIF, BMP, TIFF and WebP (10 bytes)",
        none,
        none + ": no such file",
        "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
        "a PDF document; save it as PNG or JPEG (8 bytes)",
        new float[3],
        "a picture has 3 values; expected 12 (2 x 2 x 3)",
        new float[] {0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0},
        "value 4 (from 0) of a picture is 255.0; expected 0 to 1, a byte divided by 255",
        "picture.png",
        "a row is a String; expected a picture as Path or byte[], or its 12 values as float[]. Give rows of the kind that the model was trained on.");
  }

  private static byte[] ofSize(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  @Override
  protected Map<Object, List<RowNote>> strange() throws Exception {
    return Map.of(png(), List.of(), ofSize(1, 100), List.of(), ofSize(1, 1), List.of());
  }

  @Test
  void picturesThatAreSmallOrLongAreTold() throws Exception {
    ImageEncoder crop = ImageEncoder.square(8, Pixels.GREY, ImageFit.CROP);
    ImageEncoder stretch = ImageEncoder.square(8, Pixels.GREY, ImageFit.STRETCH);
    RowNote small = new RowNote(RowNote.Kind.SMALL_PICTURE, "20 x 3", "");
    RowNote cut = new RowNote(RowNote.Kind.CUT_PICTURE, "20 x 3", "");
    List<RowNote> notes = new ArrayList<>();
    crop.encode(ofSize(20, 3), notes::add);
    crop.encode(ofSize(8, 4), notes::add);
    stretch.encode(ofSize(20, 3), notes::add);
    assertThat(notes).containsExactly(small, cut);
    stretch.encode(ofSize(3, 3), notes::add);
    assertThat(notes)
        .last()
        .hasToString("is much smaller than the pictures that the model takes: 3 x 3 pixels");
  }

  @Override
  protected Map<String, String> hostileJson() {
    return Map.of(
        "{\"kind\":\"image\",\"height\":0,\"width\":2,\"channels\":3,\"fit\":\"crop\"}",
        "row: input shape 0 x 2 x 3 has an empty side",
        "{\"kind\":\"image\",\"height\":2,\"width\":2,\"channels\":3,\"fit\":\"bend\"}",
        "row.fit: Cannot deserialize value of type `org.fierce.data.picture.ImageFit` from String \"bend\": not one of the values accepted for Enum class: [crop, stretch]");
  }

  @Test
  void greyIsWeighedAndCropsAreCentred() throws Exception {
    BufferedImage wide = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    wide.setRGB(1, 0, 0xFFFFFF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(wide, "png", out);
    assertThat(
            ImageEncoder.square(1, Pixels.GREY, ImageFit.CROP).encode((Object) out.toByteArray()))
        .containsExactly(1f);
  }

  @Test
  void aFileCannotBeBroughtToASizeThatIsNoSquare() {
    assertThatThrownBy(() -> ImageEncoder.of(new InputShape(2, 3, 1)).encode((Object) png()))
        .hasMessageContaining(
            "a picture file cannot be brought to 2 x 3 x 1, only to a square of 1 or 3 channels; give its values as float[]");
  }
}
