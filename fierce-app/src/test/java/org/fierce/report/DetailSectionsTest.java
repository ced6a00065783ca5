package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.fierce.evaluate.Reliability;
import org.fierce.files.DatasetFormatException;
import org.fierce.report.Results.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetailSectionsTest {
  @TempDir private Path folder;

  private static String page(Path folder) throws IOException {
    return Files.readString(HtmlReport.write(folder));
  }

  private static JsonNode data(String page) throws IOException {
    Matcher matcher = Pattern.compile("(?s)id=\"report-data\">(.*?)</script>").matcher(page);
    assertThat(matcher.find()).isTrue();
    return new ObjectMapper().readTree(matcher.group(1));
  }

  @Test
  void numbersStandBySizeAndNamesByAlphabet() {
    ClassIndex names = new ClassIndex();
    names.add(List.of("b", "10", "a", "9"));
    assertThat(names.names()).containsExactly("9", "10", "a", "b");
  }

  @Test
  void wilsonsIntervalIsThatOfHisFormula() {
    // Wilson's bounds for 8 of 10 are 0.4902 and 0.9433 (Newcombe 1998 prints such tables).
    Estimate estimate = Wilson.of(0.8, 10);
    assertThat(estimate.low()).isCloseTo(0.4902, within(5e-5));
    assertThat(estimate.high()).isCloseTo(0.9433, within(5e-5));
    assertThat(Wilson.of(1, 5).high()).isEqualTo(1);
  }

  @Test
  void coarseClassesStandWorstFirstWithTheirRowsAndChance() throws IOException {
    // Of 60 rows each 5th is wrong (rows 0, 5, 10, ... for the first method). Flowers are rows 0
    // and 1 modulo 6: 20 rows, wrong where i mod 5 = 0: i = 0, 25, 30, 55, so 16 of 20 right.
    // Trees: 40 rows, 8 wrong, 32 of 40 right.
    String page = page(ReportFolders.images(folder));
    assertThat(page)
        .contains("20 rows, 2 fine, chance 0.50", "40 rows, 4 fine, chance 0.25")
        .contains("Fine scores by coarse class, worst first")
        .contains("0.800")
        .contains(Numbers.interval(Wilson.of(0.8, 20), 3), Numbers.interval(Wilson.of(0.8, 40), 3));
  }

  @Test
  void detailLeftIsToldClassByClassWorstFirst() throws IOException {
    Path run = ReportFolders.images(folder);
    assertThat(page(run)).doesNotContain("id=\"detail-left\"");
    Files.writeString(
        run.resolve("runs/cross-entropy/0/detail-left.json"),
        """
        {"formatVersion":1,"classes":[
          {"coarse":"trees","rows":40,"used":40,"candidates":40,
           "measures":{"lidarRank":19,"viewRatio":0.5},
           "references":{"untrained":{"lidarRank":20,"viewRatio":0.5}}},
          {"coarse":"<flowers>","rows":20,"used":20,"candidates":20,
           "measures":{"lidarRank":5,"viewRatio":0.5},
           "references":{"untrained":{"lidarRank":20,"viewRatio":0.5}}}],
         "missing":[]}
        """);
    String page = page(run);
    int start = page.indexOf("id=\"detail-left\"");
    String section = page.substring(start, page.indexOf("</section>", start));
    assertThat(section).containsSubsequence("&lt;flowers&gt;", "0.25", "lost", "trees", "0.95");
    assertThat(section).contains("<small>kept</small>");
  }

  @Test
  void reliabilityIsBinnedAsTheCalibrationErrorIs() throws IOException {
    Path file = Files.createDirectories(folder.resolve("run")).resolve("examples.csv");
    Files.writeString(
        file,
        "row,id,coarse,predictedCoarse,confidence\n0,a,x,x,1.0\n1,b,x,y,0.92\n2,c,y,y,0.55\n");
    TestRows rows =
        TestRows.of(org.fierce.run.Examples.read(file), new ClassIndex(), new ClassIndex());
    Reliability reliability = ReliabilitySection.of(List.of(rows));
    List<Reliability.Bin> bins = reliability.bins();
    assertThat(bins.get(9).rows()).isEqualTo(2);
    assertThat(bins.get(9).confidence()).isCloseTo(0.96, within(1e-12));
    assertThat(bins.get(9).accuracy()).isEqualTo(0.5);
    assertThat(bins.get(5).rows()).isEqualTo(1);
    // (2 x |0.5 - 0.96| + 1 x |1 - 0.55|) / 3
    assertThat(reliability.expectedError()).isCloseTo(1.37 / 3, within(1e-12));
  }

  @Test
  void theMapsDataTellPlacesClassesAndRightness() throws IOException {
    JsonNode map = data(page(ReportFolders.images(folder))).path("map");
    assertThat(map.path("rows").size()).isEqualTo(ReportFolders.ROWS);
    JsonNode first = map.path("methods").path(0);
    assertThat(first.path("name").asText()).isEqualTo("cross-entropy");
    assertThat(first.path("layouts").path(0).path("name").asText()).isEqualTo("PCA");
    // The grid is 9 wide, so its right end is at 2000.
    assertThat(first.path("layouts").path(0).path("x").path(9).asInt()).isEqualTo(2000);
    assertThat(first.path("layouts").path(0).path("note").asText()).startsWith("50 % and 25 %");
    assertThat(first.path("right").path(0).asInt()).isZero();
    assertThat(first.path("right").path(1).asInt()).isEqualTo(1);
    assertThat(map.path("pictures").path("places").path(11).asInt()).isEqualTo(11);
  }

  @Test
  void confusionCountsTrueAndToldClasses() throws IOException {
    JsonNode data = data(page(ReportFolders.images(folder)));
    JsonNode flowers = data.path("confusion").path("methods").path(0).path("counts").path(0);
    assertThat(data.path("coarse").path(flowers.path("coarse").asInt()).asText())
        .isEqualTo("flower");
    int right = 0;
    int all = 0;
    for (int i = 0; i < flowers.path("cells").size(); i += 3) {
      int count = flowers.path("cells").path(i + 2).asInt();
      all += count;
      right +=
          flowers.path("cells").path(i).asInt() == flowers.path("cells").path(i + 1).asInt()
              ? count
              : 0;
    }
    assertThat(all).isEqualTo(20);
    assertThat(right).isEqualTo(16);
  }

  @Test
  void neighboursAreJudgedInWords() throws IOException {
    // Query 0 is a rose, query 7 a tulip; the neighbours are a rose, a tulip, an oak, a pine.
    assertThat(page(ReportFolders.images(folder)))
        .contains("2 of 8 of the same fine class")
        .contains(" right</span>", " another fine class</span>", " another coarse class</span>")
        .contains("aria-label=\"tulip\" style=\"background-position:");
  }

  @Test
  void numbersAreDrawnWithTheEdgesOfTheirBins() throws IOException {
    assertThat(page(ReportFolders.numbers(folder)))
        .contains("Dashed: edges of the coarse bins, at 2, 4.")
        .contains("mean absolute error 0.1</small>", "mean absolute error 0.2</small>")
        // 20 values 0.1 apart vary by 0.3325; errors of 0.1 and 0.2 leave 1 - 0.01 / 0.3325 and so
        // on.
        .contains("R² 0.970", "R² 0.880", "ρ 1.00")
        .contains("Error by coarse class, largest first")
        .contains("lane &lt;7&gt;");
  }

  @Test
  void sharesAreDrawnOverTheScene() throws IOException {
    assertThat(page(ReportFolders.shares(folder)))
        .contains("alt=\"Share of soil over the scene, truth\"")
        .contains("alt=\"Share of water over the scene, fierce, mean error ")
        .contains("src=\"data:image/png;base64,");
  }

  @Test
  void theCommandCanBeCopied() throws IOException {
    assertThat(page(ReportFolders.numbers(folder)))
        .contains(
            "<pre id=\"command\">fierce compare config.yaml --out &#39;&lt;again&gt;&#39;</pre>");
  }

  @Test
  void nothingInTheDataEndsTheScript() throws IOException {
    String page = page(ReportFolders.numbers(folder));
    assertThat(page).contains("lane \\u003c7>").doesNotContain("lane <7>");
  }

  @Test
  void aFolderWithoutTheseFilesHasNoSuchSections() throws IOException {
    Path images = ReportFolders.images(folder);
    for (String name : List.of("examples.csv", "map.json", "neighbours.json")) {
      Files.delete(images.resolve("runs/fierce/0/" + name));
      Files.delete(images.resolve("runs/cross-entropy/0/" + name));
    }
    Files.delete(images.resolve("pictures.json"));
    assertThat(page(images))
        .doesNotContain("id=\"map\"", "id=\"neighbours\"", "id=\"confusion\"", "id=\"classes\"")
        .contains("id=\"scores\"");
  }

  @Test
  void aPointFarOutStandsAtTheEdgeAndIsCounted() throws IOException {
    Path images = ReportFolders.images(folder);
    List<Integer> rows = IntStream.range(0, ReportFolders.ROWS).boxed().toList();
    List<Integer> places = new ArrayList<>(rows);
    places.set(7, 1_000_000);
    Files.writeString(
        images.resolve("runs/cross-entropy/0/map.json"),
        "{\"formatVersion\":1,\"rows\":%s,\"layouts\":{\"pca\":{\"x\":%s,\"y\":%s}}}"
            .formatted(rows, places, rows));
    JsonNode layout =
        data(page(images)).path("map").path("methods").path(0).path("layouts").path(0);
    assertThat(layout.path("note").asText()).isEqualTo("1 far out, drawn at the edge");
    // Rows 1 to 59 hold the middle; their width 58 and half of it on the right make 0 to 88.
    assertThat(layout.path("x").path(7).asInt()).isEqualTo(2000);
    assertThat(layout.path("x").path(44).asInt()).isEqualTo(1000);
  }

  @Test
  void aMapThatIsCutOffIsRefused() throws IOException {
    Path images = ReportFolders.images(folder);
    Files.writeString(
        images.resolve("runs/fierce/0/map.json"),
        "{\"formatVersion\":1,\"rows\":[0,1],\"layouts\":{\"pca\":{\"x\":[1],\"y\":[1,2]}}}");
    assertThatThrownBy(() -> page(images))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("layout pca has 1 and 2 numbers for 2 rows");
  }

  @Test
  void aSheetThatIsNoPictureIsRefused() throws IOException {
    Path images = ReportFolders.images(folder);
    Files.writeString(images.resolve("pictures-test.jpg"), "no picture");
    assertThatThrownBy(() -> page(images))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("pictures-test.jpg is no JPEG");
  }

  @Test
  void aLargeSheetIsMadeCoarserAndKeepsItsPlaces() throws IOException {
    ReportFolders.images(folder);
    Path file = folder.resolve("pictures-test.jpg");
    SpriteSheets.Sheet sheet = SpriteSheets.Sheet.of(Files.readAllBytes(file), file);
    SpriteSheets.Sheet smaller = sheet.atMost(sheet.jpeg().length - 1, file);
    assertThat(smaller.jpeg().length).isLessThan(sheet.jpeg().length);
    assertThat(smaller.width()).isEqualTo(320);
    assertThat(sheet.atMost(sheet.jpeg().length, file).jpeg()).isSameAs(sheet.jpeg());
  }

  @Test
  void theReportOfALargeComparisonStaysBelowFiveMegabytes() throws IOException {
    Path report = HtmlReport.write(ReportFolders.large(folder));
    assertThat(Files.size(report)).isBetween(1_000_000L, 5_000_000L);
    assertThat(data(Files.readString(report)).path("map").path("methods").size()).isEqualTo(7);
  }

  @Test
  void onlyABestThatIsClearIsBold() throws IOException {
    String bold = "<strong>0.5";
    assertThat(page(ReportFolders.images(folder))).doesNotContain(bold);
    Path file = folder.resolve("comparison.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\"name\":\"fierce\",\"rival\":false,\"scores\":",
                Matcher.quoteReplacement(
                    "\"name\":\"fierce\",\"rival\":false,\"pairedDifference\":{\"knnAccuracyWithinTrue\":{\"to\":\"cross-entropy\",\"mean\":0.02,\"low\":0.01,\"high\":0.03,\"pHolm\":0.01}},\"scores\":")));
    assertThat(page(folder)).contains(bold);
  }

  @Test
  void aRunThatTellsNothingSaysSo() {
    assertThat(
            new TestRows(
                    List.of("a"),
                    new int[] {0},
                    new int[0],
                    new double[0],
                    Map.of(),
                    new int[0],
                    new double[0],
                    Map.of(),
                    new double[0],
                    Map.of())
                .outcome(0, ""))
        .isNaN();
  }
}
