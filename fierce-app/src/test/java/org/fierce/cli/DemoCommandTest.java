package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fierce.run.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, with a tiny network for one epoch; one run serves all. */
class DemoCommandTest {
  @TempDir private static Path folder;
  private static Path out;
  private static Fierce demo;

  @BeforeAll
  static void run() {
    out = folder.resolve("demo");
    demo = Fierce.run("demo", "--quick", "--out", out);
    assertThat(demo.code()).as(demo.err()).isZero();
  }

  @Test
  void theAnswerComesFirstAndFitsOnAScreen() throws IOException {
    assertThat(demo.out())
        .matches(
            "(?s)(Told only the alphabet, |Training did not pay: told only the alphabet, |Cannot tell ).*")
        .contains("a plain classifier", "raw pixels", "Report: " + out.resolve("report.html"));
    assertThat(demo.out().lines().count()).isLessThanOrEqualTo(12);
    Answer answer = Answer.read(out.resolve("answer.json"));
    assertThat(answer.question()).isEqualTo("Omniglot-drawings: told alphabet, what is character?");
    assertThat(answer.fine())
        .extracting(Answer.Bar::name)
        .containsExactlyInAnyOrder("fierce-default", "cross-entropy", "raw-input");
    // A regression note: of the 1,197 test drawings kNN finds 551 by their pixels.
    assertThat(answer.fine())
        .filteredOn(bar -> bar.name().equals("raw-input"))
        .singleElement()
        .extracting(Answer.Bar::value)
        .isEqualTo(551 / 1197.0);
  }

  @Test
  void nothingHeldBackIsTrainedOnOrScored() throws IOException {
    List<String> labels = Files.readAllLines(out.resolve("drawings/omniglot-drawings.csv"));

    assertThat(labels.get(0)).isEqualTo("file,alphabet,character,split");
    // 241 characters by 15 people; by 5 others, less one drawing of each of 8 alphabets.
    assertThat(labels).filteredOn(line -> line.endsWith(",train")).hasSize(241 * 15);
    assertThat(labels).filteredOn(line -> line.endsWith(",test")).hasSize(241 * 5 - 8);
    assertThat(labels).noneMatch(line -> line.contains("Greek psi"));
    assertThat(labels).noneMatch(line -> line.contains(",Greek eta,") && line.contains("_20.png"));
    try (var files = Files.list(out.resolve("held-back"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "balinese-07.png",
              "early-aramaic-07.png",
              "greek-eta.png",
              "greek-psi.png",
              "katakana-07.png",
              "korean-07.png",
              "latin-g.png",
              "sanskrit-07.png",
              "tagalog-07.png");
    }
    assertThat(out.resolve("drawings/LICENSE")).content().contains("The MIT License");
  }

  @Test
  void itsNextCommandsWorkAsPrinted() throws IOException {
    List<String> next = Answer.read(out.resolve("answer.json")).next();
    assertThat(next)
        .containsExactly(
            "fierce predict %s %s".formatted(out, out.resolve("held-back")),
            "fierce classes add %s 'Greek psi' %s --coarse Greek"
                .formatted(out, out.resolve("psi")),
            "fierce predict %s %s".formatted(out, out.resolve("held-back/greek-psi.png")));
    assertThat(demo.out()).contains("Next: " + next.get(0), "      " + next.get(1));

    Fierce predict = Fierce.run("predict", out, out.resolve("held-back"));
    Fierce add =
        Fierce.run("classes", "add", out, "Greek psi", out.resolve("psi"), "--coarse", "Greek");
    Fierce again = Fierce.run("predict", out, out.resolve("held-back/greek-psi.png"));

    assertThat(predict.code()).as(predict.err()).isZero();
    assertThat(predict.out().lines()).hasSize(10);
    assertThat(predict.out()).doesNotContain("Greek psi");
    assertThat(add.code()).as(add.err()).isZero();
    assertThat(add.out()).contains("Greek psi", "knows 242 fine classes, 1 of them new");
    assertThat(again.code()).as(again.err()).isZero();
  }

  @Test
  void runAgainItPrintsTheSameAtOnce() throws IOException {
    byte[] answer = Files.readAllBytes(out.resolve("answer.json"));

    Fierce again = Fierce.run("demo", "--quick", "--out", out);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(demo.out());
    assertThat(again.err()).isEmpty();
    assertThat(out.resolve("answer.json")).hasBinaryContent(answer);
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("mine.txt"), "mine");

    Fierce refused = Fierce.run("demo", "--quick", "--out", other);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains(other + " is not empty and holds no comparison; choose another --out");
    try (var files = Files.list(other)) {
      assertThat(files).containsExactly(other.resolve("mine.txt"));
    }
  }
}
