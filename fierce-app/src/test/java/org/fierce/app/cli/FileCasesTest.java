package org.fierce.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that once were misread or took all memory, from the command line. */
class FileCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases").toAbsolutePath();

  private static Fierce data(String config) {
    return Fierce.run("data", CASES.resolve(config));
  }

  private static void refused(String config, String message) {
    Fierce run = data(config);
    assertThat(run.code()).isEqualTo(ExitCodes.DATA);
    assertThat(run.err().strip()).isEqualTo("fierce: " + message);
  }

  @Test
  void aVariableThatClaimsMoreThanTheFileHasIsRefused() {
    refused(
        "claims/mat-claim.yaml",
        CASES.resolve("claims/claim.mat")
            + " claims a variable of 2147483647 bytes at byte 128, but has only 56 more. It is damaged or was cut short; fetch it again.");
    refused(
        "claims/mat-claim2.yaml",
        CASES.resolve("claims/claim2.mat")
            + " is not a sound MATLAB v5 file: it has 2147483640 bytes of values in variable Y of 30000 x 30000, which needs 7200000000. It is damaged; fetch it again.");
  }

  @Test
  void aSparseMatrixIsRefusedWithTheWayOut() {
    refused(
        "mat-sparse/m_sp.yaml",
        CASES.resolve("mat-sparse/m_sp.mat")
            + ": variable Y is sparse; expected a full matrix. Save full(Y) instead.");
    assertThat(data("mat-sparse/m_ok.yaml").out()).contains("14 training, 6 test");
  }
}
