package org.fierce.cli;

import java.util.List;

/** A form in which answers are written; all it gives are whole lines. */
interface AnswerWriter {
  /** Rows with their answers, after those before; the first time, what stands above them too. */
  String rows(List<Answered> rows);

  /** A probability or share as data: six decimals. */
  static double rounded(double probability) {
    return Math.rint(probability * 1e6) / 1e6;
  }

  /** A number as data: as many digits as a float tells. */
  static double shortened(double number) {
    return Double.parseDouble(Float.toString((float) number));
  }
}
