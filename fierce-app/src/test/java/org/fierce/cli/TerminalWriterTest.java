package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalWriterTest {
  @Test
  void controlAndFormatCharactersAreShown() {
    assertThat(
            TerminalWriter.shown(
                "a\u001b[2Jb\u0000\u007f\u009b\u202e\u2066\u200f\u200b\ufeff\u00ad\u2028"))
        .isEqualTo(
            "a\\x1b[2Jb\\x00\\u007f\\u009b\\u202e\\u2066\\u200f\\u200b\\ufeff\\u00ad\\u2028");
  }

  @Test
  void lettersLinesAndTabsStay() {
    String text = "é ß 漢字 😀 \u05d0 a\u0301\tb\nc\r\nd";
    assertThat(TerminalWriter.shown(text)).isEqualTo(text);
  }

  @Test
  void aCarriageReturnAloneIsShown() {
    assertThat(TerminalWriter.shown("good\rbad\r")).isEqualTo("good\\rbad\\r");
  }

  @Test
  void halvesOfAPairAndTagCharactersAreShown() {
    assertThat(TerminalWriter.shown("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
    assertThat(TerminalWriter.shown(Character.toString(0xE0041))).isEqualTo("\\udb40\\udc41");
    assertThat(TerminalWriter.shown("\uffff")).isEqualTo("\\uffff");
  }

  @Test
  void marksOfTheProgramBecomeSequences() {
    Terminal colours = new Terminal(true, true, 80);
    assertThat(TerminalWriter.shown(colours.bold("a\u001bb")))
        .isEqualTo("\u001b[1ma\\x1bb\u001b[0m");
    assertThat(new Terminal(true, false, 80).bold("a")).isEqualTo("a");
  }
}
