package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.fierce.data.DataRoot;
import org.fierce.data.DataSource;
import org.fierce.data.DataSourceContract;
import org.fierce.data.DataSplit;
import org.fierce.data.csv.BadRows;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.SplitSpec;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.FineTargets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest extends DataSourceContract {
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
    return write(format, train, test, labels).open(root());
  }

  private TextSource write(
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
        null,
        null,
        100,
        2,
        BadRows.REFUSE,
        labels,
        test == null ? SplitSpec.byFraction(0.5, 1) : null,
        null,
        null,
        null,
        0);
  }

  @Override
  protected DataRoot root() {
    return new DataRoot(List.of(folder));
  }

  @Override
  protected DataSource source() throws IOException {
    return write(
        TextSource.Format.LINES, LINES, "NUM:date When did it end ?\n", LabelColumns.own());
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
