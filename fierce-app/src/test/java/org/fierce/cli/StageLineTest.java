package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StageLineTest {
  private final StringWriter err = new StringWriter();
  private long seconds;

  private StageLine stages(String name, Terminal terminal) {
    PrintWriter out = new PrintWriter(err, true);
    return new StageLine(
        name, new Streams(out, out, terminal, terminal), () -> seconds * 1_000_000_000L);
  }

  @Test
  void aFileGetsALineForWhatTakesASecondAndNoCarriageReturn() {
    try (StageLine stages = stages("ce", new Terminal(false, false, 80))) {
      stages.begin("reading prices.csv");
      stages.draw();
      assertThat(err.toString()).isEmpty();
      for (seconds = 1; seconds < 4; seconds++) {
        stages.draw();
      }
      stages.listener().onStage("scoring");
      stages.draw();
    }
    assertThat(err.toString()).isEqualToNormalizingNewlines("ce: reading prices.csv\n");
  }

  @Test
  void howFarReadingHasComeIsToldEveryFifteenSeconds() {
    try (StageLine stages = stages("", new Terminal(false, false, 80))) {
      stages.begin("reading photos");
      for (seconds = 0; seconds <= 20; seconds++) {
        stages.reading().onRead("pictures", 100 * seconds, 2500);
        stages.draw();
      }
    }
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "reading photos, 100 of 2,500 pictures\nreading photos, 1,600 of 2,500 pictures\n");
  }

  @Test
  void aTerminalHasOneLineThatIsDrawnOverAndGoneAtTheEnd() {
    try (StageLine stages = stages("", new Terminal(true, false, 22))) {
      stages.begin("reading prices.csv");
      seconds = 5;
      stages.draw();
      stages.end();
      stages.draw();
      stages.begin("scoring \u001b[2J");
    }
    String clear = "\r\u001b[K";
    assertThat(err.toString())
        .isEqualTo(
            clear
                + "reading prices.csv ...".substring(0, 21)
                + clear
                + "reading prices.csv ...".substring(0, 21)
                + clear
                + clear
                + "scoring \\x1b[2J ..."
                + clear);
  }
}
