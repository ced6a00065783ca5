package org.fierce.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanesTest {
  @ParameterizedTest
  @CsvSource({"1,7", "2,7", "3,1", "4,0", "3,1000"})
  void everyRowIsDoneOnce(int count, int rows) {
    AtomicIntegerArray done = new AtomicIntegerArray(rows);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Lanes lanes = new Lanes(count)) {
      for (int round = 0; round < 3; round++) {
        lanes.split(
            rows,
            (begin, end) -> {
              threads.add(Thread.currentThread());
              for (int row = begin; row < end; row++) {
                done.incrementAndGet(row);
              }
            });
      }
    }
    for (int row = 0; row < rows; row++) {
      assertThat(done.get(row)).isEqualTo(3);
    }
    assertThat(threads).hasSizeLessThanOrEqualTo(count).contains(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void aFailureInAnyLaneIsThrownAfterAllHaveEnded(int failing) {
    try (Lanes lanes = new Lanes(2)) {
      assertThatThrownBy(
              () ->
                  lanes.split(
                      10,
                      (begin, end) -> {
                        if (begin <= failing && failing < end) {
                          throw new IllegalArgumentException("row " + failing);
                        }
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("row " + failing);
    }
  }
}
