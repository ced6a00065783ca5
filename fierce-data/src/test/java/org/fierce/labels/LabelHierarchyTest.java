package org.fierce.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelHierarchyTest {
  @Test
  void fineLabelsBecomeCoarseByNameWhateverTheOrder() {
    LabelHierarchy hierarchy =
        LabelHierarchy.ofColumns(
            List.of("cat", "oak", "dog"), List.of("animal", "plant", "animal"));
    CoarseLabels coarse =
        hierarchy.coarsen(
            new FineTargets.Classes(new int[] {0, 1, 2, 2}, List.of("oak", "dog", "cat")));
    assertThat(coarse.labels()).containsExactly(1, 0, 0, 0);
    assertThat(coarse.names()).containsExactly("animal", "plant");
  }

  @Test
  void aClassTheHierarchyDoesNotNameIsRefused() {
    LabelHierarchy hierarchy = LabelHierarchy.ofColumns(List.of("cat"), List.of("animal"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                hierarchy.coarsen(
                    new FineTargets.Classes(new int[] {0, 1}, List.of("cat", "yeti"))))
        .withMessageContaining("does not name fine class \"yeti\"");
  }

  @Test
  void aHierarchyThatNamesAnUnknownClassIsRefused() {
    LabelHierarchy hierarchy =
        LabelHierarchy.ofColumns(List.of("cat", "unicorn"), List.of("animal", "myth"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hierarchy.coarsen(new FineTargets.Classes(new int[] {0}, List.of("cat"))))
        .withMessageContaining("\"unicorn\", unknown to the data");
  }

  @Test
  void aFineClassUnderTwoCoarseOnesIsRefusedWithRowAndNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LabelHierarchy.of(
                    new CoarseLabels(new int[] {0, 1, 1}, List.of("a", "b")),
                    new FineTargets.Classes(new int[] {0, 1, 0}, List.of("x", "y"))))
        .withMessageContaining("\"x\"")
        .withMessageContaining("\"a\"")
        .withMessageContaining("row 2")
        .withMessageContaining("\"b\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelHierarchy.ofColumns(List.of("x", "x"), List.of("a", "b")))
        .withMessageContaining("row 1");
  }

  @Test
  void ownLabelsShowTheHierarchy() {
    LabelHierarchy hierarchy =
        LabelHierarchy.of(
            new CoarseLabels(new int[] {0, 1, 1}, List.of("a", "b")),
            new FineTargets.Classes(new int[] {2, 1, 0}, List.of("x", "y", "z")));
    assertThat(hierarchy.coarseOf()).containsExactly(1, 1, 0);
  }

  @Test
  void anEmptyClassIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelHierarchy(List.of("x"), List.of("a", "b"), new int[] {0}))
        .withMessageContaining("coarse class \"b\" is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LabelHierarchy.of(
                    new CoarseLabels(new int[] {0}, List.of("a")),
                    new FineTargets.Classes(new int[] {0}, List.of("x", "y"))))
        .withMessageContaining("\"y\" has no row");
  }

  @Test
  void namesAndIndicesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelHierarchy(List.of("x", "x"), List.of("a"), new int[] {0, 0}))
        .withMessageContaining("named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelHierarchy(List.of("x"), List.of("a"), new int[] {1}))
        .withMessageContaining("outside 0..0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelHierarchy(List.of("x"), List.of("a"), new int[] {0, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelHierarchy.ofColumns(List.of(), List.of()));
  }
}
