package org.fierce.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.Json;
import org.junit.jupiter.api.Test;

class CoarseClassesTest {
  private static final CoarseClasses BINS =
      CoarseClasses.bins(new BinEdges(new double[] {-1, 9, 12.5}));

  @Test
  void binsAreNamedByTheirEdges() {
    assertThat(BINS.names()).containsExactly("< -1", "-1 – 9", "9 – 12.5", "≥ 12.5");
    assertThat(BINS.size()).isEqualTo(4);
    assertThat(CoarseClasses.named(List.of("a", "b")).edges()).isNull();
  }

  @Test
  void edgesComeBackFromJsonToTheLastBit() throws Exception {
    CoarseClasses odd = CoarseClasses.bins(new BinEdges(new double[] {0.1 + 0.2, Math.PI}));
    String text = Json.ofRecord(odd).toString();
    assertThat(text)
        .startsWith("{\"names\":[")
        .endsWith("\"edges\":[0.30000000000000004,3.141592653589793]}");
    assertThat(Json.toRecord("x", new ObjectMapper().readTree(text), CoarseClasses.class))
        .isEqualTo(odd);
    CoarseClasses named = CoarseClasses.named(List.of("a", "b"));
    assertThat(Json.toRecord("x", Json.ofRecord(named), CoarseClasses.class)).isEqualTo(named);
  }

  @Test
  void otherJsonIsRefusedByName() {
    refused("{\"names\":[\"a\"],\"edges\":[1.0]}", "run.json: coarse: 1 names do not fit 2 bins");
    refused(
        "{\"names\":[],\"edges\":null}",
        "run.json: coarse: there is no coarse class; expected at least one");
    refused(
        "{\"names\":[\"a\",\"b\"],\"edges\":[\"x\"]}",
        "run.json: coarse.edges[0]: Cannot coerce String value (\"x\") to element of `double[]`");
    refused(
        "{\"names\":[\"a\",\"b\"]}",
        "run.json: coarse.edges: Missing creator property 'edges' (index 1)");
    refused("{\"names\":null,\"edges\":null}", "run.json: coarse: a value is null");
  }

  private static void refused(String json, String message) {
    assertThatThrownBy(
            () ->
                Json.toRecord(
                    "run.json: coarse", new ObjectMapper().readTree(json), CoarseClasses.class))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void joinedNeighboursStayBins() {
    CoarseClasses joined = BINS.grouped(List.of("low", "high"), new int[] {0, 0, 1, 1});
    assertThat(joined)
        .isEqualTo(new CoarseClasses(List.of("low", "high"), new BinEdges(new double[] {9})));
    assertThat(BINS.grouped(List.of("odd", "even"), new int[] {0, 1, 0, 1}).edges()).isNull();
    assertThat(BINS.grouped(List.of("high", "low"), new int[] {1, 1, 0, 0}).edges()).isNull();
  }
}
