package org.fierce.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  @Test
  void distanceCountsEdits() {
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestions.distance("seed", "seeds")).isEqualTo(1);
    assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void swappedLettersAreOneEdit() {
    assertThat(Suggestions.distance("tarin", "train")).isEqualTo(1);
  }

  @Test
  void nearestIsFoundOnlyWhenNear() {
    List<String> commands = List.of("train", "compare", "report");
    assertThat(Suggestions.nearest("tarin", commands)).contains("train");
    assertThat(Suggestions.nearest("compair", commands)).contains("compare");
    assertThat(Suggestions.nearest("serve", commands)).isEmpty();
  }
}
