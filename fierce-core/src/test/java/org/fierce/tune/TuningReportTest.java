package org.fierce.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fierce.compare.ComparisonReport;
import org.fierce.compare.ComparisonReport.SeedScore;
import org.fierce.compare.ComparisonReport.Summary;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningReportTest {
  private static ComparisonReport comparison(String key, double... values) {
    List<String> names = List.of("cross-entropy", "small", "large");
    List<Summary> methods = new java.util.ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Map<String, SeedScore> scores = new LinkedHashMap<>();
      scores.put(key, new SeedScore(values[i], Double.NaN, Double.NaN, List.of(values[i])));
      methods.add(new Summary(names.get(i), false, scores, Map.of()));
    }
    return new ComparisonReport(List.of(0L), methods, Optional.empty(), List.of(), List.of(), null);
  }

  private static TuningReport choose(double budget, Criterion by) {
    return TuningReport.choose(
        "cross-entropy",
        comparison("coarseAccuracy", 0.90, 0.89, 0.80),
        comparison("knnAccuracyWithinTrue", 0.5, 0.6, 0.7),
        new TuningReport.Setting(List.of(0L), budget, 0.2, List.of()),
        by,
        List.of());
  }

  @Test
  void theBestInsideTheBudgetIsChosen() {
    // 0.90 - 0.01 is 0.89 but for rounding.
    assertThat(choose(0.01, Criterion.GRANULARITY).chosen()).isEqualTo("small");
    assertThat(choose(0.2, Criterion.GRANULARITY).chosen()).isEqualTo("large");
    assertThat(choose(0.005, Criterion.GRANULARITY).chosen()).isEqualTo("cross-entropy");
    assertThat(choose(0.2, Criterion.COARSE).chosen()).isEqualTo("cross-entropy");
  }

  @Test
  void theReasonIsSaidInWords() {
    TuningReport report = choose(0.01, Criterion.GRANULARITY);

    assertThat(report.reason())
        .containsExactly(
            "2 of 3 candidates are within the budget: coarse accuracy on held-out training rows at least 0.8900, 0.0100 below 0.9000 of cross-entropy.",
            "Of these small has the largest held-out granularity, 0.6000 (cross-entropy: 0.5000).",
            "Next is cross-entropy with 0.5000.");
    assertThat(report.remarks()).singleElement().asString().startsWith("One seed");
  }

  @Test
  void aDamagedFileIsBadData(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("tune.json"), "{\"by\": ");
    assertThatThrownBy(() -> TuningReport.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("tune.json is not JSON");
    Files.writeString(file, "{\"by\": \"charm\"}");
    assertThatThrownBy(() -> TuningReport.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("'charm'");
  }
}
