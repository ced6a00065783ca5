package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What names of classes, columns and files do to a terminal and to a report: nothing. */
class HiddenCharactersTest {
  private static final String ESCAPE = "A\u001b[31mRED\u001b]0;PWNED\u0007";
  private static final String OVERRIDE = "B\u202eevil\u009b31m\u200b\n\u2066x";
  private static final String SHOWN_ESCAPE = "A\\x1b[31mRED\\x1b]0;PWNED\\x07";
  private static final String SHOWN_OVERRIDE = "B\\u202eevil\\u009b31m\\u200b\\n\\u2066x";

  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void aTableOfHostileNames() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,g,f\u001b[2J\n");
    for (int i = 0; i < 40; i++) {
      rows.append(
          "%d,%d,\"%s\",\"%s%d\"\n"
              .formatted(i, i * 7 % 5, i % 2 == 0 ? ESCAPE : OVERRIDE, "</script>\u202e", i % 4));
    }
    Files.writeString(folder.resolve("t.csv"), rows);
    config =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            formatVersion: 1
            data: {source: table, train: t.csv, labels: {coarse: g, fine: {classes: "f\\e[2J"}}, split: {fraction: 0.5}}
            backbone: {kind: mlp, hidden: [4]}
            methods: [{name: cross-entropy}, {name: koleo, weight: 0.1}]
            training: {epochs: 1, batch: 8}
            evaluation: [coarse, knn, predictions]
            seeds: 1
            """);
  }

  private static String harmless(Fierce said) {
    String all = said.out() + said.err();
    assertThat(all.chars().filter(HiddenCharactersTest::isHidden).mapToObj(Integer::toHexString))
        .isEmpty();
    return all;
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return (type == Character.CONTROL && c != '\n' && c != '\t') || type == Character.FORMAT;
  }

  @Test
  void everyCommandShowsThemAsText() throws IOException {
    Path out = folder.resolve("out");
    assertThat(harmless(Fierce.run("data", config))).contains(SHOWN_ESCAPE, SHOWN_OVERRIDE);
    assertThat(harmless(Fierce.run("train", config, "--method", "koleo", "--out", out)))
        .contains("Report:");
    assertThat(harmless(Fierce.run("evaluate", out))).contains("coarse accuracy");
    assertThat(harmless(Fierce.run("report", out))).contains("Report:");
    assertThat(harmless(Fierce.run("detail", out))).contains(SHOWN_ESCAPE, SHOWN_OVERRIDE);
    harmless(Fierce.run("detail", out, "--json"));
    assertThat(harmless(Fierce.run("train", config, "--method", "nope\u001b[2J", "--out", out)))
        .contains("nope\\x1b[2J");
    assertThat(harmless(Fierce.run("data", folder.resolve("no\u202efile.csv"), "--coarse", "g")))
        .contains("no\\u202efile.csv");
    assertThat(harmless(Fierce.run("data", folder.resolve("t.csv"), "--coarse", "x\u0007")))
        .contains("x\\x07", "f\\x1b[2J");
    assertThat(harmless(Fierce.run("da\u001b[2Jta"))).contains("da\\x1b[2Jta");
    assertThat(harmless(Fierce.run("train", config, "--set", "a\u001b[2J=1", "--stacktrace")))
        .contains("a\\x1b[2J");

    String page = Files.readString(out.resolve("report.html"));
    assertThat(page).contains(SHOWN_ESCAPE).doesNotContain("\u001b", "\u202e", "\u009b", "\u200b");
    assertThat(page.split("</script>", -1)).hasSize(3);
    // The data themselves are as they were.
    assertThat(Files.readString(out.resolve("examples.csv"))).contains(ESCAPE, OVERRIDE);
  }

  @Test
  void onATerminalWithColoursToo() {
    Fierce said =
        Fierce.run(
            new Terminal(true, true, 100), "data", config, "--set", "methods.0.label=\"m\\e[1m\"");
    assertThat(said.err())
        .startsWith("\u001b[1mfierce:\u001b[0m ")
        .contains("method label 'm\\x1b[1m' must be")
        .doesNotContain("m\u001b[1m");
  }

  @Test
  void aNameCannotStartALineOfAMessage() {
    Fierce said = Fierce.run("data", folder.resolve("a\nfierce: done"));
    assertThat(said.err().lines().filter(line -> line.startsWith("fierce:"))).hasSize(1);
  }
}
