package org.fierce.run;

import java.io.IOException;
import java.nio.file.Path;
import org.fierce.evaluate.LabelCurve;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;

/**
 * The file {@code label-curve.json}: a {@link LabelCurve}, and its answer for those who read it.
 */
public final class LabelCurveFile {
  public static final String FILE = "label-curve.json";

  private LabelCurveFile() {}

  /**
   * Reads a file.
   *
   * @throws DatasetFormatException if it is no such file
   */
  public static LabelCurve read(Path file) throws IOException {
    return JsonFile.read(file, LabelCurve.class);
  }

  /** Writes the curve with its answer. */
  public static void write(Path file, LabelCurve curve) throws IOException {
    Json.write(file, JsonFile.tree(curve).put("answer", curve.answer()));
  }
}
