package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fierce.data.FloatMatrix;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.LabelHierarchy;
import org.junit.jupiter.api.Test;

class SuperCoarseTest {
  @Test
  void groupsAreAboutTheSquareRootOfTheClasses() {
    assertThat(SuperCoarse.applies(2)).isFalse();
    assertThat(SuperCoarse.applies(3)).isTrue();
    assertThat(List.of(3, 4, 8, 20, 100).stream().map(SuperCoarse::groups))
        .containsExactly(2, 2, 3, 4, 10);
  }

  @Test
  void neighbouringBinsAreMergedEvenly() {
    assertThat(SuperCoarse.neighbours(List.of("1", "2", "3", "4")))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
    assertThat(SuperCoarse.neighbours(List.of("1", "2", "3", "4", "5", "6", "7")))
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5", "6", "7"));
  }

  @Test
  void classesWithNearMeansAreMerged() {
    // Class means on a line: a at 0 (rows -1 and 1), b at 10, c at 1, d at 12.
    FloatMatrix features = new FloatMatrix(5, 1, new float[] {-1, 10, 1, 1, 12});
    CoarseLabels labels = new CoarseLabels(new int[] {0, 1, 0, 2, 3}, List.of("a", "b", "c", "d"));

    assertThat(SuperCoarse.nearest(features, labels))
        .containsExactly(List.of("a", "c"), List.of("b", "d"));
  }

  @Test
  void wardPrefersEvenGroupsToAChain() {
    // At 0, 2, 4.2, 6.6. After 0 and 2 are joined (mean 1), 4.2 costs 2/3 * 3.2^2 = 6.8 with them,
    // but 1/2 * 2.4^2 = 2.9 with 6.6.
    FloatMatrix features = new FloatMatrix(4, 1, new float[] {0, 2, 4.2f, 6.6f});
    CoarseLabels labels = new CoarseLabels(new int[] {0, 1, 2, 3}, List.of("a", "b", "c", "d"));

    assertThat(SuperCoarse.nearest(features, labels))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void aHierarchyGivesItsGroups() {
    LabelHierarchy hierarchy =
        LabelHierarchy.ofColumns(
            List.of("cat", "car", "dog"), List.of("animal", "machine", "animal"));

    assertThat(SuperCoarse.of(hierarchy)).containsExactly(List.of("cat", "dog"), List.of("car"));
  }
}
