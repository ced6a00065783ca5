package org.fierce.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fierce.evaluate.ClassDetail;
import org.fierce.evaluate.DetailMeasure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetailReportTest {
  private static ClassDetail detail(String coarse, double rank, double ratio) {
    return new ClassDetail(
        coarse,
        30,
        20,
        10,
        Map.of(DetailMeasure.LIDAR_RANK, rank, DetailMeasure.VIEW_RATIO, ratio));
  }

  private static DetailReport report() {
    List<ClassDetail> untrained =
        List.of(
            detail("a", 20, 0.5), detail("b", 20, 0.5), detail("c", 20, 0.5), detail("d", 20, 1));
    return DetailReport.of(
        List.of(
            detail("a", 19, 0.5), detail("b", 12.9, 0.5), detail("c", 16, 0.5), detail("d", 40, 0)),
        Map.of("untrained", untrained));
  }

  /** Shares 19/20, 12.9/20 and 16/20; in d the views of a row agree on nothing. */
  @Test
  void theVerdictIsTheShareOfTheUntrainedNetworksRank() {
    List<DetailReport.Entry> classes = report().classes();
    assertThat(classes)
        .extracting(DetailReport.Entry::verdict)
        .containsExactly(
            DetailVerdict.KEPT, DetailVerdict.LOST, DetailVerdict.DOUBTFUL, DetailVerdict.LOST);
    assertThat(classes.get(2).share()).isEqualTo(0.8);
  }

  @Test
  void theWorstStandsFirstAndTheSentenceCounts() {
    assertThat(report().worstFirst())
        .extracting(entry -> entry.detail().coarse())
        .containsExactly("d", "b", "c", "a");
    assertThat(report().summary())
        .startsWith("Detail of 4 coarse classes: kept in 1, doubtful in 1, lost in 2.");
  }

  @Test
  void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("detail-left.json");
    report().write(file);
    assertThat(DetailReport.read(file)).isEqualTo(report());
    assertThat(file).content().isEqualTo(report().toJson());
  }

  @Test
  void withoutReferencesNothingIsToldAndThatIsSaid() {
    DetailReport bare = DetailReport.of(List.of(detail("a", 5, 0.5)), Map.of());
    assertThat(bare.classes().get(0).verdict()).isEqualTo(DetailVerdict.UNKNOWN);
    assertThat(bare.missing()).anyMatch(sentence -> sentence.startsWith("No references"));
  }
}
