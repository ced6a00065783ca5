package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that once were misread or took all memory, from the command line. */
class FileCasesTest {
  private static final String REMEDY =
      " Correct the names, replace the pictures, or take their rows out. To go on without such rows: --skip-bad.";

  private static final Path CASES = Path.of("src/test/resources/cases").toAbsolutePath();

  private static Fierce data(String config) {
    return Fierce.run("data", CASES.resolve(config));
  }

  private static void refused(String config, String message) {
    Fierce run = data(config);
    assertThat(run.code()).isEqualTo(ExitCodes.DATA);
    // On a busy machine a line says that pictures are being read.
    assertThat(run.err().replaceFirst("^reading [^\n]*\n", "").strip())
        .isEqualTo("fierce: " + message);
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

  private static void refusedPictures(String store, String folder, String message) {
    Fierce run =
        Fierce.run(
            "data",
            CASES.resolve(folder).resolve(store),
            "--labels",
            CASES.resolve(folder).resolve("labels_j.csv"),
            "--coarse",
            "coarse",
            "--fine",
            "fine");
    // On a busy machine a line says that pictures are being read.
    assertThat(run.err().replaceFirst("^reading [^\n]*\n", "").strip())
        .isEqualTo("fierce: " + message);
    assertThat(run.code()).isEqualTo(ExitCodes.DATA);
  }

  @Test
  void aJpegCutInItsScanIsRefusedThoughItsThumbnailIsWhole() {
    Path folder = CASES.resolve("jpeg-cut");
    refusedPictures(
        "f_thumb",
        "jpeg-cut",
        folder.resolve("labels_j.csv")
            + ", line 2: 0.jpg (1880 bytes): a JPEG cut short inside its picture: no end marker follows the scan at byte 1341."
            + REMEDY);
  }

  @Test
  void aZipEntryWithAnotherCrcIsRefused() {
    refusedPictures(
        "jcrc.zip",
        "zip-crc",
        "%s, line 2: %s, entry 0.jpg is damaged: its CRC-32 is 440b058e of 970 bytes, the zip says a9cb9bf2 of 970. Fetch the zip again."
                .formatted(CASES.resolve("zip-crc/labels_j.csv"), CASES.resolve("zip-crc/jcrc.zip"))
            + REMEDY);
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefusedWithItsLine() {
    refused(
        "claims/slip.yaml",
        "%s has 2 problems:%n  line 2 names \"../img/ok.png\", which leads out of %s; expected a name inside it%n  line 3 names \"/absolute/ok2.png\", which leads out of %2$s; expected a name inside it%n "
                .formatted(CASES.resolve("claims/slip.csv"), CASES.resolve("claims/img"))
            + REMEDY);
  }
}
