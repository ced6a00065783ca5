package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void aSlipOfTheKeyFindsItsName() {
    assertThat(NearestName.suggest("epoch", List.of("batch", "epochs")))
        .isEqualTo("did you mean 'epochs'?");
    assertThat(NearestName.suggest("labelsmoothing", List.of("cross-entropy", "label-smoothing")))
        .isEqualTo("did you mean 'label-smoothing'?");
  }

  @Test
  void aStrangeWordGetsTheList() {
    assertThat(NearestName.suggest("zebra", List.of("batch", "epochs")))
        .isEqualTo("expected one of batch, epochs");
  }

  @Test
  void swappedLettersAreOneEdit() {
    assertThat(NearestName.distance("tarin", "train")).isEqualTo(1);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void nothingIsSuggestedForAWordFarFromAll() {
    List<String> commands = List.of("train", "compare", "report");
    assertThat(NearestName.nearest("compair", commands)).contains("compare");
    assertThat(NearestName.nearest("serve", commands)).isEmpty();
    assertThat(NearestName.nearest("x", List.of())).isEmpty();
  }
}
