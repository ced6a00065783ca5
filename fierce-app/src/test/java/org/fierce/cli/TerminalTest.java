package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void aTerminalHasColourAndItsOwnWidth() {
    assertThat(Terminal.of("terminal", Map.of(), () -> 72)).isEqualTo(new Terminal(true, true, 72));
  }

  @Test
  void aFileHasNeitherAndIsNotAsked() {
    assertThat(Terminal.of("file", Map.of(), () -> 72)).isEqualTo(new Terminal(false, false, 100));
  }

  @Test
  void noColorIsHonoured() {
    assertThat(Terminal.of("terminal", Map.of("NO_COLOR", "1"), () -> 0).hasColour()).isFalse();
    assertThat(Terminal.of("terminal", Map.of("NO_COLOR", ""), () -> 0).hasColour()).isTrue();
  }

  @Test
  void aDumbTerminalIsNotDrawnOver() {
    assertThat(Terminal.of("terminal", Map.of("TERM", "dumb"), () -> 80))
        .isEqualTo(new Terminal(false, false, 80));
  }

  @Test
  void columnsOfTheEnvironmentComeFirst() {
    assertThat(Terminal.of("terminal", Map.of("COLUMNS", "64"), () -> 80).width()).isEqualTo(64);
    assertThat(Terminal.of("terminal", Map.of("COLUMNS", "wide"), () -> 80).width()).isEqualTo(80);
  }

  @Test
  void aMessageIsBrokenBetweenWordsForPeopleOnly() {
    String message = "fierce: prices.csv has no column \"sku\"\n  it has a, b and a-very-long-one";
    assertThat(new Terminal(false, false, 30).fitted(message)).isEqualTo(message);
    assertThat(new Terminal(true, false, 30).fitted(message))
        .isEqualTo(
            "fierce: prices.csv has no\n  column \"sku\"\n  it has a, b and\n    a-very-long-one");
  }

  @Test
  void aParagraphIsBrokenBetweenWordsButNotInsideAnInterval() {
    Terminal narrow = new Terminal(false, false, 40);
    assertThat(narrow.paragraph("cannot tell at this size, by -0.3474 [-1.2408, +0.0176] so"))
        .isEqualTo("cannot tell at this size, by -0.3474\n  [-1.2408, +0.0176] so\n");
  }
}
