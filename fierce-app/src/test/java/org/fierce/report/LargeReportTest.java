package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn is a part of what was scored, and says so. */
class LargeReportTest {
  private static final int ROWS = 20_000;

  @TempDir private Path folder;

  private String page(String header, String cells) throws IOException {
    StringBuilder rows = new StringBuilder(header);
    for (int row = 0; row < ROWS; row++) {
      rows.append(cells.formatted(row, row % 500, row % 1500));
    }
    Files.writeString(folder.resolve("examples.csv"), rows);
    Files.writeString(folder.resolve("run.json"), "{\"formatVersion\":1,\"method\":\"ce\"}");
    String some =
        IntStream.range(0, 2000)
            .mapToObj(i -> "" + 10 * i)
            .collect(Collectors.joining(",", "[", "]"));
    Files.writeString(
        folder.resolve("map.json"),
        "{\"formatVersion\":1,\"rows\":%1$s,\"layouts\":{\"pca\":{\"x\":%1$s,\"y\":%1$s}}}"
            .formatted(some));
    return Files.readString(HtmlReport.write(folder));
  }

  @Test
  void rowsOfNumbersAreSampled() throws IOException {
    String page = page("row,id,coarse,fine,probe\n", "%1$d,name-%1$d,c%2$d,%3$d.5,%3$d.25\n");

    assertThat(page)
        .contains("2,000 of 20,000 test rows of the first seed. Point")
        .contains("true one (across) for 1,000 of 20,000 test rows of the first seed")
        .contains("The next 288 of 500 coarse classes; examples.csv holds")
        .contains("The first 40 of 500 classes.")
        .hasSizeLessThan(1_000_000);
  }

  @Test
  void rowsOfClassesAreSampled() throws IOException {
    String page =
        page(
            "row,id,coarse,fine,predictedCoarse,confidence,knnFineWithinTrue\n",
            "%1$d,name-%1$d,c%2$d,f%3$d,c%2$d,0.5,f%3$d\n");

    assertThat(page)
        .contains("2,000 of 20,000 test rows of the first seed. Point", "id=\"confusion\"")
        .contains("The next 288 of 500 coarse classes; examples.csv holds")
        .hasSizeLessThan(1_000_000);
  }
}
