package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSplit;
import org.fierce.data.FloatMatrix;
import org.fierce.data.encode.BagOfWords;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.SplitSpec;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  private static final String LINES =
      """
      LOC:city What is the capital of Chile ?
      LOC:other What is the longest river ?
      NUM:date When was it built ?

      NUM:count How many rivers are there ?
      """;

  @TempDir Path folder;

  private DataSplit open(
      TextSource.Format format, String train, @Nullable String test, LabelColumns labels)
      throws IOException {
    Files.writeString(folder.resolve("train"), train);
    if (test != null) {
      Files.writeString(folder.resolve("test"), test);
    }
    return new TextSource(
            "train",
            test == null ? null : "test",
            format,
            "text",
            100,
            2,
            labels,
            test == null ? SplitSpec.byFraction(0.5, 1) : null,
            null,
            null,
            null,
            0)
        .open(new DataRoot(List.of(folder)));
  }

  @Test
  void linesGiveCoarseAndFineLabels() throws Exception {
    DataSplit split =
        open(TextSource.Format.LINES, LINES, "NUM:date When did it end ?\n", LabelColumns.own());

    assertThat(split.train().coarse().names()).containsExactly("LOC", "NUM");
    assertThat(split.train().coarse().labels()).containsExactly(0, 0, 1, 1);
    FineTargets.Classes fine = (FineTargets.Classes) Objects.requireNonNull(split.train().fine());
    assertThat(fine.names()).containsExactly("LOC:city", "LOC:other", "NUM:count", "NUM:date");
    assertThat(split.test().size()).isEqualTo(1);
    assertThat(split.test().coarse().labels()).containsExactly(1);
  }

  @Test
  void aCsvColumnHoldsTheTexts() throws Exception {
    String csv = "kind,text\na,red apple\na,\"green, apple\"\nb,old oak\nb,young oak\n";
    DataSplit split = open(TextSource.Format.CSV, csv, null, LabelColumns.coarse("kind"));

    assertThat(split.train().size()).isEqualTo(2);
    assertThat(split.train().coarse().labels()).containsExactlyInAnyOrder(0, 1);
    assertThat(split.train().fine()).isNull();
  }

  @Test
  void termsAreWordsAndTheirNeighbours() {
    assertThat(BagOfWords.terms("Isn't IT, 3.5 m?", 2))
        .containsExactly("isn't", "isn't it", "it", "it 3.5", "3.5", "3.5 m", "m");
  }

  @Test
  void valuesByHand() {
    // In 3 texts "a" stands in 3, "b" in 2, "c" in 1; "d" and "e" find no column any more.
    BagOfWords bag = BagOfWords.of(List.of("a a b", "a b c", "a d e"), 3, 1);
    assertThat(bag.terms()).containsExactly("a", "b", "c");

    FloatMatrix rows = bag.encode(List.of("a A b z", "z"));
    double a = (1 + Math.log(2)) * Math.log(2);
    double b = Math.log(1 + 3 / 2.0);
    double norm = Math.hypot(a, b);
    assertThat((double) rows.at(0, 0)).isCloseTo(a / norm, within(1e-6));
    assertThat((double) rows.at(0, 1)).isCloseTo(b / norm, within(1e-6));
    assertThat(rows.at(0, 2)).isZero();
    for (int c = 0; c < 3; c++) {
      assertThat(rows.at(1, c)).isZero();
    }
  }

  @Test
  void wordsOfTestTextsAloneAreNoColumns() throws Exception {
    DataSplit split =
        open(TextSource.Format.LINES, LINES, "NUM:date zebra zebra\n", LabelColumns.own());

    float[] row = new float[split.test().shape().values()];
    split.test().inputs().read(0, row, 0);
    assertThat(row).containsOnly(0);
  }

  @Test
  void badFilesAreRefusedByLine() {
    assertThatThrownBy(() -> open(TextSource.Format.LINES, "LOC:city\n", LINES, LabelColumns.own()))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("line 1 is \"LOC:city\"; expected a label, a blank and a text");
    assertThatThrownBy(() -> open(TextSource.Format.LINES, "", LINES, LabelColumns.own()))
        .hasMessageContaining("has no line of text");
    assertThatThrownBy(
            () -> open(TextSource.Format.LINES, "a ?\nb !\n", "a ?\n", LabelColumns.own()))
        .hasMessageContaining("has no word in any of 2 training rows");
    assertThatThrownBy(
            () -> open(TextSource.Format.CSV, "kind,body\na,x\n", null, LabelColumns.own()))
        .hasMessageContaining("has no column \"text\"");
  }
}
