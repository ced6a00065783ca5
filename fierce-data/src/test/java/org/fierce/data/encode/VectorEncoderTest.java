package org.fierce.data.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fierce.data.ColumnOffsets;
import org.fierce.data.FloatMatrix;
import org.fierce.data.Normalisation;
import org.fierce.data.RowEncoderContract;
import org.fierce.data.RowNote;
import org.junit.jupiter.api.Test;

class VectorEncoderTest extends RowEncoderContract {
  private static final VectorEncoder ENCODER =
      new VectorEncoder(2, new ColumnOffsets(new double[] {1.6e9, 0}));

  @Override
  protected Fitted fitted() {
    // 1.6e9 + 0.25 is no float, but is 0.25 once it is moved.
    return new Fitted(
        ENCODER,
        List.of(new double[] {1.6e9 + 0.25, 1 / 3.0}, new double[] {1.6e9 - 7, -2}),
        new FloatMatrix(2, 2, new float[] {0.25f, (float) (1 / 3.0), -7, -2}));
  }

  @Override
  protected Map<Object, String> misfits() {
    return Map.of(
        new float[3],
        "a row has 3 values; expected 2. Give the columns that the model was trained on, in their order.",
        new float[] {1, Float.NaN},
        "column 1 (from 0) is NaN; expected a finite number. Fill it in, or leave the row out.",
        new double[] {1e300, 0},
        "column 0 (from 0) is 1.0E300; expected a finite number. Fill it in, or leave the row out.",
        "1,2",
        "a row is a String; expected 2 numbers, as float[] or double[]. Give rows of the kind that the model was trained on.");
  }

  @Override
  protected Map<Object, List<RowNote>> strange() {
    return Map.of(new double[] {1e300 / 1e300, 3e38}, List.of());
  }

  @Test
  void aNumberOutOfReachIsToldInItsOwnUnit() throws Exception {
    Normalisation normalisation =
        new Normalisation(
            ENCODER.shape(), new float[] {0, 0}, new float[] {1, 2}, new float[] {11, 11});
    assertThat(ENCODER.encodeNew(new double[] {1.6e9 + 11, -22.5}, normalisation).notes())
        .containsExactly(new RowNote(RowNote.Kind.OUT_OF_RANGE, "column 1", "-22.5"))
        .first()
        .hasToString("has a number far out of the range of all training rows: column 1 = -22.5");
    assertThat(ENCODER.encodeNew(new double[] {1.6e9 - 12, 22}, normalisation).notes())
        .containsExactly(new RowNote(RowNote.Kind.OUT_OF_RANGE, "column 0", "1.599999988E9"));
  }

  @Override
  protected Map<String, String> hostileJson() {
    return Map.of(
        "{\"kind\":\"vector\",\"width\":0,\"offsets\":[]}",
        "row: width is 0; it must be at least 1",
        "{\"kind\":\"vector\",\"width\":2,\"offsets\":[1.0]}",
        "row: there are 1 offsets for 2 columns",
        "{\"kind\":\"vector\",\"width\":1,\"offsets\":[\"Infinity\"]}",
        "row.offsets: offset Infinity of a column is not a finite number",
        "{\"kind\":\"matrix\",\"width\":1,\"offsets\":[]}",
        "row: Could not resolve type id 'matrix' as a subtype of `org.fierce.data.RowEncoder`: known type ids = [image, table, text, vector]");
  }

  @Test
  void floatsComeBackAsTheyAre() throws Exception {
    float[] row = {0.1f, Float.MIN_VALUE, -0f};
    assertThat(VectorEncoder.of(3).encode(row)).containsExactly(row);
  }

  @Test
  void rowsOfOtherOffsetsAreMoved() throws Exception {
    FloatMatrix rows = new FloatMatrix(1, 2, new float[] {5, 6});
    float[] moved = new float[2];
    ENCODER
        .recoded(rows, new VectorEncoder(2, new ColumnOffsets(new double[] {1.6e9 - 1, 2})))
        .read(0, moved, 0);
    assertThat(moved).containsExactly(4, 8);
  }
}
