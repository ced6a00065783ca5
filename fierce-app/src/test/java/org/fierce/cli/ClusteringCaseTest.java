package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set in which each fine class has one test row; cases/nmi-singletons holds it. */
class ClusteringCaseTest {
  private static final Path CASE = Path.of("src/test/resources/cases/nmi-singletons");

  @TempDir private Path folder;

  @Test
  void oneRowAClassIsNoScoreButANote() throws IOException {
    Path run = folder.resolve("run");
    Fierce told =
        Fierce.run(
            "evaluate",
            "--embeddings",
            CASE.resolve("s_tr.npy"),
            "--labels",
            CASE.resolve("s_tr.csv"),
            "--test-embeddings",
            CASE.resolve("s_te.npy"),
            "--test-labels",
            CASE.resolve("s_te.csv"),
            "--fine",
            "{classes: fine}",
            "--evaluation",
            "clustering",
            "--out",
            run);

    assertThat(told.code()).as(told.err()).isZero();
    JsonNode scores =
        new ObjectMapper().readTree(run.resolve("scores.json").toFile()).path("scores");
    String why = "not defined: no fine class has two test rows, so that any clusters would agree";
    for (String key : new String[] {"nmi", "adjustedRand"}) {
      assertThat(scores.path(key).path("value").isNull()).isTrue();
      assertThat(scores.path(key).path("note").asText()).isEqualTo(why);
    }
    assertThat(told.out().replaceAll("\\s+", " "))
        .contains("normalised mutual information – (1)", "(1) " + why);
  }
}
