package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables on which the probe of the default run once misled; cases/ holds them. */
class ProbeCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TempDir private Path folder;

  private JsonNode scores(String file, Object... options) throws IOException {
    Path run = folder.resolve("run");
    Object[] arguments = new Object[options.length + 8];
    Object[] first = {
      "train", CASES.resolve(file), "--coarse", "grade", "--fine", "price", "--out", run
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(options, 0, arguments, first.length, options.length);
    Fierce told = Fierce.run(arguments);
    assertThat(told.code()).as(told.err()).isZero();
    return new ObjectMapper().readTree(run.resolve("scores.json").toFile()).path("scores");
  }

  @Test
  void columnsThatHardlyVaryInTrainingDoNotRuleTheProbe() throws IOException {
    // 96 training rows, 702 features, most of them nearly constant: R2 was -53.
    JsonNode r2 = scores("near-constant/rep.csv", "--set", "training.epochs=2").path("probeR2");

    // A ridge on the two raw columns has 0.13.
    assertThat(r2.path("value").asDouble()).isCloseTo(0.13, within(0.2));
    assertThat(r2.path("note").asText())
        .contains("columns not standardised, which was better on held-out training rows")
        .containsPattern(
            "feature values more than 10 deviations outside the training rows were put at that bound: \\d+, in \\d+ of 24 test rows");
  }

  @Test
  void rareCategoriesDoNotDrownTheOtherColumns() throws IOException {
    // 471 columns of zeros and ones beside 4 numbers: R2 was 0.57, coarse accuracy 0.48.
    JsonNode scores = scores("probe-wide/plain.csv", "--id", "sku");

    // A ridge on the raw columns has 0.94.
    assertThat(scores.path("probeR2").path("value").asDouble()).isGreaterThan(0.85);
    assertThat(scores.path("coarseAccuracy").path("value").asDouble()).isGreaterThan(0.65);
  }
}
