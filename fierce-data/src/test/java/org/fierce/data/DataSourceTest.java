package org.fierce.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import org.fierce.data.source.SimulatedScene;
import org.fierce.kinds.Kinds;
import org.junit.jupiter.api.Test;

class DataSourceTest {
  private static final ObjectMapper MAPPER = Kinds.all().register(new ObjectMapper());

  @Test
  void configurationBindsToAScene() throws Exception {
    String json =
        """
        {"source": "scene", "seed": 7, "split": {"kind": "random", "testFraction": 0.3}}""";

    assertThat(MAPPER.readValue(json, DataSource.class)).isEqualTo(SimulatedScene.of(7));
  }

  @Test
  void anUnknownSourceIsRefusedWithTheKnownOnes() {
    assertThatExceptionOfType(InvalidTypeIdException.class)
        .isThrownBy(() -> MAPPER.readValue("{\"source\": \"csvv\"}", DataSource.class))
        .withMessageContaining("csvv")
        .withMessageContaining("scene");
  }
}
