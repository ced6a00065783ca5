package org.fierce.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void noLaneIsLeftAtWorkWhenAnotherFailed(int failing) {
    AtomicInteger ended = new AtomicInteger();
    CountDownLatch hasFailed = new CountDownLatch(1);
    try (Lanes lanes = new Lanes(3)) {
      assertThatThrownBy(
              () ->
                  lanes.split(
                      3,
                      (begin, end) -> {
                        if (begin == failing) {
                          hasFailed.countDown();
                          throw new IllegalArgumentException("row " + begin);
                        }
                        awaitThenWork(hasFailed);
                        ended.incrementAndGet();
                      }))
          .hasMessage("row " + failing);
      assertThat(ended).hasValue(2);
    }
  }

  private static void awaitThenWork(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    long until = System.nanoTime() + 20_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theFirstFailureInTheOrderOfRowsBearsTheOthers() {
    try (Lanes lanes = new Lanes(4)) {
      assertThatThrownBy(
              () ->
                  lanes.split(
                      4,
                      (begin, end) -> {
                        if (begin > 0) {
                          throw new IllegalArgumentException("row " + begin);
                        }
                      }))
          .hasMessage("row 1")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .extracting(Throwable::getMessage)
                      .containsExactly("row 2", "row 3"));
    }
  }

  @Test
  void oneFailureOfAllLanesIsNotSuppressedInItself() {
    IllegalStateException same = new IllegalStateException("no memory left");
    try (Lanes lanes = new Lanes(3)) {
      assertThatThrownBy(
              () ->
                  lanes.split(
                      3,
                      (begin, end) -> {
                        throw same;
                      }))
          .isSameAs(same)
          .hasNoSuppressedExceptions();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void errorsPassAsTheyAre(int failing) {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    try (Lanes lanes = new Lanes(2)) {
      assertThatThrownBy(
              () ->
                  lanes.split(
                      2,
                      (begin, end) -> {
                        if (begin == failing) {
                          throw error;
                        }
                      }))
          .isSameAs(error);
    }
  }

  @Test
  void anInterruptedCallerWaitsAllTheSameAndStaysInterrupted() {
    AtomicInteger ended = new AtomicInteger();
    try (Lanes lanes = new Lanes(2)) {
      Thread.currentThread().interrupt();
      lanes.split(
          2,
          (begin, end) -> {
            if (begin > 0) {
              awaitThenWork(new CountDownLatch(0));
            }
            ended.incrementAndGet();
          });
      assertThat(Thread.interrupted()).isTrue();
      assertThat(ended).hasValue(2);
    }
  }
}
